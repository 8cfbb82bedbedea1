using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Steps;

/// <summary>A task with its cooperation and the tasks beside it, locked for one act.</summary>
internal sealed record LoadedTask(Loaded Cooperation, CooperationTask Task, List<CooperationTask> All)
{
    public CooperationRecord Record => Cooperation.Record;
}

/// <summary>What the acts on a task have in common.</summary>
internal static class LoadingTask
{
    public static async Task<Outcome<LoadedTask>> TaskAsync(this CooperationDb db, Guid id, int version, Actor actor, CancellationToken ct)
    {
        var of = await db.Tasks.Where(t => t.Id == id).Select(t => (Guid?)t.CooperationId).SingleOrDefaultAsync(ct);
        if (of is null)
        {
            return CooperationAccess.Missing;
        }

        var found = await db.CooperationAsync(of.Value, actor, ct);
        if (found.Refused)
        {
            return found.Refusal;
        }

        var all = await db.TasksOfAsync(of.Value, ct);
        return all.Find(t => t.Id == id) is not { } task ? CooperationAccess.Missing
            : task.Version != version ? new Refusal.Stale("cooperation.task.stale")
            : new LoadedTask(found.Value, task, all);
    }

    /// <summary>What was handed in for this party in cooperations that are not over: it can say, or say anew, whether it arrived.</summary>
    public static IQueryable<CooperationTask> WaitingFor(this CooperationDb db, Guid? party) => db.Tasks.Where(t =>
        t.ConfirmsPartyId == party && t.DroppedAt == null && (t.State == TaskState.HandedIn || t.State == TaskState.Accepted)
        && db.Cooperations.Any(c => c.Id == t.CooperationId && c.State != CooperationState.Closed && c.State != CooperationState.Cancelled));

    /// <summary>Why nothing can be done to this task now; null where something can.</summary>
    public static Refusal? CheckGoing(this LoadedTask loaded) => loaded switch
    {
        { Record.State: not CooperationState.Running } => new Refusal.Stale("cooperation.task.not-running"),
        { Task.Counts: false } => new Refusal.Stale("cooperation.task.aside"),
        _ => null,
    };

    /// <summary>Moves the task, where the move is listed, and notes it.</summary>
    public static Refusal? MoveTo(this LoadedTask loaded, CooperationDb db, TaskMove move, string? reasonCode = null, string? reason = null, object? more = null)
    {
        var (task, before) = (loaded.Task, loaded.Task.State);
        if (TaskMoves.To(before, move) is not { } to)
        {
            return new Refusal.Stale("cooperation.task.no-such-move");
        }

        task.State = to;
        task.Version++;
        db.Record(new Change($"cooperation.task.{CodeWords.Write(move)}", "cooperation.task", task.Id)
        {
            OwnerId = task.DoesPartyId,
            ReasonCode = reasonCode,
            Reason = reason,
            Before = new { State = before },
            After = more ?? new { State = to },
        });
        return null;
    }
}
