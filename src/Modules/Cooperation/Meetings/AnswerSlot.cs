using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Meetings;

/// <summary>The one asked agrees; either side lets a slot go with a reason, and it is free again; afterwards who needs says what came of it.</summary>
internal static class AnswerSlot
{
    private const int Longest = 400;

    /// <param name="Words">The reason where it is let go, a note where it is noted.</param>
    internal sealed record Command(Guid SlotId, MeetingAct? Act, string? Words, MeetingOutcome? Outcome, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            if (await db.Set<MeetingSlot>().Where(s => s.Id == cmd.SlotId).Select(s => (Guid?)s.CooperationId).SingleOrDefaultAsync(ct) is not { } of)
            {
                return new Refusal.Missing("cooperation.meeting.slot-missing");
            }

            var found = await db.CooperationAsync(of, current.Value, ct);
            if (found.Refused)
            {
                return new Refusal.Missing("cooperation.meeting.slot-missing");
            }

            var slot = await db.Set<MeetingSlot>().SingleAsync(s => s.Id == cmd.SlotId, ct);
            var (now, words) = (clock.GetUtcNow(), Typed.Plain(cmd.Words));
            if (Check(cmd, slot, found.Value.Record, words, now) is { } refusal)
            {
                return refusal;
            }

            var own = new[] { slot.NeedPartyId!.Value, slot.OfferPartyId!.Value }.First(p => CooperationAccess.Works(current.Value, p));
            switch (cmd.Act)
            {
                case MeetingAct.Agree:
                    (slot.AgreedAt, slot.AgreedBy) = (now, current.Value.Name);
                    break;
                case MeetingAct.Note:
                    (slot.Outcome, slot.OutcomeNote) = (cmd.Outcome, words);
                    break;
                default:
                    (slot.NeedPartyId, slot.OfferPartyId, slot.AskedById, slot.Topic, slot.AgreedAt, slot.AgreedBy) = (null, null, null, "", null, null);
                    break;
            }

            slot.Version++;
            found.Value.Record.QuietSince = now;
            db.Record(new Change(Name(cmd.Act!.Value), "cooperation.cooperation", of)
            {
                OwnerId = own,
                Reason = cmd.Act == MeetingAct.LetGo ? words : null,
                After = new { slot.OnDay, slot.Place, Outcome = slot.Outcome is { } outcome ? CodeWords.Write(outcome) : null },
            });
            return await db.SaveAsync(ct);
        }

        private Refusal? Check(Command cmd, MeetingSlot slot, CooperationRecord record, string words, DateTimeOffset now) => cmd switch
        {
            _ when record.State != CooperationState.Running => new Refusal.Stale("cooperation.task.not-running"),
            _ when slot.Version != cmd.Version => new Refusal.Stale("cooperation.stale"),
            _ when slot.Free => new Refusal.Stale("cooperation.meeting.is-free"),
            _ when !Works(slot.NeedPartyId) && !Works(slot.OfferPartyId) => new Refusal.Denied("cooperation.not-yours"),
            { Act: null } => new Refusal.Invalid("cooperation.book.act-missing"),
            { Act: MeetingAct.Agree } when slot.AgreedAt is not null => new Refusal.Stale("cooperation.stale"),
            { Act: MeetingAct.Agree } when !Works(slot.AnswersId) => new Refusal.Denied("cooperation.meeting.not-yours-to-answer"),
            { Act: MeetingAct.Agree or MeetingAct.LetGo } when slot.Begun(now) => new Refusal.Stale("cooperation.meeting.over"),
            { Act: MeetingAct.LetGo } when words.Length is 0 or > Longest => new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Words)),
            { Act: MeetingAct.Note } when slot.AgreedAt is null => new Refusal.Stale("cooperation.meeting.not-agreed"),
            { Act: MeetingAct.Note } when !slot.Begun(now) => new Refusal.Stale("cooperation.meeting.early"),
            { Act: MeetingAct.Note } when !Works(slot.NeedPartyId) => new Refusal.Denied("cooperation.meeting.not-yours-to-note"),
            { Act: MeetingAct.Note, Outcome: null } => new Refusal.Invalid("cooperation.meeting.outcome-missing", nameof(cmd.Outcome)),
            { Act: MeetingAct.Note } when words.Length > Longest => new Refusal.Invalid("cooperation.text-long", nameof(cmd.Words)),
            _ => null,
        };

        private static string Name(MeetingAct act) => act switch
        {
            MeetingAct.Agree => "cooperation.meeting.agreed",
            MeetingAct.Note => "cooperation.meeting.noted",
            _ => "cooperation.meeting.freed",
        };

        private bool Works(Guid? party) => party is { } id && CooperationAccess.Works(current.Value, id);
    }
}

/// <summary>What can be done with a slot that is asked for.</summary>
internal enum MeetingAct
{
    Agree,
    LetGo,
    Note,
}
