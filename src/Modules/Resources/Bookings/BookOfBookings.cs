using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>What an institution used of others, and others of it, for its county book.</summary>
internal sealed class BookOfBookings(ResourcesDb db, IPartyDirectory directory, CurrentActor current, Wording words) : IBookChapter
{
    public int Order => 62;

    public string Title => "resources.bookings.title";

    public IReadOnlyList<string> Columns { get; } =
        ["resources.field.number", "resources.field.resource", "resources.field.owner", "resources.field.user", "resources.field.when", "resources.field.amount", "resources.field.state"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        if (ResourceAccess.Readable(current.Value) is not { } readable || !readable.Contains(partyId))
        {
            return [];
        }

        var rows = await db.Bookings.AsNoTracking().Join(db.Resources, b => b.ResourceId, r => r.Id, (b, r) => new { Booking = b, Resource = r })
            .Where(x => (x.Booking.ForPartyId == partyId || x.Resource.OwnerId == partyId) && x.Booking.State != BookingStanding.Requested)
            .OrderBy(x => x.Booking.FromAt).ThenBy(x => x.Booking.Number).ToListAsync(ct);
        var cards = await directory.FindAsync([.. rows.SelectMany(x => new[] { x.Booking.ForPartyId, x.Resource.OwnerId }).Distinct()], ct);
        return
        [
            .. rows.Select(x => new BookLine(
                    x.Booking.FirstDay,
                    [
                        ResourceNumbers.OfBooking(x.Booking.Number), x.Resource.NameHere, cards.GetValueOrDefault(x.Resource.OwnerId)?.Name,
                        cards.GetValueOrDefault(x.Booking.ForPartyId)?.Name, BookingWords.When(words, x.Booking, x.Resource),
                        BookingWords.Amount(words, x.Booking, x.Resource), BookingWords.Of(words, x.Booking),
                    ],
                    $"bookings/{x.Booking.Id}"))
                .Where(l => year is null || l.On.Year == year),
        ];
    }
}
