using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;

namespace Guanlian.Resources.Offering;

/// <summary>Opens a resource for booking, or stops that; what is booked stays.</summary>
internal static class ChangeResourceState
{
    internal sealed record Command(Guid Id, bool Open, int Version);

    internal sealed class Handler(ResourcesDb db, WaitingList waiting, CurrentActor current)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var record = await db.LockedAsync(cmd.Id, ct);
            if (record is null || !ResourceAccess.MaySee(current.Value, record))
            {
                return ResourceAccess.MissingResource;
            }

            if (!ResourceAccess.Offers(current.Value, record.OwnerId))
            {
                return new Refusal.Denied("resources.not-yours");
            }

            var to = cmd.Open ? ResourceState.Open : ResourceState.Closed;
            if (record.Version != cmd.Version || record.State == to || (to == ResourceState.Closed && record.State == ResourceState.Draft))
            {
                return new Refusal.Stale("resources.stale");
            }

            var before = record.State;
            record.State = to;
            record.Version++;
            db.Record(new Change($"resources.now-{CodeWords.Write(to)}", "resources.resource", record.Id)
            {
                OwnerId = record.OwnerId,
                Before = new { State = before },
                After = new { State = to },
            });
            await db.SaveChangesAsync(ct);
            await waiting.SettleAsync(record, ct);
            return await db.SaveInTurnAsync("resources.stale", ct);
        }
    }
}
