using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// Five records where the least work gives the most: what is one step from being shown, the precious first, then what has no grade.
/// Looks at the records touched last, so that it answers at once in a large collection too.
/// </summary>
internal sealed class FiveThisWeek(CatalogueDb db, ProfileBook profiles, KeptAnswers kept, HistoryNumber number)
{
    private const int Looked = 400;

    /// <param name="Key">Word key of what to do.</param>
    /// <param name="Missing">The fields to fill in, at most three.</param>
    internal sealed record Suggestion(int Serial, string Title, string? Number, string Key, IReadOnlyList<ProfileField> Missing, bool Sample);

    public Task<IReadOnlyList<Suggestion>> OfAsync(Guid institution, CancellationToken ct) =>
        kept.OfAsync(number, $"catalogue.five {institution}", (FiveThisWeek own) => own.LookAsync(institution), ct);

    private async Task<IReadOnlyList<Suggestion>> LookAsync(Guid institution)
    {
        var drafts = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institution && o.State == ObjectState.Draft)
            .OrderByDescending(o => o.ChangedAt).Take(Looked).ToListAsync();
        var shown = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institution && o.State == ObjectState.Published)
            .OrderBy(o => o.ChangedAt).Take(Looked).ToListAsync();
        return [.. drafts.Concat(shown).Select(Look).Where(s => s.Worth > 0).OrderByDescending(s => s.Worth).ThenBy(s => s.Suggestion.Serial)
            .Take(5).Select(s => s.Suggestion)];
    }

    private (Suggestion Suggestion, double Worth) Look(CatalogueObject row)
    {
        var record = ObjectRecord.Read(profiles[row.Profile], row.Record);
        var missing = Completeness.Of(record).Missing;
        var needed = missing.Where(f => f.Required).ToList();
        var gradeless = missing.Any(f => f.Role == FieldRoles.Grade);
        (string Key, List<ProfileField> Fields, double Work) todo = (row.State, needed.Count) switch
        {
            (ObjectState.Draft, 0) => ("ready", [], 0.5),
            (ObjectState.Draft, _) => ("fill", [.. needed.Take(3)], needed.Count),
            _ when gradeless => ("grade", [.. missing.Where(f => f.Role == FieldRoles.Grade)], 2),
            _ when missing.Count is > 0 and <= 3 => ("finish", missing.ToList(), missing.Count),
            _ => ("", [], 0),
        };
        var value = (row.State == ObjectState.Draft ? 4 : 1) + (Precious(record) ? 6 : 0);
        var title = record.Title(Platform.Words.Wording.Language);
        return (new(row.Serial, title, row.Number, $"catalogue.five.{todo.Key}", todo.Fields, row.Sample),
            todo.Key.Length == 0 || todo.Work > 4 ? 0 : value / (1.0 + todo.Work));
    }

    private static bool Precious(ObjectRecord record) =>
        (record.Of(FieldRoles.Grade) as CodedValue)?.Words.Any(w => w.Code is "1" or "2" or "3" && w.List?.StartsWith("grade/", StringComparison.Ordinal) == true) == true;
}
