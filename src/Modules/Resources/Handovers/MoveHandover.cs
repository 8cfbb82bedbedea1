using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Guanlian.Resources.Loans;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>A side moves a handover on: sends it, accepts the differences, disputes them, says how the dispute ends, or cancels before anything left.</summary>
internal static class MoveHandover
{
    private const int LongestWords = 1000;

    /// <param name="PartyId">The side that is spoken for.</param>
    /// <param name="Signer">Of accepting and settling.</param>
    /// <param name="Words">Why, or how it was settled.</param>
    /// <param name="On">The day of sending.</param>
    internal sealed record Command(Guid Id, HandoverMove Move, Guid PartyId, string? Signer, string? ReasonCode, string? Words, DateOnly? On, int Version);

    internal sealed class Handler(ResourcesDb db, CheckList check, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var found = await db.HandoverAsync(cmd.Id, current.Value, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var record = found.Value.Record;
            cmd = cmd with { Words = Typed.Writable(Typed.Plain(cmd.Words)).Trim(), Signer = Typed.Writable(Typed.Plain(cmd.Signer)).Trim() };
            if (Check(cmd, record) is { } refusal)
            {
                return refusal;
            }

            return cmd.Move switch
            {
                HandoverMove.Send => await SendAsync(cmd, record, found.Value.Items, ct),
                HandoverMove.Accept => await AcceptAsync(cmd, record, ct),
                HandoverMove.Settle => await SettleAsync(cmd, record, ct),
                _ => await EndAsync(cmd, record, ct),
            };
        }

        private Refusal? Check(Command cmd, HandoverRecord record)
        {
            if (cmd.Move is HandoverMove.SignOut or HandoverMove.SignIn or HandoverMove.SignInDiffering || HandoverMoves.To(record.State, cmd.Move) is null || record.Version != cmd.Version)
            {
                return HandoverAccess.Sides(current.Value, record).Count == 0 ? new Refusal.Denied("resources.handover.not-a-side") : new Refusal.Stale("resources.handover.stale");
            }

            var side = HandoverMoves.By(record.State, cmd.Move) switch
            {
                Mover.From => cmd.PartyId == record.FromPartyId,
                Mover.To => cmd.PartyId == record.ToPartyId,
                _ => cmd.PartyId == record.FromPartyId || cmd.PartyId == record.ToPartyId,
            };
            if (!side || !HandoverAccess.Acts(current.Value, cmd.PartyId))
            {
                return new Refusal.Denied("resources.handover.not-your-side");
            }

            var reasons = cmd.Move == HandoverMove.Cancel ? HandoverMoves.CancelReasons : HandoverMoves.DisputeReasons;
            return cmd switch
            {
                { Move: HandoverMove.Cancel or HandoverMove.Dispute } when !reasons.Contains(cmd.ReasonCode) => new Refusal.Invalid("resources.handover.reason-code", nameof(cmd.ReasonCode)),
                { Move: HandoverMove.Dispute or HandoverMove.Settle, Words.Length: 0 } or { Move: HandoverMove.Cancel, ReasonCode: "other", Words.Length: 0 } or { Words.Length: > LongestWords } =>
                    new Refusal.Invalid("resources.handover.words", nameof(cmd.Words)),
                { Move: HandoverMove.Accept or HandoverMove.Settle, Signer.Length: 0 or > 60 } => new Refusal.Invalid("resources.handover.signer", nameof(cmd.Signer)),
                _ => null,
            };
        }

        private async Task<Outcome<Done>> SendAsync(Command cmd, HandoverRecord record, IReadOnlyList<HandoverItem> items, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            var today = Dates.InChina(now);
            var signed = await db.HandoverSheets().Where(s => s.HandoverId == record.Id && s.Stage == Stage.Out).SingleAsync(ct);
            var on = cmd.On ?? today;
            if (on > today || on < SheetText.Read(signed.Body).On)
            {
                return new Refusal.Invalid("resources.handover.sent-on", nameof(cmd.On));
            }

            // Two lists may hold the same thing: of those who send one owner's things at once, the second waits here and then finds them gone.
            foreach (var owner in items.Select(i => i.OwnerId).Distinct().Order())
            {
                await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({$"handover {owner}"}, 0))", ct);
            }

            if (await check.HeldAsync(record, items, on, ct) is { } elsewhere)
            {
                return elsewhere;
            }

            // Days may have gone by since the list was signed.
            if ((await check.FindingsAsync(record, items, ct)).FirstOrDefault(f => f.Refuses) is { } finding)
            {
                return new Refusal.Invalid(finding.Code).With([.. finding.Holes]);
            }

            (record.SentOn, record.SentAt) = (on, now);
            record.Turn(HandoverState.Sent, now);
            db.Note(record, "resources.handover.sent", new { record.SentOn });
            return await db.SaveAsync(ct);
        }

