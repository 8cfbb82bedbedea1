using System.Text.Json;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// What happened to a record. Single changes and bulk acts note the same: the changed fields by key, each as its canonical text, so
/// that any earlier value can be put back exactly.
/// </summary>
internal sealed class ObjectHistory(CatalogueDb db, ReadHistory history, ProfileBook profiles, CodeBook codes)
{
    public const string SubjectKind = "catalogue.object";

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<HistoryEvent>> OfAsync(Guid objectId, int most, CancellationToken ct)
    {
        var events = (await history.OfAsync(objectId, most, ct)).Where(e => e.SubjectKind == SubjectKind).ToList();
        return events.Exists(HasParts) && await db.Objects.AsNoTracking().FirstOrDefaultAsync(o => o.Id == objectId, ct) is { } row
            ? events.ConvertAll(e => HasParts(e) ? Whole(e, ObjectRecord.Read(profiles[row.Profile], row.Record)) : e)
            : events;
    }

    /// <summary>Bulk acts compare each language, and each kind of number that has a column, by itself: <c>title.en</c>.</summary>
    private static bool HasParts(HistoryEvent e) => new[] { e.Before, e.After }.Any(side =>
        side?.RootElement.ValueKind == JsonValueKind.Object && side.RootElement.EnumerateObject().Any(p => p.Name.Contains('.', StringComparison.Ordinal)));

    /// <summary>The same with whole fields: the parts that the act did not touch are as they are now, so that restoring leaves them.</summary>
    private HistoryEvent Whole(HistoryEvent e, ObjectRecord now) => new()
    {
        Id = e.Id,
        At = e.At,
        PersonId = e.PersonId,
        ActorName = e.ActorName,
        PartyId = e.PartyId,
        MandateId = e.MandateId,
        Action = e.Action,
        SubjectKind = e.SubjectKind,
        SubjectId = e.SubjectId,
        OwnerId = e.OwnerId,
        ReasonCode = e.ReasonCode,
        Reason = e.Reason,
        Before = Whole(e.Before, now),
        After = Whole(e.After, now),
    };

    private JsonDocument? Whole(JsonDocument? side, ObjectRecord now)
    {
        if (side is null)
        {
            return null;
        }

        var parts = side.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString());
        var then = new RecordTexts(codes).With(now, parts);
        return JsonSerializer.SerializeToDocument(
            parts.Keys.Select(p => RecordTexts.Split(p).Field).Distinct().Where(f => then[f] is not null).ToDictionary(f => f, f => Text(then[f])), HistoryJson.Options);
    }

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
