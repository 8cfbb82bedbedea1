using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>Today: who asks for what is ours, what we were offered, what begins, what should be back. It stays until it is done.</summary>
internal sealed class BookingDueItems(ResourcesDb db, TimeProvider clock) : IDueItems
{
    private const int Most = 12;
    private const int WaitsAtMost = 5;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !(actor.May(ResourcePermissions.Offer) || actor.May(ResourcePermissions.Book)))
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        var soon = Dates.At(today.AddDays(2), TimeOnly.MinValue).ToUniversalTime();
        var rows = await db.Bookings.AsNoTracking().Join(db.Resources, b => b.ResourceId, r => r.Id, (b, r) => new { Booking = b, Resource = r })
            .Where(x => (x.Booking.WaitsFor == Side.Owner && x.Booking.WaitingSince == null && x.Resource.OwnerId == party)
                || (x.Booking.WaitsFor == Side.User && x.Booking.ForPartyId == party)
                || (x.Booking.State == BookingStanding.Confirmed && x.Booking.FromAt < soon && (x.Booking.ForPartyId == party || x.Resource.OwnerId == party))
                || (x.Booking.State == BookingStanding.InUse && x.Booking.UntilAt < now && (x.Booking.ForPartyId == party || x.Resource.OwnerId == party)))
            .OrderBy(x => x.Booking.FromAt).ThenBy(x => x.Booking.Number).Take(Most).ToListAsync(ct);
        return [.. rows.Select(x => Item(x.Booking, x.Resource.NameHere, today))];
    }

    private static DueItem Item(BookingRecord b, string name, DateOnly today)
    {
        var (key, by, late) = b switch
        {
            { State: BookingStanding.InUse } => ("resources.due.close", b.LastDay, true),
            { State: BookingStanding.Confirmed } => ("resources.due.begin", b.FirstDay, b.FirstDay < today),
            { WaitsFor: Side.User } => ("resources.due.accept", b.AnswerBy ?? b.FirstDay, b.AnswerBy <= today),
            _ => ("resources.due.answer", Earlier(Dates.InChina(b.StateSince).AddDays(WaitsAtMost), b.FirstDay), Dates.InChina(b.StateSince).AddDays(WaitsAtMost) < today),
        };
        return new DueItem(key, $"bookings/{b.Id}") { Holes = [("resource", name)], By = by, Urgency = late ? Urgency.Late : Urgency.Soon };
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
}
