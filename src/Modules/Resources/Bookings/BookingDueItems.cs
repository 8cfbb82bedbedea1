using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>
/// Today: who asks for what is ours and what we were offered, until it is answered; what begins and what should be back; and for a week what
/// the other side or the waiting list has decided.
/// </summary>
internal sealed class BookingDueItems(ResourcesDb db, TimeProvider clock) : IDueItems
{
    private const int MostQuestions = 12;
    private const int MostHandovers = 6;
    private const int MostNews = 4;
    private const int WaitsAtMost = 5;
    private const int NewsDays = 7;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !(actor.May(ResourcePermissions.Offer) || actor.May(ResourcePermissions.Book)))
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        var (soon, recent) = (Dates.At(today.AddDays(2), TimeOnly.MinValue).ToUniversalTime(), now.AddDays(-NewsDays));
        var all = db.Bookings.AsNoTracking().Join(db.Resources, b => b.ResourceId, r => r.Id, (b, r) => new Line { Booking = b, Resource = r })
            .Where(x => x.Booking.ForPartyId == party || x.Resource.OwnerId == party);
        var questions = all.Where(x => (x.Booking.WaitsFor == Side.Owner && x.Booking.WaitingSince == null && x.Resource.OwnerId == party) || (x.Booking.WaitsFor == Side.User && x.Booking.ForPartyId == party))
            .OrderBy(x => x.Booking.FromAt).ThenBy(x => x.Booking.Number).Take(MostQuestions);
        var handovers = all.Where(x => (x.Booking.State == BookingStanding.Confirmed && x.Booking.FromAt < soon) || (x.Booking.State == BookingStanding.InUse && x.Booking.UntilAt < now))
            .OrderBy(x => x.Booking.UntilAt).ThenBy(x => x.Booking.Number).Take(MostHandovers);
        var news = all.Where(x => x.Booking.StateSince > recent && x.Booking.LastById != party && x.Booking.WaitsFor != Side.User
                && (x.Booking.State == BookingStanding.Declined || x.Booking.State == BookingStanding.Cancelled || (x.Booking.ForPartyId == party
                    && ((x.Booking.State == BookingStanding.Confirmed && x.Booking.FromAt >= soon) || x.Booking.State == BookingStanding.Pencilled || x.Booking.WaitingSince != null))))
            .OrderByDescending(x => x.Booking.StateSince).ThenBy(x => x.Booking.Number).Take(MostNews);
        var rows = await questions.Union(handovers).Union(news).ToListAsync(ct);
        return [.. rows.Select(x => Item(x.Booking, x.Resource, party, today, now))];
    }

    private static DueItem Item(BookingRecord b, ResourceRecord r, Guid party, DateOnly today, DateTimeOffset now)
    {
        var asked = Dates.InChina(b.ChangedAt);
        (string, DateOnly?, Urgency) due = b switch
        {
            { State: BookingStanding.InUse } => ("resources.due.close", b.LastDay, Urgency.Late),
            { WaitsFor: Side.User } when b.ForPartyId == party => ("resources.due.accept", b.AnswerBy ?? b.FirstDay, b.AnswerBy <= today ? Urgency.Late : Urgency.Soon),
            { WaitsFor: Side.Owner, WaitingSince: null } when r.OwnerId == party => ("resources.due.answer", Earlier(asked.AddDays(WaitsAtMost), b.FirstDay), asked.AddDays(WaitsAtMost) < today ? Urgency.Late : Urgency.Soon),
            { State: BookingStanding.Confirmed } when b.FirstDay <= today.AddDays(1) => ("resources.due.begin", b.FirstDay, b.UntilAt < now ? Urgency.Late : Urgency.Soon),
            { WaitingSince: not null } => ("resources.news.on-list", null, Urgency.Calm),
            { State: BookingStanding.Pencilled } => ("resources.news.pencilled", null, Urgency.Calm),
            { State: BookingStanding.Confirmed } => ("resources.news.confirmed", null, Urgency.Calm),
            { State: BookingStanding.Declined } => ("resources.news.declined", null, Urgency.Calm),
            _ => ("resources.news.cancelled", null, Urgency.Calm),
        };
        return new DueItem(due.Item1, $"bookings/{b.Id}") { Holes = [("resource", r.NameHere)], By = due.Item2, Urgency = due.Item3 };
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private sealed class Line
    {
        public required BookingRecord Booking { get; init; }

        public required ResourceRecord Resource { get; init; }
    }
}
