using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Cooperation.Steps;

/// <summary>An optional task (a supplement, a recall, an extension) is called for, or put aside again while nobody began it.</summary>
internal static class CallForTask
{
    internal sealed record Command(Guid Id, bool Call, string? Text, int Version);

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
            Guid[] parties = [task.DoesPartyId, task.ChecksPartyId, loaded.Record.LeadPartyId];
            if (CooperationAccess.Own(actor, parties).Count == 0)
            {
                return new Refusal.Denied("cooperation.task.not-yours-to-call");
            }

            if (loaded.Record.State != CooperationState.Running)
            {
                return new Refusal.Stale("cooperation.task.not-running");
            }

            if (!task.Optional || task.Called == cmd.Call || task.State != TaskState.Open || task.DroppedAt is not null)
            {
                return new Refusal.Stale("cooperation.task.no-such-move");
            }

            if (string.IsNullOrWhiteSpace(cmd.Text) || cmd.Text.Length > 2000)
            {
                return new Refusal.Invalid("cooperation.reason-in-words", nameof(cmd.Text));
            }

            task.Called = cmd.Call;
            task.Version++;
            loaded.Record.QuietSince = clock.GetUtcNow();
            db.Record(new Change(cmd.Call ? "cooperation.task.called" : "cooperation.task.put-aside", "cooperation.task", task.Id)
            {
                OwnerId = task.DoesPartyId,
                Reason = cmd.Text.Trim(),
            });
            await relay.RunAsync(loaded.Record, loaded.All, ct);
            return await db.SaveAsync(ct);
        }
    }
}
