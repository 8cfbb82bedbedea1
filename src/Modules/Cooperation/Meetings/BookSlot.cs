using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Meetings;

/// <summary>Who needs something asks who offers it to meet in a free slot, or the other way round; the one asked agrees or says why not.</summary>
internal static class BookSlot
{
    private const int LongestTopic = 200;

    /// <param name="PartyId">One's own.</param>
    /// <param name="OtherId">Whom one wants to meet.</param>
    internal sealed record Command(Guid Id, Guid? SlotId, Guid? PartyId, Guid? OtherId, string? Topic);

    /// <summary>The two sides of a meeting day by the template's roles: who receives needs; who neither leads nor receives offers.</summary>
    internal sealed record Sides(IReadOnlyList<Guid> Needs, IReadOnlyList<Guid> Offers)
    {
        public static Sides Of(Template template, IEnumerable<Participant> participants)
        {
            var parts = participants.Select(p => (p.PartyId, Role: template.Role(p.Role))).ToList();
            var needs = parts.Where(p => p.Role is { Receives: true }).Select(p => p.PartyId).Distinct().ToList();
            return new(needs, [.. parts.Where(p => p.Role is { Receives: false, Leads: false }).Select(p => p.PartyId).Distinct().Except(needs)]);
        }

        /// <summary>Whom this party may meet.</summary>
        public IReadOnlyList<Guid> Facing(Guid party) => Needs.Contains(party) ? Offers : Offers.Contains(party) ? Needs : [];
    }

    internal sealed class Handler(CooperationDb db, Editions editions, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.CooperationAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var record = found.Value.Record;
            if (cmd.PartyId is not { } own || !CooperationAccess.Works(current.Value, own) || !found.Value.Parties.Contains(own))
            {
                return new Refusal.Denied("cooperation.not-yours");
            }

            if (record.State != CooperationState.Running)
            {
                return new Refusal.Stale("cooperation.task.not-running");
            }

            var sides = Sides.Of(await editions.OfAsync(record.EditionId, ct), found.Value.Participants);
            if (cmd.OtherId is not { } other || !sides.Facing(own).Contains(other))
            {
                return new Refusal.Invalid("cooperation.meeting.whom", nameof(cmd.OtherId));
            }

            var topic = Typed.Plain(cmd.Topic);
            if (topic.Length is 0 or > LongestTopic)
            {
                return new Refusal.Invalid("cooperation.meeting.topic-missing", nameof(cmd.Topic)).With(("most", LongestTopic));
            }

            var slots = await db.Set<MeetingSlot>().Where(s => s.CooperationId == cmd.Id).ToListAsync(ct);
            var slot = slots.Find(s => s.Id == cmd.SlotId);
            var now = clock.GetUtcNow();
            if (Check(slots, slot, own, other, now) is { } refusal)
            {
                return refusal;
            }

            var needs = sides.Needs.Contains(own);
            (slot!.NeedPartyId, slot.OfferPartyId, slot.AskedById, slot.Topic) = (needs ? own : other, needs ? other : own, own, topic);
            slot.Version++;
            record.QuietSince = now;
            db.Record(new Change("cooperation.meeting.asked", "cooperation.cooperation", cmd.Id) { OwnerId = own, After = new { slot.OnDay, slot.Place, slot.Topic } });
            return await db.SaveAsync(ct);
        }

        private static Refusal? Check(List<MeetingSlot> slots, MeetingSlot? slot, Guid own, Guid other, DateTimeOffset now) => slot switch
        {
            null => new Refusal.Invalid("cooperation.meeting.slot-missing", nameof(Command.SlotId)),
            { Free: false } => new Refusal.Stale("cooperation.meeting.taken"),
            _ when slot.Begun(now) => new Refusal.Stale("cooperation.meeting.over"),
            _ when slots.Exists(s => s.OnDay == slot.OnDay && s.FromTime == slot.FromTime && (Sits(s, own) || Sits(s, other))) => new Refusal.Stale("cooperation.meeting.busy"),
            _ when slots.Exists(s => Sits(s, own) && Sits(s, other) && s.Outcome is null) => new Refusal.Stale("cooperation.meeting.pair-meets"),
            _ => null,
        };

        private static bool Sits(MeetingSlot slot, Guid party) => slot.NeedPartyId == party || slot.OfferPartyId == party;
    }
}
