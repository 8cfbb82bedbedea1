using Guanlian.Platform.Access;
using Guanlian.Platform.Talk;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>A booking is talked about by its two sides.</summary>
internal sealed class ThreadsOfBookings(ResourcesDb db, CurrentActor current) : IThreadSubject
{
    public string Kind => "resources.booking";

    public async Task<ThreadPlace?> FindAsync(Guid id, CancellationToken ct)
    {
        var booking = await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, ct);
        var resource = booking is null ? null : await db.Resources.AsNoTracking().SingleAsync(r => r.Id == booking.ResourceId, ct);
        return booking is not null && ResourceAccess.MaySee(current.Value, booking, resource!.OwnerId)
            ? new($"{ResourceNumbers.OfBooking(booking.Number)} {resource.NameHere}", $"bookings/{id}", [resource.OwnerId, booking.ForPartyId])
            : null;
    }
}
