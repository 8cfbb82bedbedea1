using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>The owner sets aside, confirms, declines; the user accepts; either side cancels, begins and ends the use.</summary>
internal static class MoveBooking
{
    /// <param name="ReasonCode">Of a no or a cancellation.</param>
    /// <param name="Text">The reason in words; what was found at the end of use.</param>
    internal sealed record Command(Guid Id, BookingMove Move, int Version, string? ReasonCode = null, string? Text = null);

    internal sealed class Handler(ResourcesDb db, WaitingList waiting, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.BookingAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (booking, resource) = found.Value;
            var sides = Sides.Of(current.Value, booking, resource);
            if (sides.Count == 0)
            {
                return new Refusal.Denied("resources.booking.not-yours");
            }

            if (booking.Version != cmd.Version || cmd.Move == BookingMove.Change || BookingMoves.To(booking, cmd.Move, sides) is not { } move)
            {
                return new Refusal.Stale("resources.booking.stale");
            }

            var now = clock.GetUtcNow();
            if (await CheckAsync(cmd, booking, resource, now, ct) is { } refusal)
            {
                return refusal;
            }

            var before = booking.State;
            booking.Turn(move.To, move.To == BookingStanding.Pencilled ? Side.Owner : null, move.By == Side.Owner ? resource.OwnerId : booking.ForPartyId, now);
            var text = string.IsNullOrWhiteSpace(cmd.Text) ? null : cmd.Text.Trim();
            var refuses = cmd.Move is BookingMove.Decline or BookingMove.Cancel;
            if (refuses)
            {
                (booking.ReasonCode, booking.Reason) = (cmd.ReasonCode, text);
                db.Tell(booking, move.By == Side.Owner ? "owner-unwilling" : "given-back");
            }
            else if (cmd.Move == BookingMove.Close)
            {
                // Back before its time: the rest is free for others.
                booking.CloseNote = text;
                booking.UntilAt = now < booking.UntilAt ? EndOf(booking, now) : booking.UntilAt;
            }
            else if (cmd.Move == BookingMove.Confirm)
            {
                db.Tell(booking, null);
            }

            db.Record(new Change($"resources.booking.{CodeWords.Write(cmd.Move)}", "resources.booking", booking.Id)
            {
                OwnerId = resource.OwnerId,
                ReasonCode = refuses ? $"resources.reason.{cmd.ReasonCode}" : null,
                Reason = text,
                Before = new { State = before },
                After = new { State = move.To },
            });
            await db.SaveChangesAsync(ct);
            await waiting.SettleAsync(resource, ct);
            return await db.SaveInTurnAsync("resources.booking.stale", ct);
        }

        // A day that has begun counts as used.
        private static DateTimeOffset EndOf(BookingRecord booking, DateTimeOffset now)
        {
            var end = !booking.WholeDays ? now : Dates.At(Dates.InChina(now).AddDays(1), TimeOnly.MinValue).ToUniversalTime();
            return end <= booking.FromAt || end > booking.UntilAt ? booking.UntilAt : end;
        }

        private async Task<Refusal?> CheckAsync(Command cmd, BookingRecord booking, ResourceRecord resource, DateTimeOffset now, CancellationToken ct)
        {
            if (cmd.Text?.Trim().Length > 1000)
            {
                return new Refusal.Invalid("resources.booking.reason", nameof(cmd.Text));
            }

            switch (cmd.Move)
            {
                case BookingMove.Decline or BookingMove.Cancel:
                    var reasons = cmd.Move == BookingMove.Decline ? BookingMoves.DeclineReasons : BookingMoves.CancelReasons;
                    return !reasons.Contains(cmd.ReasonCode) ? new Refusal.Invalid("resources.booking.reason-code", nameof(cmd.ReasonCode))
                        : cmd.ReasonCode == "other" && string.IsNullOrWhiteSpace(cmd.Text) ? new Refusal.Invalid("resources.booking.reason", nameof(cmd.Text))
                        : null;
                case BookingMove.Begin when Dates.InChina(now) < booking.FirstDay:
                    return new Refusal.Invalid("resources.booking.not-yet").With(("day", Dates.Day(booking.FirstDay)));
                case BookingMove.Begin:
                    var away = await db.Bookings.Where(b => b.ResourceId == resource.Id && b.State == BookingStanding.InUse).SumAsync(b => b.Amount, ct);
                    return away + booking.Amount > resource.Capacity ? new Refusal.Invalid("resources.booking.not-back-yet") : null;
                case BookingMove.Pencil or BookingMove.Confirm when !booking.Holds:
                    return Dates.InChina(now) > booking.FirstDay ? new Refusal.Stale("resources.booking.past") : await RoomAsync(booking, resource, ct);
                default:
                    return null;
            }
        }

        private async Task<Refusal?> RoomAsync(BookingRecord booking, ResourceRecord resource, CancellationToken ct)
        {
            var until = booking.UntilAt;
            if (await db.Closures.AnyAsync(c => c.ResourceId == resource.Id && c.FromAt < until && c.UntilAt > booking.FromAt, ct))
            {
                return new Refusal.Invalid("resources.booking.closed-then");
            }

            var left = resource.Capacity - await db.TakenAsync(resource.Id, booking.FromAt, booking.UntilAt.AddDays(resource.GapDays), booking.Id, ct);
            return booking.Amount <= left ? null : new Refusal.Invalid("resources.booking.no-room").With(("left", Offering.ResourceWords.Number(Math.Max(0, left))));
        }
    }
}
