using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Offering;

/// <summary>停用时段: days on which nobody gets it – repairs, holidays, own use. What is booked then has to be moved or cancelled first.</summary>
internal static class CloseTimes
{
    public const int MostClosures = 200;

    internal sealed record Command(Guid Id, DateOnly? First, DateOnly? Last, string? Why);

    /// <summary>Takes one back.</summary>
    internal sealed record Reopen(Guid Id, Guid ClosureId);

    internal sealed class Handler(ResourcesDb db, WaitingList waiting, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await OwnAsync(cmd.Id, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var now = clock.GetUtcNow();
            if (cmd.First is not { } first || cmd.Last is not { } last || last < first || last < Dates.InChina(now) || first.Year is < 1990 or > 2100 || last > first.AddYears(3))
            {
                return new Refusal.Invalid("resources.closure.days", nameof(cmd.First));
            }

            if (string.IsNullOrWhiteSpace(cmd.Why) || cmd.Why.Trim().Length > 200)
            {
                return new Refusal.Invalid("resources.closure.why", nameof(cmd.Why));
            }

            var (from, until) = (Dates.At(first, TimeOnly.MinValue).ToUniversalTime(), Dates.At(last.AddDays(1), TimeOnly.MinValue).ToUniversalTime());
            var booked = await db.Bookings.Where(b => b.ResourceId == cmd.Id && b.FromAt < until && b.UntilAt > from
                    && (b.State == BookingStanding.Pencilled || b.State == BookingStanding.Confirmed || b.State == BookingStanding.InUse))
                .OrderBy(b => b.FromAt).Select(b => b.Number).ToListAsync(ct);
            if (booked.Count > 0)
            {
                return new Refusal.Invalid("resources.closure.booked", nameof(cmd.First)).With(("count", booked.Count), ("number", ResourceNumbers.OfBooking(booked[0])));
            }

            if (await db.Closures.CountAsync(c => c.ResourceId == cmd.Id, ct) >= MostClosures)
            {
                return new Refusal.Invalid("resources.closure.many", nameof(cmd.First)).With(("most", MostClosures));
            }

            db.Add(new Closure { Id = Guid.CreateVersion7(now), ResourceId = cmd.Id, FromAt = from, UntilAt = until, Why = cmd.Why.Trim() });
            db.Record(new Change("resources.closed-for", "resources.resource", cmd.Id) { OwnerId = found.Value.OwnerId, Reason = cmd.Why.Trim(), After = new { First = first, Last = last } });
            return await db.SaveInTurnAsync("resources.stale", ct);
        }

        public async Task<Outcome<Done>> HandleAsync(Reopen cmd, CancellationToken ct)
        {
            var found = await OwnAsync(cmd.Id, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            if (await db.Closures.SingleOrDefaultAsync(c => c.Id == cmd.ClosureId && c.ResourceId == cmd.Id, ct) is not { } closure)
            {
                return new Refusal.Stale("resources.stale");
            }

            db.Remove(closure);
            db.Record(new Change("resources.closure-lifted", "resources.resource", cmd.Id)
            {
                OwnerId = found.Value.OwnerId,
                Reason = closure.Why,
                Before = new { First = Dates.InChina(closure.FromAt), Last = Dates.InChina(closure.UntilAt.AddTicks(-1)) },
            });
            await db.SaveChangesAsync(ct);
            await waiting.SettleAsync(found.Value, ct);
            return await db.SaveInTurnAsync("resources.stale", ct);
        }

        private async Task<Outcome<ResourceRecord>> OwnAsync(Guid id, CancellationToken ct)
        {
            var record = await db.LockedAsync(id, ct);
            return record is null || !ResourceAccess.MaySee(current.Value, record) ? ResourceAccess.MissingResource
                : ResourceAccess.Offers(current.Value, record.OwnerId) ? record
                : new Refusal.Denied("resources.not-yours");
        }
    }
}
