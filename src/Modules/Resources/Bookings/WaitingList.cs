using Guanlian.Contracts.Resources;
using Guanlian.Platform.Events;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>
/// 候补: who waits for room, in the order in which they asked. Whoever sets something aside puts on the list those that it leaves no room
/// for; whoever gives something back lets in the first that fit. Called with the resource locked and the change saved.
/// </summary>
internal sealed class WaitingList(ResourcesDb db, TimeProvider clock)
{
    private const int Most = 200;

    /// <summary>Lets in those for whom there is room now, then puts on the list those for whom there is none any more.</summary>
    public async Task SettleAsync(ResourceRecord resource, CancellationToken ct)
    {
        if (resource.State == ResourceState.Open)
        {
            await PromoteAsync(resource, ct);
        }

        await DemoteAsync(resource, ct);
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

    private async Task PromoteAsync(ResourceRecord resource, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = Dates.At(Dates.InChina(now), TimeOnly.MinValue).ToUniversalTime();
        foreach (var id in await FittingAsync(resource, null, today, now, ct))
        {
            // One that was let in before may have taken the room.
            if ((await FittingAsync(resource, id, today, now, ct)).Count == 0)
            {
                continue;
            }

            var booking = await db.Bookings.SingleAsync(b => b.Id == id, ct);

            // Both have said yes already: to what is sealed, to what serves itself, to oneself.
            var sure = resource.SelfService || booking.AgreementId is not null || booking.ForPartyId == resource.OwnerId;
            booking.Turn(sure ? BookingStanding.Confirmed : BookingStanding.Pencilled, sure ? null : Side.Owner, null, now);
            db.Record(new Change("resources.booking.promote", "resources.booking", booking.Id)
            {
                OwnerId = resource.OwnerId,
                Before = new { State = BookingStanding.Requested, OnWaitingList = true },
                After = new { booking.State },
            });
            db.Tell(booking, null);
            await db.SaveChangesAsync(ct);
        }
    }

    private async Task DemoteAsync(ResourceRecord resource, CancellationToken ct)
    {
        var without = await WithoutRoomAsync(resource, null, ct);
        if (without.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        foreach (var booking in await db.Bookings.Where(b => without.Contains(b.Id)).ToListAsync(ct))
        {
            (booking.WaitingSince, booking.LastById, booking.StateSince, booking.ChangedAt) = (booking.AskedAt, null, now, now);
            booking.Version++;
            db.Record(new Change("resources.booking.put-on-list", "resources.booking", booking.Id) { OwnerId = resource.OwnerId, After = new { OnWaitingList = true } });
        }

        await db.SaveChangesAsync(ct);
    }

    private Task<List<Guid>> FittingAsync(ResourceRecord resource, Guid? only, DateTimeOffset today, DateTimeOffset now, CancellationToken ct) => db.Database.SqlQuery<Guid>($"""
        select b.id as "Value" from resources.booking b
         where b.resource_id = {resource.Id} and b.state = 'Requested' and b.waiting_since is not null and b.from_at >= {today} and b.until_at > {now}
           and ({only}::uuid is null or b.id = {only})
           and b.amount + resources.taken(b.resource_id, b.from_at, b.until_at + make_interval(days => {resource.GapDays}), b.id) <= {resource.Capacity}
           and not exists (select from resources.closure c where c.resource_id = b.resource_id and c.from_at < b.until_at and c.until_at > b.from_at)
         order by b.waiting_since, b.number limit {Most}
        """).ToListAsync(ct);
}

/// <summary>What an agreement's page has to know of a booking that it promised.</summary>
internal static class AgreedNews
{
    /// <param name="why">A coded reason where it does not hold; null where it does.</param>
    public static void Tell(this ResourcesDb db, BookingRecord booking, string? why)
    {
        if (booking.AgreementId is { } agreement)
        {
            db.Announce(new AgreedBookingTaken(agreement, booking.AgreementLine!, booking.Id, why));
        }
    }
}
