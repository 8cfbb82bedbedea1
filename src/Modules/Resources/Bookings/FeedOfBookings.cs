using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>First and last days of bookings that hold, for the calendar that an office subscribes to.</summary>
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
        var today = Dates.InChina(now);
        return [.. rows.SelectMany(x => Days(x.Booking, x.Resource)).Where(d => d.On >= today)];
    }

    // The day on which it has to be back is the one that is forgotten.
    private IEnumerable<FeedDay> Days(BookingRecord b, ResourceRecord r)
    {
        var (when, href) = (BookingWords.When(words, b, r), $"bookings/{b.Id}");
        yield return new(b.Id, b.FirstDay, words["resources.feed.entry", ("resource", r.NameHere), ("state", BookingWords.Of(words, b))], when, href, b.ChangedAt);
        if (b.LastDay > b.FirstDay)
        {
            yield return new(Last(b.Id), b.LastDay, words["resources.feed.last", ("resource", r.NameHere)], when, href, b.ChangedAt);
        }
    }

    // A second entry needs an id of its own that stays the same.
    private static Guid Last(Guid id)
    {
        var bytes = id.ToByteArray();
        bytes[^1] ^= 1;
        return new(bytes);
    }
}
