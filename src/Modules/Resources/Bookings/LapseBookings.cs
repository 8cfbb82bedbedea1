using Guanlian.Contracts.Resources;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>
/// An offer that the user did not answer in time is given back to others; a request whose first day has passed without an answer is over;
/// what was confirmed and never noted as used ends with its time.
/// </summary>
internal sealed class LapseBookings(ResourcesDb db, WaitingList waiting, TimeProvider clock) : IRegularWork
{
    private const int AtOnce = 200;

    public string Name => "resources.lapse";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        var midnight = Dates.At(today, TimeOnly.MinValue).ToUniversalTime();
        var late = await db.Bookings.AsNoTracking()
            .Where(b => (b.State == BookingStanding.Pencilled && (b.AnswerBy < today || b.FromAt < midnight)) || (b.State == BookingStanding.Requested && b.FromAt < midnight)
                || (b.State == BookingStanding.Confirmed && b.UntilAt < now))
            .OrderBy(b => b.Number).Take(AtOnce).Select(b => new { b.Id, b.ResourceId }).ToListAsync(ct);
        foreach (var group in late.GroupBy(b => b.ResourceId))
        {
            var resource = await db.LockedAsync(group.Key, ct);
            foreach (var id in group.Select(g => g.Id))
            {
                // Somebody may have been faster.
                var booking = await db.Bookings.SingleAsync(b => b.Id == id, ct);
                var unused = booking.State == BookingStanding.Confirmed && booking.UntilAt < now;
                if (!unused && !(booking.State is BookingStanding.Requested or BookingStanding.Pencilled && (booking.FromAt < midnight || booking.AnswerBy < today)))
                {
                    continue;
                }

                var (before, code) = (booking.State, unused ? "not-noted" : "not-answered");
                booking.Turn(unused ? BookingStanding.Closed : BookingStanding.Declined, null, null, now);
                booking.ReasonCode = code;
                db.Record(new Change("resources.booking.lapse", "resources.booking", booking.Id)
                {
                    OwnerId = resource!.OwnerId,
                    ReasonCode = $"resources.reason.{code}",
                    Before = new { State = before },
                    After = new { booking.State },
                });
                if (!unused)
                {
                    db.Tell(booking, "no-room");
                }
            }

            await db.SaveChangesAsync(ct);
            await waiting.SettleAsync(resource!, ct);
            await db.SaveInTurnAsync("resources.booking.stale", ct);
            db.ChangeTracker.Clear();
        }
    }
}
