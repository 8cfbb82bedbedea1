using Guanlian.Contracts.Resources;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>An offer that the user did not answer in time is given back to others; a request whose day has come without an answer is over.</summary>
internal sealed class LapseBookings(ResourcesDb db, WaitingList waiting, TimeProvider clock) : IRegularWork
{
    private const int AtOnce = 200;

    public string Name => "resources.lapse";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        var late = await db.Bookings.AsNoTracking()
            .Where(b => (b.State == BookingStanding.Pencilled && (b.AnswerBy < today || b.UntilAt < now)) || (b.State == BookingStanding.Requested && b.UntilAt < now))
            .OrderBy(b => b.Number).Take(AtOnce).Select(b => new { b.Id, b.ResourceId }).ToListAsync(ct);
        foreach (var group in late.GroupBy(b => b.ResourceId))
        {
            var resource = await db.LockedAsync(group.Key, ct);
            foreach (var id in group.Select(g => g.Id))
            {
                var booking = await db.Bookings.SingleAsync(b => b.Id == id, ct);
                if (BookingMoves.To(booking, BookingMove.Lapse, null) is not { } to || (booking.UntilAt >= now && (booking.AnswerBy is null || booking.AnswerBy >= today)))
                {
                    continue;
                }

                var before = booking.State;
                booking.Turn(to, null, now);
                booking.ReasonCode = "not-answered";
                db.Record(new Change("resources.booking.lapse", "resources.booking", booking.Id)
                {
                    OwnerId = resource!.OwnerId,
                    ReasonCode = "resources.reason.not-answered",
                    Before = new { State = before },
                    After = new { State = to },
                });
            }

            await db.SaveChangesAsync(ct);
            await waiting.PromoteAsync(resource!, ct);
            await db.SaveInTurnAsync("resources.booking.stale", ct);
            db.ChangeTracker.Clear();
        }
    }
}
