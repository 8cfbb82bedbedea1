using System.Text.Json;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Events;

/// <summary>
/// The history of a thing: its own events, and what bulk acts did to it, whose rows are history without an event for each. Newest first.
/// </summary>
public sealed class ReadHistory(PlatformDb db)
{
    /// <summary>What happened to one thing.</summary>
    /// <param name="subjectId">The thing.</param>
    /// <param name="most">No more than this.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<HistoryEvent>> OfAsync(Guid subjectId, int most, CancellationToken ct)
    {
        var own = await db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == subjectId)
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(most).ToListAsync(ct);
        var acts = await db.Database.SqlQuery<ActRow>($"""
            select e.id as "Id", e.at as "At", e.person_id as "PersonId", e.actor_name as "ActorName", e.party_id as "PartyId",
                   e.mandate_id as "MandateId", e.owner_id as "OwnerId", e.reason_code as "ReasonCode", e.reason as "Reason",
                   a.history_of as "SubjectKind", e.action = 'platform.bulk-act.undone' as "Undone",
                   r.state = 'Added' as "Adds", r.outcome as "Outcome", r.fields::text as "Fields", r.before::text as "Before",
                   r.kept::text as "Kept"
              from platform.bulk_row r
              join platform.bulk_act a on a.id = r.act_id and a.history_of is not null and a.applied_at is not null
              join platform.event e on e.subject_id = a.id and e.action in ('platform.bulk-act.applied', 'platform.bulk-act.undone')
             where r.subject_id = {subjectId} and r.accepted and (e.action = 'platform.bulk-act.applied' or r.outcome is distinct from 'Kept')
             order by e.at desc limit {most}
            """).ToListAsync(ct);
        return [.. own.Concat(acts.Select(a => Event(a, subjectId))).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(most)];
    }

    private static HistoryEvent Event(ActRow row, Guid subjectId)
    {
        var (fields, before) = (Stored.Fields(row.Fields), Stored.Fields(row.Before));
        var kept = row.Kept is null ? [] : Stored.Read<KeptRow>(row.Kept).Fields.Select(f => f.Field).ToHashSet();
        var ours = row.Adds ? fields : fields.Where(f => before.ContainsKey(f.Key)).ToDictionary();
        var (was, comes) = row.Undone
            ? (ours.Where(f => !kept.Contains(f.Key)), before.Where(f => !kept.Contains(f.Key)))
            : (before.AsEnumerable(), ours);
        return new HistoryEvent
        {
            Id = row.Id,
            At = row.At,
            PersonId = row.PersonId,
            ActorName = row.ActorName,
            PartyId = row.PartyId,
            MandateId = row.MandateId,
            OwnerId = row.OwnerId,
            ReasonCode = row.ReasonCode,
            Reason = row.Reason,
            SubjectKind = row.SubjectKind,
            SubjectId = subjectId,
            Action = $"{row.SubjectKind}.{(row.Undone ? "bulk-undone" : row.Adds ? "added-in-bulk" : "changed-in-bulk")}",
            Before = Document(was),
            After = Document(comes),
        };
    }

    private static JsonDocument? Document(IEnumerable<KeyValuePair<string, string?>> fields)
    {
        var side = fields.ToDictionary();
        return side.Count == 0 ? null : JsonDocument.Parse(Stored.Fields(side));
    }

    private sealed record ActRow(
        Guid Id, DateTimeOffset At, Guid? PersonId, string ActorName, Guid? PartyId, Guid? MandateId, Guid? OwnerId, string? ReasonCode,
        string? Reason, string SubjectKind, bool Undone, bool Adds, string? Outcome, string Fields, string? Before, string? Kept);
}
