using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Steps;

/// <summary>Somebody makes the address of his calendar feed anew: whoever held the old one sees nothing any more.</summary>
internal static class RenewFeed
{
    /// <param name="Personal">The person's own feed; else that of the institution he acts for.</param>
    internal sealed record Command(bool Personal);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (current.Value is not { PersonId: { } person, Mandate: { } inUse })
            {
                return new Refusal.Denied("cooperation.feed.nobody");
            }

            var (mandate, now) = (cmd.Personal ? Guid.Empty : inUse.Id, clock.GetUtcNow());
            var feed = await db.Feeds.SingleOrDefaultAsync(f => f.PersonId == person && f.MandateId == mandate, ct);
            if (feed is null)
            {
                feed = new() { PersonId = person, MandateId = mandate };
                db.Add(feed);
            }

            (feed.Serial, feed.RenewedAt) = (feed.Serial + 1, now);
            db.Record(new Change("cooperation.feed.renewed", "cooperation.feed", person) { OwnerId = inUse.PartyId });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }
    }
}
