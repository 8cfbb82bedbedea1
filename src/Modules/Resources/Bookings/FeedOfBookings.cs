using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>First days of bookings that hold, for the calendar that an office subscribes to.</summary>
internal sealed class FeedOfBookings(ResourcesDb db, Wording words, TimeProvider clock) : IFeedDays
{
    private const int Most = 1000;

    public async Task<IReadOnlyList<FeedDay>> OfAsync(IReadOnlyCollection<Guid> parties, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var rows = await db.Bookings.AsNoTracking().Join(db.Resources, b => b.ResourceId, r => r.Id, (b, r) => new { Booking = b, Resource = r })
            .Where(x => (parties.Contains(x.Booking.ForPartyId) || parties.Contains(x.Resource.OwnerId)) && x.Booking.UntilAt > now
                && (x.Booking.State == BookingStanding.Confirmed || x.Booking.State == BookingStanding.Pencilled || x.Booking.State == BookingStanding.InUse))
            .OrderBy(x => x.Booking.FromAt).ThenBy(x => x.Booking.Number).Take(Most).ToListAsync(ct);
        return
        [
            .. rows.Select(x => new FeedDay(
                x.Booking.Id, x.Booking.FirstDay, words["resources.feed.entry", ("resource", x.Resource.NameHere), ("state", BookingWords.Of(words, x.Booking))],
                BookingWords.When(words, x.Booking, x.Resource), $"bookings/{x.Booking.Id}", x.Booking.StateSince)),
        ];
    }
}
