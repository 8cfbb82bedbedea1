using Guanlian.Contracts.Agreements;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Words;
using Guanlian.Resources.Bookings;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Agreed;

/// <summary>
/// What parties promised under seal to set aside becomes bookings. Both have said yes, so what there is room for is confirmed; what has no
/// room waits on the list, and the agreement says so. An amendment gives back what it does not promise any more, then moves and begins what
/// it promises otherwise than before, then lets in who waits. What the two sides have moved since stays where the line says the same.
/// </summary>
internal sealed class TakeAgreedBookings(ResourcesDb db, WaitingList waiting, CurrentActor current, TimeProvider clock) : ISubscriber<AgreementSealed>
{
    public static string SubscriberName => "resources.take-agreed-bookings";

    public async Task HandleAsync(AgreementSealed fact, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await FirstTimeAsync(fact, ct))
        {
            return;
        }

        var resources = await LockAsync(await db.Bookings.Where(b => b.AgreementId == fact.AgreementId).Select(b => b.ResourceId).ToListAsync(ct), fact, ct);
        var standing = (await db.Bookings.Where(b => b.AgreementId == fact.AgreementId).OrderBy(b => b.Number).ToListAsync(ct)).ToLookup(b => b.AgreementLine!);
        foreach (var gone in standing.SelectMany(g => g).Where(b => !b.Over && b.State != BookingStanding.InUse && !Stays(b, fact)).ToList())
        {
            GiveBack(gone, resources[gone.ResourceId]!, fact.Number, "agreement-amended");
        }

