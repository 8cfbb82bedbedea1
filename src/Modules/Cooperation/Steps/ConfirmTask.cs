using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Cooperation.Steps;

/// <summary>The side that receives help says that it arrived, or that it did not: help counts only then (two-sided truth).</summary>
internal static class ConfirmTask
{
    internal sealed record Command(Guid Id, bool Arrived, string? Text, int Version);

    internal sealed class Handler(CooperationDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var actor = current.Value;
            var found = await db.TaskAsync(cmd.Id, cmd.Version, actor, ct);
            if (found.Refused)
            {
                return found.Refusal;
            }

            var (record, task) = (found.Value.Record, found.Value.Task);
            if (task.ConfirmsPartyId is not { } receiver || !CooperationAccess.Works(actor, receiver))
            {
                return new Refusal.Denied("cooperation.task.not-yours-to-confirm");
            }

            if (record.State is CooperationState.Closed or CooperationState.Cancelled || task.State is not (TaskState.HandedIn or TaskState.Accepted)
                || task.DroppedAt is not null)
            {
                return new Refusal.Stale("cooperation.task.nothing-to-confirm");
            }

            if (!cmd.Arrived && string.IsNullOrWhiteSpace(cmd.Text))
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Text));
            }

            if (cmd.Text is { Length: > 2000 })
            {
                return new Refusal.Invalid("cooperation.text-long", nameof(cmd.Text));
            }

            var now = clock.GetUtcNow();
            TaskMoves.Say(task, record, cmd.Arrived ? now : null, cmd.Arrived ? null : cmd.Text!.Trim(), now);
            db.Record(new Change(cmd.Arrived ? "cooperation.task.confirmed" : "cooperation.task.disputed", "cooperation.task", task.Id)
            {
                OwnerId = task.DoesPartyId,
                Reason = string.IsNullOrWhiteSpace(cmd.Text) ? null : cmd.Text.Trim(),
            });
            return await db.SaveAsync(ct);
        }
    }
}
