using Guanlian.Contracts.Agreements;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>An agreement that ended early takes with it what nobody has begun.</summary>
internal sealed class LetGoOfAgreement(CooperationDb db, TakeAgreedWork work, TimeProvider clock) : ISubscriber<AgreementEnded>
{
    public static string SubscriberName => "cooperation.let-go-of-agreement";

    public async Task HandleAsync(AgreementEnded fact, CancellationToken ct)
    {
        if (!fact.Early)
        {
            return;
        }

        foreach (var record in await db.Cooperations.Where(c => c.AgreementId == fact.AgreementId && c.ReasonCode != "agreement-ended").ToListAsync(ct))
        {
            work.Drop(record, fact.Number, "agreement-ended", clock.GetUtcNow());
        }

        await db.SaveChangesAsync(ct);
    }
}
