using Guanlian.Contracts.Cooperation;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>The leading party starts, pauses, resumes, delivers, evaluates, closes; any party that binds itself can cancel.</summary>
internal static class MoveCooperation
{
    /// <param name="ReasonCode">Of pause and cancel.</param>
    /// <param name="Text">Reason in words; the evaluation; what ended otherwise.</param>
    /// <param name="Ending">One of the template's other endings.</param>
    internal sealed record Command(Guid Id, Move Move, int Version, string? ReasonCode = null, string? Text = null, string? Ending = null, int? Depth = null);

    internal sealed class Handler(CooperationDb db, Editions editions, RelayDates relay, RememberCase remember, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.CooperationAsync(cmd.Id, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (record, before) = (found.Value.Record, found.Value.Record.State);
            if (cmd.Version != record.Version)
            {
                return new Refusal.Stale("cooperation.stale");
            }

            if (CooperationMoves.To(before, cmd.Move) is not { } to || cmd.Move == Move.Agree)
            {
                return new Refusal.Stale("cooperation.no-such-move");
            }

            var template = await editions.OfAsync(record.EditionId, ct);
            var tasks = await db.TasksOfAsync(record.Id, ct);
            if (await CheckAsync(actor, found.Value, template, tasks, cmd, ct) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var today = Dates.InChina(now);
            (record.State, record.StateSince) = (to, now);
            await EffectAsync(record, cmd, today, now, ct);
            record.Touch(now);
            db.Record(new Change($"cooperation.move.{CodeWords.Write(cmd.Move)}", "cooperation.cooperation", record.Id)
            {
                OwnerId = record.LeadPartyId,
                ReasonCode = cmd.ReasonCode is null ? null : $"cooperation.reason.{cmd.ReasonCode}",
                Reason = string.IsNullOrWhiteSpace(cmd.Text) ? null : cmd.Text.Trim(),
                Before = new { State = before },
                After = new { State = to, record.Ending, Depth = cmd.Depth },
            });
            if (CooperationMoves.Ended(to))
            {
                db.Announce(new CooperationEnded(record.Id, CooperationWords.Number(record.Number), Cancelled: to == CooperationState.Cancelled));
            }

            if (cmd.Move is Move.Start or Move.StartAtOnce or Move.Resume)
            {
                await relay.RunAsync(record, tasks, ct, note: cmd.Move == Move.Resume);
            }

            return await db.SaveAsync(ct);
        }

        private async Task EffectAsync(CooperationRecord record, Command cmd, DateOnly today, DateTimeOffset now, CancellationToken ct)
        {
            switch (cmd.Move)
            {
                case Move.Pause:
                    db.Add(new PauseRow { Id = Guid.CreateVersion7(now), CooperationId = record.Id, FromOn = today, ReasonCode = cmd.ReasonCode! });
                    break;
                case Move.Resume:
                    (await db.Pauses.SingleAsync(p => p.CooperationId == record.Id && p.UntilOn == null, ct)).UntilOn = today;
                    break;
                case Move.Evaluate:
                    (record.Evaluation, record.Depth) = (cmd.Text!.Trim(), cmd.Depth ?? record.Depth);
                    break;
                case Move.Close:
                    record.Ending = cmd.Ending;
                    await remember.RunAsync(record, ct);
                    break;
                case Move.Cancel:
                    (record.ReasonCode, record.Reason) = (cmd.ReasonCode, cmd.Text?.Trim());
                    var open = await db.Pauses.SingleOrDefaultAsync(p => p.CooperationId == record.Id && p.UntilOn == null, ct);
                    open?.UntilOn = today;
                    break;
            }
        }

        private async Task<Refusal?> CheckAsync(Actor actor, Loaded found, Template template, List<CooperationTask> tasks, Command cmd, CancellationToken ct)
        {
            var leads = CooperationAccess.Works(actor, found.Record.LeadPartyId);
            if (cmd.Move == Move.Cancel ? !found.Parties.Any(p => CooperationAccess.Binds(actor, p)) : !leads)
            {
                return new Refusal.Denied(cmd.Move == Move.Cancel ? "cooperation.not-yours-to-cancel" : "cooperation.not-yours-to-lead");
            }

            return cmd switch
            {
                { Text.Length: > 4000 } => new Refusal.Invalid("cooperation.text-long", nameof(cmd.Text)),
                { Move: Move.Pause } when !CooperationMoves.PauseReasons.Contains(cmd.ReasonCode) => new Refusal.Invalid("cooperation.reason-missing", nameof(cmd.ReasonCode)),
                { Move: Move.Cancel } when !CooperationMoves.CancelReasons.Contains(cmd.ReasonCode) => new Refusal.Invalid("cooperation.reason-missing", nameof(cmd.ReasonCode)),
                { ReasonCode: "other" } when string.IsNullOrWhiteSpace(cmd.Text) => new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Text)),
                { Move: Move.StartAtOnce } when found.Record.EmergencyReason is null => new Refusal.Invalid("cooperation.no-short-form"),
                { Move: Move.Start } => await SafeguardsAsync(found.Record, template, ct),
                { Move: Move.Deliver } when tasks.Any(t => t.Counts && t.State != TaskState.Accepted) =>
                    new Refusal.Invalid("cooperation.tasks-open").With(("count", tasks.Count(t => t.Counts && t.State != TaskState.Accepted))),
                { Move: Move.Evaluate } when string.IsNullOrWhiteSpace(cmd.Text) => new Refusal.Invalid("cooperation.evaluation-missing", nameof(cmd.Text)),
                { Move: Move.Evaluate, Depth: < 1 or > 5 } => new Refusal.Invalid("cooperation.depth-range", nameof(cmd.Depth)),
                { Move: Move.Close } when found.Record is { RatifyBy: not null, RatifiedAt: null } => new Refusal.Invalid("cooperation.not-ratified"),
                { Move: Move.Close, Ending: not null } when template.Endings.All(e => e.Code != cmd.Ending) => new Refusal.Invalid("cooperation.ending-unknown", nameof(cmd.Ending)),
                _ => null,
            };
        }

        // Seven safeguards, and what brings in money answers one question more (requirements G18, G29).
        private async Task<Refusal?> SafeguardsAsync(CooperationRecord record, Template template, CancellationToken ct)
        {
            var answered = await db.SafeguardAnswers.Where(s => s.CooperationId == record.Id).Select(s => s.Kind).ToListAsync(ct);
            var missing = template.Safeguards.Count(s => !answered.Contains(CodeWords.Write(s.Kind)));
            return missing > 0 ? new Refusal.Invalid("cooperation.safeguards-open").With(("count", missing))
                : template.EarningCheck is not null && record.EarningAnswer is null ? new Refusal.Invalid("cooperation.earning-open")
                : null;
        }
    }
}
