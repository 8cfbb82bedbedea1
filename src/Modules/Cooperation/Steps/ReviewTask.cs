using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Steps;

/// <summary>The party that checks a task accepts what was handed in, or returns it with a coded reason.</summary>
internal static class ReviewTask
{
    internal sealed record Command(Guid Id, bool Accept, string? ReasonCode, string? Text, int Version);

    internal sealed class Handler(CooperationDb db, RelayDates relay, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.TaskAsync(cmd.Id, cmd.Version, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (loaded, task) = (found.Value, found.Value.Task);
            if (Check(actor, loaded, cmd) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            var text = string.IsNullOrWhiteSpace(cmd.Text) ? null : cmd.Text.Trim();
            if (cmd.Accept)
            {
                if (loaded.MoveTo(db, TaskMove.Accept, reason: text) is { } wrong)
                {
                    return wrong;
                }

                task.EndedOn = Dates.InChina(now);

                // Where the same party checks and receives, accepting is confirming.
                if (task.ConfirmsPartyId == task.ChecksPartyId)
                {
                    (task.ConfirmedAt, task.DisputedWhy) = (now, null);
                }
            }
            else
            {
                if (loaded.MoveTo(db, TaskMove.Return, $"cooperation.return.{cmd.ReasonCode}", text) is { } wrong)
                {
                    return wrong;
                }

                (task.ReturnedCode, task.ReturnedWhy) = (cmd.ReasonCode, text);
                (task.ConfirmedAt, task.HandedInAt) = (null, null);
            }

            loaded.Record.QuietSince = now;
            await relay.RunAsync(loaded.Record, loaded.All, ct);
            return await db.SaveAsync(ct);
        }

        private static Refusal? Check(Actor actor, LoadedTask loaded, Command cmd) => cmd switch
        {
            _ when !CooperationAccess.Works(actor, loaded.Task.ChecksPartyId) => new Refusal.Denied("cooperation.task.not-yours-to-check"),
            _ when loaded.CheckGoing() is { } refusal => refusal,
            { Text.Length: > 2000 } => new Refusal.Invalid("cooperation.text-long", nameof(cmd.Text)),
            { Accept: false } when !TaskMoves.ReturnReasons.Contains(cmd.ReasonCode) => new Refusal.Invalid("cooperation.reason-missing", nameof(cmd.ReasonCode)),
            { Accept: false } when string.IsNullOrWhiteSpace(cmd.Text) => new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Text)),
            _ => null,
        };
    }
}
