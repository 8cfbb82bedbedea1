using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Offering;

/// <summary>What other modules ask: what parties can promise each other, and what a cooperation has booked.</summary>
internal sealed class BookableResources(ResourcesDb db, CurrentActor current) : IBookableResources
{
    private const int Most = 500;

    public async Task<IReadOnlyList<ResourceCard>> OfAsync(IReadOnlyCollection<Guid> owners, CancellationToken ct) =>
        [.. (await db.Resources.AsNoTracking().Where(r => owners.Contains(r.OwnerId) && r.State == ResourceState.Open)
            .OrderBy(r => r.OwnerId).ThenBy(r => r.Name).ThenBy(r => r.Id).Take(Most).ToListAsync(ct)).Select(Card)];

    public async Task<IReadOnlyList<ResourceCard>> OpenToActorAsync(IReadOnlyCollection<Guid> owners, CancellationToken ct) =>
        current.Value.May(ResourcePermissions.Browse) ? await OfAsync(owners, ct)
        : ResourceAccess.Readable(current.Value) is { } readable ? await OfAsync([.. owners.Intersect(readable)], ct)
        : [];

    public async Task<IReadOnlyDictionary<Guid, ResourceCard>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        await db.Resources.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, Card, ct);

    public async Task<decimal> FreeAsync(Guid id, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var (from, until) = (Dates.At(first, TimeOnly.MinValue).ToUniversalTime(), Dates.At(last.AddDays(1), TimeOnly.MinValue).ToUniversalTime());
        if (await db.Resources.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.State == ResourceState.Open, ct) is not { } resource
            || await db.Closures.AnyAsync(c => c.ResourceId == id && c.FromAt < until && c.UntilAt > from, ct))
        {
            return 0;
        }

        return Math.Max(0, resource.Capacity - await db.TakenAsync(id, from, until.AddDays(resource.GapDays), null, ct));
    }

    public Task<bool> AnyOfCooperationAsync(Guid cooperationId, CancellationToken ct) => db.Bookings.AnyAsync(b => b.CooperationId == cooperationId, ct);

    public async Task<IReadOnlyList<BookingCard>> OfCooperationAsync(Guid cooperationId, CancellationToken ct) =>
        [.. (await db.Bookings.AsNoTracking().Where(b => b.CooperationId == cooperationId)
                .Join(db.Resources, b => b.ResourceId, r => r.Id, (b, r) => new { Booking = b, Resource = r })
                .OrderBy(x => x.Booking.FromAt).ThenBy(x => x.Booking.Number).Take(Most).ToListAsync(ct))
            .Select(x => new BookingCard(
                x.Booking.Id, ResourceNumbers.OfBooking(x.Booking.Number), x.Resource.NameHere, x.Resource.OwnerId, x.Booking.ForPartyId,
                x.Booking.FirstDay, x.Booking.LastDay, x.Booking.State, $"bookings/{x.Booking.Id}"))];

    private static ResourceCard Card(ResourceRecord r) => new(r.Id, r.OwnerId, r.Name, r.NameEn, CodeWords.Write(r.Unit), r.Capacity);
}
