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
/// room waits on the list, and the agreement says so. An amendment moves what has not begun; what it does not promise any more is given back.
/// </summary>
internal sealed class TakeAgreedBookings(ResourcesDb db, WaitingList waiting, CurrentActor current, TimeProvider clock) : ISubscriber<AgreementSealed>
{
    public static string SubscriberName => "resources.take-agreed-bookings";

    public async Task HandleAsync(AgreementSealed fact, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var standing = await db.Bookings.Where(b => b.AgreementId == fact.AgreementId).OrderBy(b => b.ResourceId).ToListAsync(ct);

        // Told twice, or after a later text: nothing to do.
        if (standing.Exists(b => b.AgreementText >= fact.Text))
        {
            return;
        }

        foreach (var line in fact.Bookings.OrderBy(b => b.ResourceId).ThenBy(b => b.Code, StringComparer.Ordinal))
        {
            var there = standing.Where(b => b.AgreementLine == line.Code).ToList();
            if (there.Find(b => !b.Over) is { } open && open.ResourceId == line.ResourceId && open.ForPartyId == line.For)
            {
                await FollowAsync(fact, line, open, ct);
                continue;
            }

            await GiveBackAsync(there, fact.Number, "agreement-amended", ct);

            // What has been used already is not set aside once more.
            if (!there.Exists(b => b.State == BookingStanding.Closed))
            {
                await BeginAsync(fact, line, ct);
            }
        }

        await GiveBackAsync(standing.Where(b => fact.Bookings.All(l => l.Code != b.AgreementLine)), fact.Number, "agreement-amended", ct);
        foreach (var booking in standing)
        {
            booking.AgreementText = fact.Text;
        }

        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Gives back what has not begun; what is in use is brought to its end by those who use it.</summary>
    internal async Task GiveBackAsync(IEnumerable<BookingRecord> bookings, string number, string why, CancellationToken ct)
    {
        foreach (var booking in bookings.Where(b => !b.Over && b.State != BookingStanding.InUse).ToList())
        {
            var resource = await db.LockedAsync(booking.ResourceId, ct);
            var before = booking.State;
            booking.Turn(BookingStanding.Cancelled, null, clock.GetUtcNow());
            (booking.ReasonCode, booking.Reason) = (why, number);
            db.Record(new Change("resources.booking.cancel", "resources.booking", booking.Id)
            {
                OwnerId = resource!.OwnerId,
                ReasonCode = $"resources.reason.{why}",
                Reason = number,
                Before = new { State = before },
                After = new { booking.State },
            });
            await db.SaveChangesAsync(ct);
            await waiting.PromoteAsync(resource, ct);
        }
    }

    private async Task BeginAsync(AgreementSealed fact, AgreedBooking line, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var resource = await db.LockedAsync(line.ResourceId, ct);
        var (times, why) = await ReadAsync(line, resource, ct);
        if (times is null || times.Until <= now)
        {
            db.Announce(new AgreedBookingTaken(fact.AgreementId, line.Code, null, why ?? "past"));
            return;
        }

        var room = why is null && times.Amount + await db.TakenAsync(resource!.Id, times.From, times.FreeUntil(resource), null, ct) <= resource.Capacity;
        var booking = new BookingRecord
        {
            Id = Guid.CreateVersion7(now),
            ResourceId = line.ResourceId,
            ForPartyId = line.For,
            Amount = times.Amount,
            FromAt = times.From,
            UntilAt = times.Until,
            Purpose = Cut(line.Words),
            State = room ? BookingStanding.Confirmed : BookingStanding.Requested,
            WaitsFor = room ? null : Side.Owner,
            WaitingSince = room ? null : now,
            AgreementId = fact.AgreementId,
            AgreementNumber = fact.Number,
            AgreementLine = line.Code,
            AgreementText = fact.Text,
            AskedBy = current.Value.Name,
            AskedAt = now,
            StateSince = now,
            Sample = fact.Sample,
        };
        db.Add(booking);
        db.Record(new Change("resources.booking.agreed", "resources.booking", booking.Id)
        {
            OwnerId = resource!.OwnerId,
            Reason = fact.Number,
            After = new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount, OnWaitingList = !room },
        });
        await db.SaveChangesAsync(ct);
        if (room)
        {
            await waiting.DemoteAsync(resource, ct);
        }

        db.Announce(new AgreedBookingTaken(fact.AgreementId, line.Code, booking.Id, room ? null : "no-room"));
    }

    // Sealed by both, the change needs no further yes; without room it keeps what it had, and the agreement says so.
    private async Task FollowAsync(AgreementSealed fact, AgreedBooking line, BookingRecord booking, CancellationToken ct)
    {
        var resource = await db.LockedAsync(line.ResourceId, ct);
        var (times, why) = await ReadAsync(line, resource, ct);
        if (booking.State == BookingStanding.InUse || times is null || times == new BookingTimes(booking.FromAt, booking.UntilAt, booking.Amount))
        {
            db.Announce(new AgreedBookingTaken(fact.AgreementId, line.Code, booking.Id, why ?? (booking.WaitingSince is null ? null : "no-room")));
            return;
        }

        var room = why is null && times.Amount + await db.TakenAsync(resource!.Id, times.From, times.FreeUntil(resource), booking.Id, ct) <= resource.Capacity;
        if (room || booking.State == BookingStanding.Requested)
        {
            var (now, before) = (clock.GetUtcNow(), new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount });
            var since = booking.WaitingSince;
            (booking.FromAt, booking.UntilAt, booking.Amount, booking.Purpose) = (times.From, times.Until, times.Amount, Cut(line.Words));
            booking.Turn(room ? BookingStanding.Confirmed : BookingStanding.Requested, room ? null : Side.Owner, now);
            booking.WaitingSince = room ? null : since ?? now;
            db.Record(new Change("resources.booking.change", "resources.booking", booking.Id)
            {
                OwnerId = resource!.OwnerId,
                Reason = fact.Number,
                Before = before,
                After = new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount },
            });
            await db.SaveChangesAsync(ct);
            await waiting.DemoteAsync(resource, ct);
            await waiting.PromoteAsync(resource, ct);
        }

        db.Announce(new AgreedBookingTaken(fact.AgreementId, line.Code, booking.Id, room ? null : why ?? "no-room"));
    }

    // What is agreed under seal may break the rules for asking (days ahead, days of the week), not those of the thing itself.
    private async Task<(BookingTimes? Times, string? Why)> ReadAsync(AgreedBooking line, ResourceRecord? resource, CancellationToken ct)
    {
        if (resource is null)
        {
            return (null, "resource-missing");
        }

        if (resource.OwnerId != line.By)
        {
            return (null, "not-owner");
        }

        var closures = await db.Closures.Where(c => c.ResourceId == resource.Id).ToListAsync(ct);
        var (from, until) = (Dates.At(line.From, TimeOnly.MinValue).ToUniversalTime(), Dates.At(line.Until.AddDays(1), TimeOnly.MinValue).ToUniversalTime());
        return (new(from, until, line.Amount), closures.Exists(c => c.FromAt < until && c.UntilAt > from) ? "resource-closed" : null);
    }

    private static string Cut(string words) => (words.Length <= 500 ? words : words[..500]).Trim();
}
