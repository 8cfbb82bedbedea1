using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Resources.Access;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Data;

/// <summary>What handlers have in common: load, see, lock.</summary>
internal static class Loading
{
    /// <summary>The resource, locked until the transaction ends: who acts on one resource and its bookings acts one after the other.</summary>
    public static async Task<ResourceRecord?> LockedAsync(this ResourcesDb db, Guid id, CancellationToken ct)
    {
        _ = db.Database.CurrentTransaction ?? await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from resources.resource where id = {id} for update", ct);
        return await db.Resources.SingleOrDefaultAsync(r => r.Id == id, ct);
    }

    /// <summary>A booking and its resource, both locked, where this actor may see it.</summary>
    public static async Task<Outcome<(BookingRecord Booking, ResourceRecord Resource)>> BookingAsync(this ResourcesDb db, Guid id, Actor actor, CancellationToken ct)
    {
        var resource = await db.Bookings.Where(b => b.Id == id).Select(b => (Guid?)b.ResourceId).SingleOrDefaultAsync(ct);
        if (resource is not { } known || await db.LockedAsync(known, ct) is not { } record)
        {
            return ResourceAccess.MissingBooking;
        }

        var booking = await db.Bookings.SingleAsync(b => b.Id == id, ct);
        return ResourceAccess.MaySee(actor, booking, record.OwnerId) ? (booking, record) : ResourceAccess.MissingBooking;
    }

    /// <summary>How much is taken at the fullest moment of a time; the one function that the calendar and every write ask.</summary>
    public static Task<decimal> TakenAsync(this ResourcesDb db, Guid resource, DateTimeOffset from, DateTimeOffset until, Guid? but, CancellationToken ct) =>
        db.Database.SqlQuery<decimal>($"""select resources.taken({resource}, {from}, {until}, {but}) as "Value" """).SingleAsync(ct);
}
