using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.People;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Hours;

/// <summary>The host, or the volunteer's own institution where the host noted them, confirms hours of service or refuses them with a reason; only confirmed ones count.</summary>
internal static class ConfirmHours
{
    internal sealed record Command(Guid Id, IReadOnlyCollection<Guid> Hours, bool Confirm, string? Why);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            if (found.Value.Record.State != CooperationState.Running)
            {
                return new Refusal.Stale("cooperation.task.not-running");
            }

            if (cmd.Hours.Count == 0)
            {
                return new Refusal.Invalid("cooperation.hours.none-chosen", nameof(cmd.Hours));
            }

            var why = Typed.Plain(cmd.Why);
            if (!cmd.Confirm && (why.Length is 0 or > 400))
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Why));
            }

            var rows = await db.Set<ServiceHours>().Where(h => h.CooperationId == cmd.Id && cmd.Hours.Contains(h.Id)).ToListAsync(ct);
            if (rows.Count != cmd.Hours.Distinct().Count() || rows.Exists(h => !CooperationAccess.Works(current.Value, h.ConfirmsPartyId)))
            {
                return new Refusal.Denied("cooperation.hours.not-yours");
            }

            if (rows.Exists(h => h.ConfirmedAt is not null || h.RefusedWhy is not null))
            {
                return new Refusal.Stale("cooperation.stale");
            }

            var now = clock.GetUtcNow();
            var senders = await db.Set<PersonRecord>().Where(p => p.CooperationId == cmd.Id).ToDictionaryAsync(p => p.Id, p => p.PartyId, ct);
            foreach (var row in rows)
            {
                if (cmd.Confirm)
                {
                    (row.ConfirmedAt, row.ConfirmedBy) = (now, current.Value.Name);
                }
                else
                {
                    row.RefusedWhy = why;
                }

                row.Version++;
                db.Record(new Change(cmd.Confirm ? "cooperation.hours.confirmed" : "cooperation.hours.refused", "cooperation.person", row.PersonId)
                {
                    OwnerId = senders[row.PersonId],
                    Reason = row.RefusedWhy,
                    After = new { row.OnDay, row.Hours, row.What },
                });
            }

            found.Value.Record.QuietSince = now;
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : rows.Count;
        }
    }
}
