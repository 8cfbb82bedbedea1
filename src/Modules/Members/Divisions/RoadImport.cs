using System.Globalization;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Divisions;

/// <summary>An association brings in minutes by road between divisions; a pair named before gets the new figure.</summary>
internal sealed class RoadImport(MembersDb db, DivisionBooks books) : IBulkImport
{
    public const string KindName = "members.road-import";
    private const string From = "from";
    private const string To = "to";
    private const string Minutes = "minutes";

    public string Kind => KindName;

    public string Permission => MembersPermissions.KeepRegister;

    public string SubjectKind => "members.road";

    public ModuleDb Db => db;

    public TableShape Shape { get; } = new(
        new TableColumn(From, Required: true) { OtherNames = ["起点代码", "from_division"] },
        new TableColumn(To, Required: true) { OtherNames = ["终点代码", "to_division"] },
        new TableColumn(Minutes, Required: true) { OtherNames = ["分钟", "车程（分钟）"] });

    public IReadOnlyList<BulkField> Fields { get; } = [new(Minutes, "members.road.field.minutes")];

    public ProposedRow? Propose(TableRow row, BulkContext context)
    {
        var (from, to) = (row[From] ?? "", row[To] ?? "");
        return Division.IsCode(from) && Division.IsCode(to) && int.TryParse(row[Minutes], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= 10_000
            ? new($"{from}-{to}", $"{from} → {to}", new Dictionary<string, string?> { [Minutes] = minutes.ToString(CultureInfo.InvariantCulture) })
            : new(string.Create(CultureInfo.InvariantCulture, $"#{row.Number}"), $"{from} → {to}", new Dictionary<string, string?>())
            {
                Findings = [row.Problem("members.roads.row", From)],
            };
    }

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct)
    {
        var (book, known) = (await books.NowAsync(ct), await KnownAsync([.. rows.Select(r => r.Key)], ct));
        return [.. rows.Select(r =>
            known.TryGetValue(r.Key, out var road) ? new BulkMatch(IdOf(r.Key), Texts(road))
            : r.Key[0] == '#' || r.Key.Split('-').All(code => book.Find(code) is not null) ? BulkMatch.New
            : BulkMatch.New with { Findings = [new TableProblem("members.roads.unknown", r.Place, r.Key)] })];
    }

    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct)
    {
        var source = await db.Database.SqlQuery<string>($"""select coalesce(file_name, '') as "Value" from platform.bulk_act where id = {context.ActId}""").SingleAsync(ct);
        var known = await KnownAsync([.. rows.Select(r => r.Row.Key)], ct);
        foreach (var row in rows)
        {
            var minutes = int.Parse(row.Row.Fields[Minutes]!, CultureInfo.InvariantCulture);
            if (known.TryGetValue(row.Row.Key, out var road))
            {
                (road.Minutes, road.Source) = (minutes, source);
            }
            else
            {
                var pair = row.Row.Key.Split('-');
                db.Roads.Add(new() { FromDivision = pair[0], ToDivision = pair[1], Minutes = minutes, Source = source });
            }
        }

        return [.. rows.Select(r => (Outcome<BulkWritten>)new BulkWritten(IdOf(r.Row.Key)))];
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct) =>
        (await KnownAsync([.. subjects.Select(KeyOf)], ct)).ToDictionary(r => IdOf(r.Key), r => (IReadOnlyDictionary<string, string?>)Texts(r.Value));

    public async Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct)
    {
        var known = await KnownAsync([.. rows.Select(r => KeyOf(r.SubjectId))], ct);
        foreach (var row in rows)
        {
            var road = known[KeyOf(row.SubjectId)];
            if (row.Added)
            {
                db.Roads.Remove(road);
            }
            else
            {
                road.Minutes = int.Parse(row.Back[Minutes]!, CultureInfo.InvariantCulture);
            }
        }

        return [.. rows.Select(_ => (Refusal?)null)];
    }

    private async Task<Dictionary<string, Road>> KnownAsync(List<string> keys, CancellationToken ct) =>
        (await db.Roads.Where(r => keys.Contains(r.FromDivision + "-" + r.ToDivision)).ToListAsync(ct)).ToDictionary(r => $"{r.FromDivision}-{r.ToDivision}");

    private static Dictionary<string, string?> Texts(Road road) =>
        new() { [Minutes] = road.Minutes.ToString(CultureInfo.InvariantCulture) };

    /// <summary>A road's identity is its two codes.</summary>
    private static Guid IdOf(string key) => Guid.Parse($"00000000-0000-7000-8002-{key.Replace("-", "", StringComparison.Ordinal)}");

    private static string KeyOf(Guid id) => $"{id.ToString()[^12..^6]}-{id.ToString()[^6..]}";
}
