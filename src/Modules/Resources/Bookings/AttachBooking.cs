using Guanlian.Contracts.Cooperation;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Data;

namespace Guanlian.Resources.Bookings;

/// <summary>Either side hangs a booking on a cooperation that the user takes part in: one that an agreement promised, or one made before.</summary>
internal static class AttachBooking
{
    internal sealed record Command(Guid Id, Guid? CooperationId, int Version);

    internal sealed class Handler(ResourcesDb db, ICooperationDesk cooperations, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.BookingAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (booking, resource) = found.Value;
            if (Sides.Of(current.Value, booking, resource).Count == 0)
            {
                return new Refusal.Denied("resources.booking.not-yours");
            }

            if (booking.Version != cmd.Version || booking.Over || booking.CooperationId is not null)
            {
                return new Refusal.Stale("resources.booking.stale");
            }

            if (cmd.CooperationId is not { } id || await cooperations.FindAsync(id, ct) is not { Over: false } card || !card.Parties.Contains(booking.ForPartyId))
            {
                return new Refusal.Invalid("resources.booking.cooperation", nameof(cmd.CooperationId));
            }

            (booking.CooperationId, booking.CooperationTitle, booking.ChangedAt) = (card.Id, card.Title, clock.GetUtcNow());
            booking.Version++;
            db.Record(new Change("resources.booking.attached", "resources.booking", booking.Id) { OwnerId = resource.OwnerId, After = new { Cooperation = card.Title } });
            return await db.SaveInTurnAsync("resources.booking.stale", ct);
        }
    }
}
