using Guanlian.Agreements.Data;
using Guanlian.Contracts.Exchange;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Running;

/// <summary>Keeps the pairs of adopted rounds: each is due to become an agreement.</summary>
internal sealed class FollowRounds(AgreementsDb db, TimeProvider clock) : ISubscriber<RoundAdopted>
{
    public static string SubscriberName => "agreements.follow-rounds";

    public async Task HandleAsync(RoundAdopted fact, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var known = await db.Pairs.Where(p => p.RoundCode == fact.Code).Select(p => p.MuseumId).ToListAsync(ct);
        db.AddRange(fact.Pairs.Where(p => !known.Contains(p.MuseumId)).Select(p => new PairRow
        {
            Id = Guid.CreateVersion7(now),
            RoundCode = fact.Code,
            ClusterId = fact.ClusterId,
            LeaderId = p.LeaderId,
            MuseumId = p.MuseumId,
            AdoptedAt = now,
        }));
        await db.SaveChangesAsync(ct);
    }
}