        await db.SaveChangesAsync(ct);
        var open = fact.Bookings.Where(l => standing[l.Code].LastOrDefault() is not { } b || !Says(b, l)).OrderBy(l => l.Code, StringComparer.Ordinal).ToList();
        await FollowAllAsync(fact, open, standing, resources, ct);
        foreach (var resource in resources.Values.OfType<ResourceRecord>())
        {
            await waiting.SettleAsync(resource, ct);
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Puts it back at others' disposal; what is in use is brought to its end by those who use it.</summary>
    internal void GiveBack(BookingRecord booking, ResourceRecord resource, string number, string why)
    {
        var before = booking.State;
        booking.Turn(BookingStanding.Cancelled, null, null, clock.GetUtcNow());
        (booking.ReasonCode, booking.Reason) = (why, number);
        db.Record(new Change("resources.booking.cancel", "resources.booking", booking.Id)
        {
            OwnerId = resource.OwnerId,
            ReasonCode = $"resources.reason.{why}",
            Reason = number,
            Before = new { State = before },
            After = new { booking.State },
        });
    }

    // Told twice, or after a later text: nothing to do.
    private async Task<bool> FirstTimeAsync(AgreementSealed fact, CancellationToken ct) => await db.Database.ExecuteSqlAsync($"""
        insert into resources.agreed_text (agreement_id, text) values ({fact.AgreementId}, {fact.Text})
        on conflict (agreement_id) do update set text = excluded.text where agreed_text.text < excluded.text
        """, ct) > 0;

    // All at once and in one order, so that two agreements over the same things never wait for each other.
    private async Task<Dictionary<Guid, ResourceRecord?>> LockAsync(IEnumerable<Guid> held, AgreementSealed fact, CancellationToken ct)
    {
        var locked = new Dictionary<Guid, ResourceRecord?>();
        foreach (var id in held.Concat(fact.Bookings.Select(l => l.ResourceId)).Distinct().Order())
        {
            locked[id] = await db.LockedAsync(id, ct);
        }

        return locked;
    }

    private static bool Stays(BookingRecord booking, AgreementSealed fact) =>
        fact.Bookings.Any(l => l.Code == booking.AgreementLine && l.ResourceId == booking.ResourceId && l.For == booking.ForPartyId);

    private static bool Says(BookingRecord b, AgreedBooking l) =>
        (b.ResourceId, b.ForPartyId, b.AgreedFirst, b.AgreedLast, b.AgreedAmount) == (l.ResourceId, l.For, l.From, l.Until, l.Amount);

    // Two lines may change places: what finds no room is tried again once others have moved.
    private async Task FollowAllAsync(
        AgreementSealed fact, List<AgreedBooking> open, ILookup<string, BookingRecord> standing, Dictionary<Guid, ResourceRecord?> resources, CancellationToken ct)
    {
        for (var moved = true; moved && open.Count > 0;)
        {
            moved = false;
            foreach (var line in open.ToList())
            {
                if (await FollowAsync(fact, line, standing[line.Code].LastOrDefault(b => !b.Over), resources[line.ResourceId], last: false, ct))
                {
                    moved = open.Remove(line);
                }
            }
        }

        foreach (var line in open)
        {
            await FollowAsync(fact, line, standing[line.Code].LastOrDefault(b => !b.Over), resources[line.ResourceId], last: true, ct);
        }
    }

    /// <param name="last">There will be no more room: it waits, or keeps what it had.</param>
    /// <returns>False where it has to be tried again.</returns>
    private async Task<bool> FollowAsync(AgreementSealed fact, AgreedBooking line, BookingRecord? booking, ResourceRecord? resource, bool last, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var times = new BookingTimes(Dates.At(line.From, TimeOnly.MinValue).ToUniversalTime(), Dates.At(line.Until.AddDays(1), TimeOnly.MinValue).ToUniversalTime(), line.Amount);
        var closed = await db.Closures.AnyAsync(c => c.ResourceId == line.ResourceId && c.FromAt < times.Until && c.UntilAt > times.From, ct);
        var why = booking?.State == BookingStanding.InUse ? "in-use" : resource is null ? "resource-missing" : resource.OwnerId != line.By ? "not-owner" : times.Until <= now ? "past" : closed ? "resource-closed" : null;
        if (booking?.State == BookingStanding.InUse || why is "resource-missing" or "not-owner" or "past")
        {
            db.Announce(new AgreedBookingTaken(fact.AgreementId, line.Code, booking?.Id, why));
            return true;
        }

        var room = why is null && line.Amount + await db.TakenAsync(line.ResourceId, times.From, times.FreeUntil(resource!), booking?.Id, ct) <= resource!.Capacity;
        if (!room && !last)
        {
            return false;
        }

        why = room ? null : why ?? "no-room";
        if (booking is null)
        {
            db.Add(booking = New(fact, line, times, now));
        }

        Write(fact, line, booking, resource!, times, room, now);
        db.Tell(booking, why);
        await db.SaveChangesAsync(ct);
        return true;
    }

    // Sealed by both, it needs no further yes; without room what held before goes on holding.
    private void Write(AgreementSealed fact, AgreedBooking line, BookingRecord booking, ResourceRecord resource, BookingTimes times, bool room, DateTimeOffset now)
    {
        var fresh = booking.Version == 0;
        var before = fresh ? null : new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount };
        (booking.AgreedFirst, booking.AgreedLast, booking.AgreedAmount) = (line.From, line.Until, line.Amount);
        if (room || !booking.Holds)
        {
            (booking.FromAt, booking.UntilAt, booking.Amount, booking.Purpose) = (times.From, times.Until, times.Amount, Cut(line.Words));
            booking.Turn(room ? BookingStanding.Confirmed : BookingStanding.Requested, room ? null : Side.Owner, null, now);
            booking.WaitingSince = room ? null : now;
        }

        db.Record(new Change(fresh ? "resources.booking.agreed" : "resources.booking.change", "resources.booking", booking.Id)
        {
            OwnerId = resource.OwnerId,
            Reason = fact.Number,
            Before = before,
            After = new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount, OnWaitingList = !room },
        });
    }

    private BookingRecord New(AgreementSealed fact, AgreedBooking line, BookingTimes times, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        ResourceId = line.ResourceId,
        ForPartyId = line.For,
        Amount = times.Amount,
        FromAt = times.From,
        UntilAt = times.Until,
        Purpose = Cut(line.Words),
        AgreementId = fact.AgreementId,
        AgreementNumber = fact.Number,
        AgreementLine = line.Code,
        AskedBy = current.Value.Name,
        AskedAt = now,
        StateSince = now,
        ChangedAt = now,
        Sample = fact.Sample,
        Version = 0,
    };

    private static string Cut(string words) => (words.Length <= 500 ? words : words[..500]).Trim();
}
