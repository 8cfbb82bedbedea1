using Guanlian.Contracts.Agreements;
using Guanlian.Platform.Events;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Agreed;

/// <summary>An agreement that ended early gives back what had been set aside for it and is not in use.</summary>
internal sealed class LetGoOfAgreement(ResourcesDb db, TakeAgreedBookings agreed) : ISubscriber<AgreementEnded>
{
    public static string SubscriberName => "resources.let-go-of-agreement";

    public async Task HandleAsync(AgreementEnded fact, CancellationToken ct)
    {
        if (!fact.Early)
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await agreed.GiveBackAsync(await db.Bookings.Where(b => b.AgreementId == fact.AgreementId).OrderBy(b => b.ResourceId).ToListAsync(ct), fact.Number, "agreement-ended", ct);
        await transaction.CommitAsync(ct);
    }
}
