using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>
/// Either side moves a booking to another time or amount: any change asks for the other side's yes again. It keeps its place meanwhile, for
/// the changed time is set aside, and has to be free. In use, the owner moves the last day, and the user ends earlier.
/// </summary>
internal static class ChangeBooking
{
    /// <param name="AnswerBy">By when the user answers what the owner offers; a week from now where nothing is said.</param>
    internal sealed record Command(Guid Id, Wish Wish, string? Reason, DateOnly? AnswerBy, int Version);

    internal sealed class Handler(ResourcesDb db, WaitingList waiting, CurrentActor current, TimeProvider clock)
    {
        private const int DaysToAnswer = 7;

        public async Task<Outcome<BookingStanding>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.BookingAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (booking, resource) = found.Value;
            var now = clock.GetUtcNow();
            var sides = Sides.Of(current.Value, booking, resource);
            if (sides.Count == 0)
            {
                return new Refusal.Denied("resources.booking.not-yours");
            }

            if (booking.Version != cmd.Version || BookingMoves.To(booking, BookingMove.Change, sides) is not { } move)
            {
                return new Refusal.Stale("resources.booking.stale");
            }

            var closures = await db.Closures.Where(c => c.ResourceId == resource.Id).ToListAsync(ct);
            var read = BookingTimes.Read(cmd.Wish, resource, closures, Dates.InChina(now), binds: !sides.Contains(Side.Owner), booking);
            if ((Check(cmd, booking, Dates.InChina(now)) ?? read.Refusal ?? InUse(booking, resource, read.Value, sides)) is { } refusal)
            {
                return refusal;
            }

            var times = read.Value;
            if (times == new BookingTimes(booking.FromAt, booking.UntilAt, booking.Amount))
            {
                return new Refusal.Invalid("resources.booking.same", nameof(cmd.Wish.First));
            }

            var taken = await db.TakenAsync(resource.Id, times.From, times.FreeUntil(resource), booking.Id, ct);
            var room = times.Amount + taken <= resource.Capacity;
            if (!room && move.To != BookingStanding.Requested)
            {
                return new Refusal.Invalid("resources.booking.no-room", nameof(cmd.Wish.First)).With(("left", ResourceWords.Number(Math.Max(0, resource.Capacity - taken))));
            }

            Write(cmd, booking, resource, times, sides, move, room, now);
            await db.SaveChangesAsync(ct);
            await waiting.SettleAsync(resource, ct);
            var saved = await db.SaveInTurnAsync("resources.booking.stale", ct);
            return saved.Refused ? saved.Refusal : booking.State;
        }

        private static Refusal.Invalid? Check(Command cmd, BookingRecord booking, DateOnly today) =>
            cmd.Reason?.Trim().Length > 1000 || (booking.State == BookingStanding.Confirmed && string.IsNullOrWhiteSpace(cmd.Reason)) ? new Refusal.Invalid("resources.booking.reason", nameof(cmd.Reason))
            : cmd.AnswerBy < today || cmd.AnswerBy > today.AddYears(1) ? new Refusal.Invalid("resources.booking.answer-by", nameof(cmd.AnswerBy))
            : null;

        private static Refusal.Invalid? InUse(BookingRecord booking, ResourceRecord resource, BookingTimes times, IReadOnlyCollection<Side> sides) =>
            booking.State != BookingStanding.InUse ? null
            : times.From != booking.FromAt || times.Amount != booking.Amount ? new Refusal.Invalid("resources.booking.only-the-end", nameof(Wish.First))
            : times.Until > booking.UntilAt && !sides.Contains(Side.Owner) && !resource.SelfService ? new Refusal.Invalid("resources.booking.longer-by-owner", nameof(Wish.Last))
            : null;

        private void Write(
            Command cmd, BookingRecord booking, ResourceRecord resource, BookingTimes times, IReadOnlyCollection<Side> sides, BookingMoves.Transition move, bool room, DateTimeOffset now)
        {
            var before = new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount };
            (booking.FromAt, booking.UntilAt, booking.Amount) = (times.From, times.Until, times.Amount);

            // Where the two sides are one, or the owner lets everybody serve himself, there is nobody to ask.
            var both = resource.OwnerId == booking.ForPartyId || sides.Count == 2;
            var sure = room && (both || (resource.SelfService && move.By == Side.User));
            var to = move.To == BookingStanding.InUse ? move.To : sure ? BookingStanding.Confirmed : move.To;
            booking.AnswerBy = move.By == Side.Owner ? cmd.AnswerBy ?? Dates.InChina(now).AddDays(DaysToAnswer) : null;
            Side? waits = to is BookingStanding.Confirmed or BookingStanding.InUse ? null : move.By == Side.Owner ? Side.User : Side.Owner;
            booking.Turn(to, waits, move.By == Side.Owner ? resource.OwnerId : booking.ForPartyId, now);
            booking.WaitingSince = room ? null : now;
            db.Record(new Change("resources.booking.change", "resources.booking", booking.Id)
            {
                OwnerId = resource.OwnerId,
                Reason = string.IsNullOrWhiteSpace(cmd.Reason) ? null : cmd.Reason.Trim(),
                Before = before,
                After = new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount },
            });
        }
    }
}

/// <summary>Which sides of a booking an actor speaks for.</summary>
internal static class Sides
{
    /// <summary>Both where it is his own, or where the user lent him this matter.</summary>
    public static IReadOnlyCollection<Side> Of(Actor actor, BookingRecord booking, ResourceRecord resource)
    {
        var sides = new List<Side>(2);
        if (ResourceAccess.Offers(actor, resource.OwnerId))
        {
            sides.Add(Side.Owner);
        }

        if (ResourceAccess.Books(actor, booking.ForPartyId))
        {
            sides.Add(Side.User);
        }

        return sides;
    }
}
