using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Events;

/// <summary>Whoever runs the installation sees which facts did not reach a subscriber, and sends them again.</summary>
internal static class SendAgain
{
    internal sealed record Failed(Guid AnnouncementId, string Name, string Subscriber, DateTimeOffset At, string? Error);

    internal sealed class Handler(PlatformDb db, CurrentActor current, TimeProvider clock) : IDueItems
    {
        public async Task<IReadOnlyList<Failed>> FailedAsync(int most, CancellationToken ct) => !current.Value.May(PlatformPermissions.Operate) ? [] :
            await (from d in db.Set<Delivery>().AsNoTracking()
                   join a in db.Set<Announcement>() on d.AnnouncementId equals a.Id
                   where d.State == DeliveryState.Failed
                   orderby a.At descending
                   select new Failed(a.Id, a.Name, d.Subscriber, a.At, d.Error)).Take(most).ToListAsync(ct);

        public async Task<Outcome<int>> HandleAsync(CancellationToken ct)
        {
            if (!current.Value.May(PlatformPermissions.Operate))
            {
                return new Refusal.Missing("platform.job.missing");
            }

            var now = clock.GetUtcNow();
            return await db.Set<Delivery>().Where(d => d.State == DeliveryState.Failed).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, DeliveryState.Waiting).SetProperty(d => d.Attempts, 0).SetProperty(d => d.NextAt, now), ct);
        }

        public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
        {
            if (!actor.May(PlatformPermissions.Operate))
            {
                return [];
            }

            var failed = await db.Set<Delivery>().CountAsync(d => d.State == DeliveryState.Failed, ct);
            return failed == 0 ? [] : [new DueItem("platform.due.deliveries", "jobs") { Holes = [("count", failed)], Urgency = Urgency.Late }];
        }
    }
}
