using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>One booking as its page shows it.</summary>
internal static class SeeBooking
{
    /// <param name="Sides">Whom the reader speaks for; empty for somebody who only reads.</param>
    /// <param name="Place">Its place on the waiting list, counted from 1.</param>
    /// <param name="Others">For the owner: requests that would have no room any more if he says yes.</param>
    /// <param name="Cooperation">Where the reader sees it.</param>
    /// <param name="Cooperations">Those that it can still be hung on.</param>
    internal sealed record View(
        BookingRecord Booking, ResourceRecord Resource, PartyCard? Owner, PartyCard? User, IReadOnlyCollection<Side> Sides, int? Place, IReadOnlyList<BookingRecord> Others,
        IReadOnlyDictionary<Guid, PartyCard> Parties, CooperationCard? Cooperation, IReadOnlyList<CooperationCard> Cooperations);

    internal sealed class Handler(ResourcesDb db, WaitingList waiting, IPartyDirectory directory, ICooperationDesk cooperations, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var booking = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct);
            var resource = booking is null ? null : await db.Resources.AsNoTracking().SingleAsync(r => r.Id == booking.ResourceId, ct);
            if (booking is null || !ResourceAccess.MaySee(current.Value, booking, resource!.OwnerId))
            {
                return ResourceAccess.MissingBooking;
            }

            var sides = Sides.Of(current.Value, booking, resource);
            var (since, number) = (booking.WaitingSince, booking.Number);
            int? place = since is null ? null : 1 + await db.Bookings.CountAsync(
                b => b.ResourceId == resource.Id && (b.WaitingSince < since || (b.WaitingSince == since && b.Number < number)) && b.FromAt < booking.UntilAt && b.UntilAt > booking.FromAt, ct);
            var others = sides.Contains(Side.Owner) && booking is { WaitsFor: Side.Owner, WaitingSince: null, Holds: false } ? await waiting.WithoutRoomAsync(resource, booking, ct) : [];
            var losing = others.Count == 0 ? [] : await db.Bookings.AsNoTracking().Where(b => others.Contains(b.Id)).OrderBy(b => b.Number).ToListAsync(ct);
            var parties = await directory.FindAsync([.. losing.Select(b => b.ForPartyId).Append(resource.OwnerId).Append(booking.ForPartyId).Distinct()], ct);
            return new View(
                booking, resource, parties.GetValueOrDefault(resource.OwnerId), parties.GetValueOrDefault(booking.ForPartyId), sides, place, losing, parties,
                booking.CooperationId is { } cooperation ? await cooperations.FindAsync(cooperation, ct) : null,
                booking is { CooperationId: null, Over: false } && sides.Count > 0 ? [.. (await cooperations.OfAsync(booking.ForPartyId, ct)).Where(c => !c.Over)] : []);
        }
    }
}
