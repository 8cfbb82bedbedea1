using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Events;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Agreed;

/// <summary>An agreement that ended early, or a cooperation that is over, gives back what had been set aside for it and is not in use.</summary>
internal sealed class LetGoOfAgreement(ResourcesDb db, TakeAgreedBookings agreed, WaitingList waiting) : ISubscriber<AgreementEnded>
{
    public static string SubscriberName => "resources.let-go-of-agreement";

    public async Task HandleAsync(AgreementEnded fact, CancellationToken ct)
    {
        if (fact.Early)
        {
            await GiveBackAsync(db.Bookings.Where(b => b.AgreementId == fact.AgreementId), fact.Number, "agreement-ended", ct);
        }
    }

    internal async Task GiveBackAsync(IQueryable<BookingRecord> bookings, string number, string why, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        foreach (var id in (await bookings.Select(b => b.ResourceId).ToListAsync(ct)).Distinct().Order())
        {
            var resource = (await db.LockedAsync(id, ct))!;
            var open = await bookings.Where(b => b.ResourceId == id && (b.State == BookingStanding.Requested || b.State == BookingStanding.Pencilled || b.State == BookingStanding.Confirmed)).ToListAsync(ct);
            open.ForEach(b => agreed.GiveBack(b, resource, number, why));
            await db.SaveChangesAsync(ct);
            await waiting.SettleAsync(resource, ct);
        }

        await transaction.CommitAsync(ct);
    }
}

/// <summary>The same for a cooperation that was closed or cancelled.</summary>
internal sealed class LetGoOfCooperation(ResourcesDb db, LetGoOfAgreement letGo) : ISubscriber<CooperationEnded>
{
    public static string SubscriberName => "resources.let-go-of-cooperation";

    public Task HandleAsync(CooperationEnded fact, CancellationToken ct) =>
        letGo.GiveBackAsync(db.Bookings.Where(b => b.CooperationId == fact.CooperationId), fact.Number, "cooperation-ended", ct);
}
