using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>
/// Either side moves a booking to another time or amount: any change asks for the other side's yes again. It keeps its place meanwhile, for
/// the changed time is set aside, and has to be free.
/// </summary>
internal static class ChangeBooking
{
    /// <param name="AnswerBy">By when the user answers what the owner offers; a week from now where nothing is said.</param>
    internal sealed record Command(Guid Id, Wish Wish, string? Reason, DateOnly? AnswerBy, int Version);

    internal sealed class Handler(ResourcesDb db, WaitingList waiting, CurrentActor current, TimeProvider clock)
    {
        private const int DaysToAnswer = 7;

        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.BookingAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (booking, resource) = found.Value;
            var now = clock.GetUtcNow();
            var today = Dates.InChina(now);
            if (Sides.Of(current.Value, booking, resource) is not { } side)
            {
                return new Refusal.Denied("resources.booking.not-yours");
            }

            if (booking.Version != cmd.Version || BookingMoves.To(booking, BookingMove.Change, side) is not { } to)
            {
                return new Refusal.Stale("resources.booking.stale");
            }

            if (cmd.Reason?.Trim().Length > 1000 || (booking.State == BookingStanding.Confirmed && string.IsNullOrWhiteSpace(cmd.Reason)))
            {
                return new Refusal.Invalid("resources.booking.reason", nameof(cmd.Reason));
            }

            if (cmd.AnswerBy < today)
            {
                return new Refusal.Invalid("resources.booking.answer-by", nameof(cmd.AnswerBy));
            }

            var closures = await db.Closures.Where(c => c.ResourceId == resource.Id).ToListAsync(ct);
            var read = BookingTimes.Read(cmd.Wish, resource, closures, today);
            if (read.Refused)
            {
                return read.Refusal;
            }

            var times = read.Value;
            if (times == new BookingTimes(booking.FromAt, booking.UntilAt, booking.Amount))
            {
                return new Refusal.Invalid("resources.booking.same", nameof(cmd.Wish.First));
            }

            var taken = await db.TakenAsync(resource.Id, times.From, times.FreeUntil(resource), booking.Id, ct);
            var room = times.Amount + taken <= resource.Capacity;
            if (!room && to != BookingStanding.Requested)
            {
                return new Refusal.Invalid("resources.booking.no-room", nameof(cmd.Wish.First)).With(("left", Offering.ResourceWords.Number(Math.Max(0, resource.Capacity - taken))));
            }

            Write(cmd, booking, resource, times, side, to, room, now);
            await db.SaveChangesAsync(ct);
            await waiting.DemoteAsync(resource, ct);
            await waiting.PromoteAsync(resource, ct);
            return await db.SaveInTurnAsync("resources.booking.stale", ct);
        }

        private void Write(Command cmd, BookingRecord booking, ResourceRecord resource, BookingTimes times, Side side, BookingStanding to, bool room, DateTimeOffset now)
        {
            var before = new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount };
            (booking.FromAt, booking.UntilAt, booking.Amount) = (times.From, times.Until, times.Amount);

            // Where the two sides are one, or the owner lets everybody serve himself, there is nobody to ask.
            var sure = to == BookingStanding.Pencilled && (resource.OwnerId == booking.ForPartyId || (resource.SelfService && side == Side.User));
            booking.AnswerBy = side == Side.Owner ? cmd.AnswerBy ?? Dates.InChina(now).AddDays(DaysToAnswer) : null;
            var since = booking.WaitingSince;
            booking.Turn(sure ? BookingStanding.Confirmed : to, sure ? null : side == Side.Owner ? Side.User : Side.Owner, now);
            booking.WaitingSince = room ? null : since ?? now;
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

/// <summary>Which side of a booking an actor speaks for.</summary>
internal static class Sides
{
    /// <summary>The owner's where he speaks for both; null where he speaks for neither.</summary>
    public static Side? Of(Actor actor, BookingRecord booking, ResourceRecord resource) =>
        ResourceAccess.Offers(actor, resource.OwnerId) ? Side.Owner : ResourceAccess.Books(actor, booking.ForPartyId) ? Side.User : null;
}
