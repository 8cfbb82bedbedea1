using System.Text.Json;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// What happened to a record. Single changes and bulk acts note the same: the changed fields by key, each as its canonical text, so
/// that any earlier value can be put back exactly.
/// </summary>
internal sealed class ObjectHistory(CatalogueDb db)
{
    public const string SubjectKind = "catalogue.object";

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<HistoryEvent>> OfAsync(Guid objectId, int most, CancellationToken ct) =>
        await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == objectId && e.SubjectKind == SubjectKind)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(most).ToListAsync(ct);

    /// <summary>Who changed a field last.</summary>
    public async Task<HistoryEvent?> LastOfAsync(Guid objectId, string field, CancellationToken ct) =>
        (await OfAsync(objectId, 50, ct)).FirstOrDefault(e => Texts(e.Before).ContainsKey(field) || Texts(e.After).ContainsKey(field));

    /// <summary>Field → canonical text of one side of a change.</summary>
    public static IReadOnlyDictionary<string, string> Texts(JsonDocument? side) =>
        side?.RootElement.ValueKind == JsonValueKind.Object
            ? side.RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null)
                .ToDictionary(p => p.Name, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText())
            : new Dictionary<string, string>();

    /// <summary>Both sides of the difference between two records, for <see cref="Change"/>.</summary>
    public static (Dictionary<string, string> Before, Dictionary<string, string> After) Difference(ObjectRecord before, ObjectRecord after)
    {
        var (old, now) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var field in after.Profile.Fields)
        {
            var (from, to) = (Text(before[field.Key]), Text(after[field.Key]));
            if (from == to)
            {
                continue;
            }

            if (from is not null)
            {
                old[field.Key] = from;
            }

            if (to is not null)
            {
                now[field.Key] = to;
            }
        }

        return (old, now);
    }

    private static string? Text(FieldValue? value) => value is null ? null : FieldJson.Text(value);
}
