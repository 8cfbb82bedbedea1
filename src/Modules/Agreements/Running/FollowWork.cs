using Guanlian.Agreements.Data;
using Guanlian.Contracts.Cooperation;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Running;

/// <summary>Notes what became of an agreement's work, so that its page leads there.</summary>
internal sealed class FollowWork(AgreementsDb db, TimeProvider clock) : ISubscriber<AgreedWorkTaken>
{
    public static string SubscriberName => "agreements.follow-work";

    public async Task HandleAsync(AgreedWorkTaken fact, CancellationToken ct)
    {
        var known = await db.WorkTaken.Where(w => w.AgreementId == fact.AgreementId).ToDictionaryAsync(w => w.Code, ct);
        foreach (var code in fact.Codes)
        {
            if (!known.TryGetValue(code, out var row))
            {
                db.Add(row = new() { AgreementId = fact.AgreementId, Code = code });
            }

            (row.CooperationId, row.Why, row.At) = (fact.CooperationId, fact.Why, clock.GetUtcNow());
        }

        await db.SaveChangesAsync(ct);
    }
}
