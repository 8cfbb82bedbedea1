using Guanlian.Agreements.Data;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Running;

/// <summary>Notes what became of the resources that an agreement promises, so that its page leads to the bookings or says why there are none.</summary>
internal sealed class FollowBookings(AgreementsDb db, TimeProvider clock) : ISubscriber<AgreedBookingTaken>
{
    public static string SubscriberName => "agreements.follow-bookings";

    public async Task HandleAsync(AgreedBookingTaken fact, CancellationToken ct)
    {
        if (await db.BookingTaken.SingleOrDefaultAsync(b => b.AgreementId == fact.AgreementId && b.Code == fact.Code, ct) is not { } row)
        {
            db.Add(row = new() { AgreementId = fact.AgreementId, Code = fact.Code });
        }

        (row.BookingId, row.Why, row.At) = (fact.BookingId, fact.Why, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
