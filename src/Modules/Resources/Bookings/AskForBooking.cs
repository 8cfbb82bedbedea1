using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Resources;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Guanlian.Resources.Offering;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Bookings;

/// <summary>
/// A party asks for a resource for a time. One transaction checks that there is room and writes: what is free of a self-service resource, or
/// what the owner takes for itself, is confirmed at once; anything else waits for the owner; without room it waits on the list, if it is
/// willing to.
/// </summary>
internal static class AskForBooking
{
    /// <param name="Wait">On the waiting list where there is no room.</param>
    /// <param name="Once">A mark of the form, so that one sent twice asks once.</param>
    internal sealed record Command(Guid ResourceId, Guid ForPartyId, Wish Wish, string? Purpose, Guid? CooperationId, bool Wait, Guid Once);

    internal sealed class Handler(ResourcesDb db, WaitingList waiting, ICooperationDesk cooperations, CurrentActor current, TimeProvider clock)
    {
        private const int MostAtOnce = 100;

        public async Task<Outcome<Guid>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var resource = await db.LockedAsync(cmd.ResourceId, ct);
            if (resource is null || !ResourceAccess.MaySee(actor, resource))
            {
                return ResourceAccess.MissingResource;
            }

            if (!ResourceAccess.Books(actor, cmd.ForPartyId))
            {
                return new Refusal.Denied("resources.booking.not-yours");
            }

            var now = clock.GetUtcNow();
            var (times, card, refusal) = await CheckAsync(cmd, resource, Dates.InChina(now), ct);
            if (refusal is not null)
            {
                return refusal;
            }

            if (cmd.Once != Guid.Empty && await db.Bookings.AsNoTracking().SingleOrDefaultAsync(b => b.ForPartyId == cmd.ForPartyId && b.Once == cmd.Once, ct) is { } sent)
            {
                return sent.ResourceId == resource.Id && times == new BookingTimes(sent.FromAt, sent.UntilAt, sent.Amount) ? sent.Id : new Refusal.Stale("resources.booking.sent");
            }

            var room = times!.Amount + await db.TakenAsync(resource.Id, times.From, times.FreeUntil(resource), null, ct) <= resource.Capacity;
            if (!room && !cmd.Wait)
            {
                return await NoRoomAsync(resource, times, ct);
            }

            var sure = room && (resource.SelfService || cmd.ForPartyId == resource.OwnerId);
            var booking = new BookingRecord
            {
                Id = Guid.CreateVersion7(now),
                ResourceId = resource.Id,
                ForPartyId = cmd.ForPartyId,
                Amount = times.Amount,
                FromAt = times.From,
                UntilAt = times.Until,
                Purpose = cmd.Purpose!.Trim(),
                State = sure ? BookingStanding.Confirmed : BookingStanding.Requested,
                WaitsFor = sure ? null : Side.Owner,
                WaitingSince = room ? null : now,
                CooperationId = card?.Id,
                CooperationTitle = card?.Title,
                Once = cmd.Once == Guid.Empty ? null : cmd.Once,
                AskedBy = actor.Name,
                AskedAt = now,
                StateSince = now,
                ChangedAt = now,
                LastById = cmd.ForPartyId,
                Sample = actor.Sample,
            };
            db.Add(booking);
            db.Record(new Change("resources.booking.asked", "resources.booking", booking.Id)
            {
                OwnerId = resource.OwnerId,
                After = new { booking.State, booking.FirstDay, booking.LastDay, booking.Amount, booking.Purpose, OnWaitingList = !room },
            });
            await db.SaveChangesAsync(ct);
            if (sure)
            {
                await waiting.SettleAsync(resource, ct);
            }

            var saved = await db.SaveInTurnAsync("resources.stale", ct);
            return saved.Refused ? saved.Refusal : booking.Id;
        }

        private async Task<(BookingTimes? Times, CooperationCard? Card, Refusal? Refusal)> CheckAsync(Command cmd, ResourceRecord resource, DateOnly today, CancellationToken ct)
        {
            if (resource.State != ResourceState.Open)
            {
                return (null, null, new Refusal.Stale("resources.booking.not-open"));
            }

            if (string.IsNullOrWhiteSpace(cmd.Purpose) || cmd.Purpose.Trim().Length > 500)
            {
                return (null, null, new Refusal.Invalid("resources.booking.purpose", nameof(cmd.Purpose)));
            }

            var card = cmd.CooperationId is { } id ? await cooperations.FindAsync(id, ct) : null;
            if ((cmd.CooperationId is not null && (card is null || card.Over || !card.Parties.Contains(cmd.ForPartyId)))
                || (card is null && resource.NeedsCooperation && cmd.ForPartyId != resource.OwnerId))
            {
                return (null, null, new Refusal.Invalid("resources.booking.cooperation", nameof(cmd.CooperationId)));
            }

            var closures = await db.Closures.Where(c => c.ResourceId == resource.Id).ToListAsync(ct);
            var times = BookingTimes.Read(cmd.Wish, resource, closures, today, binds: cmd.ForPartyId != resource.OwnerId);
            if (times.Refused)
            {
                return (null, null, times.Refusal);
            }

            return await db.Bookings.CountAsync(b => b.ResourceId == resource.Id && b.ForPartyId == cmd.ForPartyId && b.State == BookingStanding.Requested, ct) >= MostAtOnce
                ? (null, null, new Refusal.Invalid("resources.booking.many").With(("most", MostAtOnce)))
                : (times.Value, card, null);
        }

        private async Task<Refusal> NoRoomAsync(ResourceRecord resource, BookingTimes times, CancellationToken ct)
        {
            var left = resource.Capacity - await db.TakenAsync(resource.Id, times.From, times.FreeUntil(resource), null, ct);
            var next = await waiting.NextFreeAsync(resource, times, null, ct);
            return next is { } day
                ? new Refusal.Invalid("resources.booking.no-room-until", nameof(Wish.First)).With(("left", ResourceWords.Number(Math.Max(0, left))), ("day", Dates.Day(day)))
                : new Refusal.Invalid("resources.booking.no-room-wait", nameof(Wish.First)).With(("left", ResourceWords.Number(Math.Max(0, left))));
        }
    }
}
