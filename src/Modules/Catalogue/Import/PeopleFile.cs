using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Import;

/// <summary>A keeper brings in the people to whom the records of a layout refer by number.</summary>
internal static class PeopleFile
{
    private const string Id = "id";
    private const string Zh = "姓名";
    private const string Hant = "nameTC";
    private const string En = "name";
    private const string Life = "displayBio";

    private static readonly TableShape Shape = new(
        new TableColumn(Id, true) { OtherNames = ["编号", "人物编号"] }, new TableColumn(Zh) { OtherNames = ["name.zh", "name_zh", "名称"] },
        new TableColumn(Hant) { OtherNames = ["name.zh-hant", "繁体姓名"] }, new TableColumn(En) { OtherNames = ["name.en", "full_name", "英文名"] },
        new TableColumn(Life) { OtherNames = ["displayBio.en", "生平", "life"] });

    internal sealed record Command(string Source, Stream? File);

    /// <summary>Returns how many people are known now.</summary>
    internal sealed class Handler(CatalogueDb db, CurrentActor current)
    {
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (current.Value.PartyId is not { } owner || !current.Value.May(CataloguePermissions.Keep, owner))
            {
                return new Refusal.Denied(ImportWords.NoInstitution);
            }

            if (cmd.File is null)
            {
                return new Refusal.Invalid(ImportWords.FileMissing, "People");
            }

            var people = await ReadAsync(cmd.File, ct);
            if (people.Refused)
            {
                return people.Refusal;
            }

            var (ids, texts) = (people.Value.Keys.ToArray(), people.Value.Values.Select(Text).ToArray());
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"""
                insert into catalogue.mapped_person (institution_id, source, id, person)
                select {owner}, {cmd.Source}, p.id, p.person::jsonb from unnest({ids}, {texts}) p (id, person)
                on conflict (institution_id, source, id) do update set person = excluded.person
                """, ct);
            db.Record(new Change("catalogue.people.imported", "catalogue.people", owner) { OwnerId = owner, After = new { cmd.Source, People = ids.Length } });
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return ids.Length;
        }
    }

    /// <summary>People by their number.</summary>
    internal static async Task<Outcome<Dictionary<string, Person>>> ReadAsync(Stream file, CancellationToken ct)
    {
        var opened = await TableReader.OpenAsync(file, Shape, ct);
        if (opened.Refused)
        {
            return opened.Refusal;
        }

        using var table = opened.Value;
        var people = new Dictionary<string, Person>();
        var end = await table.ReadRowsAsync((row, _) =>
        {
            if (row[Id] is { } id && Name(row) is { } name)
            {
                people[id] = new(name, null, id, row[Life]);
            }

            return ValueTask.CompletedTask;
        }, ct);
        return end.Refused ? end.Refusal : people;
    }

    private static string Text(Person person) => FieldJson.Text(new PeopleValue([person]))[1..^1];

    private static WordsValue? Name(TableRow row)
    {
        var words = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, language) in new[] { (Zh, "zh"), (Hant, "zh-Hant"), (En, "en") })
        {
            if (row[column] is { } text)
            {
                words[language] = text;
            }
        }

        return words.Count == 0 ? null : new(words);
    }
}
