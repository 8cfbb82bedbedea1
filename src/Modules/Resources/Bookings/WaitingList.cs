using Guanlian.Contracts.Resources;
using Guanlian.Platform.Events;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>
/// 候补: who waits for room, in the order in which they came. Whoever sets something aside puts on the list those that it leaves no room
/// for; whoever gives something back lets in the first that fit. Called with the resource locked and the change saved.
/// </summary>
internal sealed class WaitingList(ResourcesDb db, TimeProvider clock)
{
    private const int Most = 200;

    /// <summary>Lets in those for whom there is room now.</summary>
    public async Task PromoteAsync(ResourceRecord resource, CancellationToken ct)
    {
        if (resource.State != ResourceState.Open)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var waiting = await db.Bookings.Where(b => b.ResourceId == resource.Id && b.State == BookingStanding.Requested && b.WaitingSince != null && b.FromAt > now)
            .OrderBy(b => b.WaitingSince).ThenBy(b => b.Number).Take(Most).ToListAsync(ct);
        var closures = waiting.Count == 0 ? [] : await db.Closures.Where(c => c.ResourceId == resource.Id && c.UntilAt > now).ToListAsync(ct);
        foreach (var booking in waiting)
        {
            if (closures.Exists(c => c.FromAt < booking.UntilAt && c.UntilAt > booking.FromAt)
                || booking.Amount + await db.TakenAsync(resource.Id, booking.FromAt, booking.UntilAt.AddDays(resource.GapDays), booking.Id, ct) > resource.Capacity)
            {
                continue;
            }

            var confirmed = resource.SelfService;
            booking.Turn(confirmed ? BookingStanding.Confirmed : BookingStanding.Pencilled, confirmed ? null : Side.Owner, now);
            db.Record(new Change("resources.booking.promote", "resources.booking", booking.Id)
            {
                OwnerId = resource.OwnerId,
                Before = new { State = BookingStanding.Requested, OnWaitingList = true },
                After = new { booking.State },
            });
            await db.SaveChangesAsync(ct);
        }
    }

    /// <summary>Puts on the list those that have no room any more.</summary>
    public async Task DemoteAsync(ResourceRecord resource, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var id in await WithoutRoomAsync(resource, null, ct))
        {
            var booking = await db.Bookings.SingleAsync(b => b.Id == id, ct);
            booking.WaitingSince = now;
            booking.Version++;
            db.Record(new Change("resources.booking.put-on-list", "resources.booking", booking.Id) { OwnerId = resource.OwnerId, After = new { OnWaitingList = true } });
        }

        await db.SaveChangesAsync(ct);
    }

    /// <summary>Requests that would have no room any more if this booking were confirmed: what a decision costs others, told before it is taken.</summary>
    public async Task<IReadOnlyList<Guid>> WithoutRoomAsync(ResourceRecord resource, BookingRecord? thought, CancellationToken ct)
    {
        var also = thought is { Holds: false } ? thought : null;
        var (id, from, until, amount) = (also?.Id, also?.FromAt, also?.UntilAt.AddDays(resource.GapDays), also?.Amount ?? 0);
        return await db.Database.SqlQuery<Guid>($"""
            select b.id as "Value" from resources.booking b
             where b.resource_id = {resource.Id} and b.state = 'Requested' and b.waiting_since is null and b.id is distinct from {id}
               and b.amount + resources.taken(b.resource_id, b.from_at, b.until_at + make_interval(days => {resource.GapDays}), b.id, {from}, {until}, {amount}) > {resource.Capacity}
               and (b.amount + resources.taken(b.resource_id, b.from_at, b.until_at + make_interval(days => {resource.GapDays}), b.id) <= {resource.Capacity}) = {also is not null}
             order by b.number limit {Most}
            """).ToListAsync(ct);
    }

    /// <summary>The first day, from the one asked for on, on which it would fit; null where there is none within half a year.</summary>
    public async Task<DateOnly?> NextFreeAsync(ResourceRecord resource, BookingTimes times, Guid? but, CancellationToken ct)
    {
        var length = times.FreeUntil(resource) - times.From;
        var found = await db.Database.SqlQuery<DateTime>($"""
            select d as "Value" from generate_series({times.From}, {times.From.AddDays(180)}, interval '1 day') d
             where {times.Amount} + resources.taken({resource.Id}, d, d + {length}, {but}) <= {resource.Capacity}
               and not exists (select from resources.closure c where c.resource_id = {resource.Id} and c.from_at < d + {times.Until - times.From} and c.until_at > d)
             order by d limit 40
            """).ToListAsync(ct);
        return found.Select(d => (DateOnly?)Dates.InChina(new DateTimeOffset(DateTime.SpecifyKind(d, DateTimeKind.Utc)))).FirstOrDefault(d => resource.OpenOn(d!.Value));
    }
}
