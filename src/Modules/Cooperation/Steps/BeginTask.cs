using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Steps;

/// <summary>The party that does a task begins it, or takes it up again after it was returned.</summary>
internal static class BeginTask
{
    internal sealed record Command(Guid Id, int Version);

    internal sealed class Handler(CooperationDb db, RelayDates relay, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var loaded = await db.TaskAsync(cmd.Id, cmd.Version, current.Value, ct);
            if (loaded.Refused)
            {
                return loaded.Refusal;
            }

            if (Check(current.Value, loaded.Value) is { } refusal)
            {
                return refusal;
            }

            var now = clock.GetUtcNow();
            if (loaded.Value.MoveTo(db, TaskMove.Begin) is { } wrong)
            {
                return wrong;
            }

            loaded.Value.Task.BeganOn ??= Dates.InChina(now);
            loaded.Value.Record.QuietSince = now;
            await relay.RunAsync(loaded.Value.Record, loaded.Value.All, ct);
            return await db.SaveAsync(ct);
        }
    }

    /// <summary>Whether this actor can work on the task now.</summary>
    public static Refusal? Check(Actor actor, LoadedTask loaded)
    {
        if (!CooperationAccess.Works(actor, loaded.Task.DoesPartyId))
        {
            return new Refusal.Denied("cooperation.task.not-yours-to-do");
        }

        if (loaded.CheckGoing() is { } refusal)
        {
            return refusal;
        }

        var waits = TaskMoves.BlockedBy(loaded.Task, loaded.All.ToDictionary(t => t.Id));
        return waits.Count == 0 ? null
            : new Refusal.Stale("cooperation.task.blocked").With(("tasks", string.Join(Wording.InChinese ? "、" : ", ", waits.Take(3).Select(w => w.Title.Here))));
    }
}
