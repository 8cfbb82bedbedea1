using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>Either side plans that things change hands: what, from whom, to whom, when, for how long.</summary>
internal static class PlanHandover
{
    /// <param name="BookingId">The booking that it carries out.</param>
    /// <param name="Once">A mark of the form, so that one sent twice plans once.</param>
    internal sealed record Command(HandoverForm Form, Guid? BookingId, Guid Once);

    internal sealed class Handler(ResourcesDb db, ReadHandoverForm read, ListItems list, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var form = await read.HandleAsync(cmd.Form, ct);
            if (form.Refused)
            {
                return form.Refusal;
            }

            var facts = form.Value;
            if (!HandoverAccess.Acts(actor, facts.From.Id) && !HandoverAccess.Acts(actor, facts.To.Id))
            {
                return new Refusal.Denied("resources.handover.not-a-side");
            }

            if (cmd.Once != Guid.Empty && await SentAsync(cmd.Once, facts, ct) is { } sent)
            {
                return sent;
            }

            if (cmd.BookingId is { } booking && !await HasPartAsync(booking, facts, ct))
            {
                return new Refusal.Invalid("resources.handover.no-booking");
            }

            var now = clock.GetUtcNow();
            var record = new HandoverRecord
            {
                Id = Guid.CreateVersion7(now),
                Once = cmd.Once == Guid.Empty ? null : cmd.Once,
                State = HandoverState.Planned,
                BookingId = cmd.BookingId,
                PlannedBy = actor.Name,
                Sample = actor.Sample,
                CreatedAt = now,
                StateSince = now,
            };
            facts.Into(record);
            db.Add(record);
            if (await list.PutAsync(record, [], facts.Owner.Id, facts.Lines, ct) is { } refusal)
            {
                return refusal;
            }

            db.Note(record, "resources.handover.planned", new { record.Kind, From = facts.From.Name, To = facts.To.Name, record.PlannedOn, record.DueBackOn, Items = facts.Lines.Count });
            var saved = await db.SaveAsync(ct);
            return saved.Refused ? saved.Refusal : record.Id;
        }

        // One form sent twice: the second waits for the first, and finds what it planned.
        private async Task<Guid?> SentAsync(Guid once, HandoverFacts facts, CancellationToken ct)
        {
            _ = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"handover {once}"}, 0))", ct);
            return await db.Handovers().Where(h => h.FromPartyId == facts.From.Id && h.ToPartyId == facts.To.Id && h.Once == once).Select(h => (Guid?)h.Id).SingleOrDefaultAsync(ct);
        }

        // The booking's two sides are the handover's, whichever way the things go.
        private async Task<bool> HasPartAsync(Guid booking, HandoverFacts facts, CancellationToken ct)
        {
            var sides = await db.Bookings.Where(b => b.Id == booking)
                .Join(db.Resources, b => b.ResourceId, r => r.Id, (b, r) => new { b.ForPartyId, r.OwnerId }).SingleOrDefaultAsync(ct);
            return sides is not null && new HashSet<Guid> { sides.ForPartyId, sides.OwnerId }.SetEquals([facts.From.Id, facts.To.Id]);
        }
    }
}