        private async Task<Outcome<Done>> AcceptAsync(Command cmd, HandoverRecord record, CancellationToken ct)
        {
            var sheet = await db.HandoverSheets().Where(s => s.HandoverId == record.Id && s.Stage == Stage.In).SingleAsync(ct);
            db.Add(Signature(cmd, SignedAct.Accept, sheet.Hash, null));
            record.Turn(HandoverState.Accepted, clock.GetUtcNow());
            db.Note(record, "resources.handover.accepted", new { cmd.Signer, sheet.Hash });
            return await db.SaveAsync(ct);
        }

        private async Task<Outcome<Done>> SettleAsync(Command cmd, HandoverRecord record, CancellationToken ct)
        {
            var said = await db.HandoverSignatures().Where(s => s.HandoverId == record.Id && s.Act == SignedAct.Settle).Select(s => s.PartyId).ToListAsync(ct);
            if (said.Contains(cmd.PartyId))
            {
                return new Refusal.Stale("resources.handover.said-already");
            }

            var sheet = await db.HandoverSheets().Where(s => s.HandoverId == record.Id && s.Stage == Stage.In).SingleAsync(ct);
            var text = CanonicalJson.Write(new SettlingWords(1, HandoverNumbers.Of(record.Number), sheet.Hash, cmd.PartyId, cmd.Words!));
            db.Add(Signature(cmd, SignedAct.Settle, CanonicalJson.Hash(text), cmd.Words));
            record.Turn(HandoverMoves.To(record.State, HandoverMove.Settle, last: said.Count == 1)!.Value, clock.GetUtcNow());
            db.Note(record, record.State == HandoverState.Settled ? "resources.handover.settled" : "resources.handover.settling", new { cmd.Signer, cmd.Words });
            return await db.SaveAsync(ct);
        }

        private async Task<Outcome<Done>> EndAsync(Command cmd, HandoverRecord record, CancellationToken ct)
        {
            (record.ReasonCode, record.Reason) = (cmd.ReasonCode, SheetText.Empty(cmd.Words!));
            record.Turn(HandoverMoves.To(record.State, cmd.Move)!.Value, clock.GetUtcNow());
            db.Record(new Change(cmd.Move == HandoverMove.Cancel ? "resources.handover.cancelled" : "resources.handover.disputed", LoadingHandovers.Subject, record.Id)
            {
                OwnerId = record.FromPartyId,
                ReasonCode = $"resources.handover.reason.{cmd.ReasonCode}",
                Reason = record.Reason,
            });
            return await db.SaveAsync(ct);
        }

        private HandoverSignature Signature(Command cmd, SignedAct act, string hash, string? words) => new()
        {
            HandoverId = cmd.Id,
            Act = act,
            PartyId = cmd.PartyId,
            Signer = cmd.Signer!,
            Words = words,
            Hash = hash,
            ByName = current.Value.Name,
            At = clock.GetUtcNow(),
        };
    }
}
