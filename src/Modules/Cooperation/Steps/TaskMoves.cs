using Guanlian.Cooperation.Data;

namespace Guanlian.Cooperation.Steps;

/// <summary>What moves a task from state to state. Only what is listed here happens; that it is blocked is computed.</summary>
internal enum TaskMove
{
    /// <summary>开始，或退回后重做</summary>
    Begin,

    /// <summary>提交</summary>
    HandIn,

    /// <summary>验收</summary>
    Accept,

    /// <summary>退回</summary>
    Return,
}

/// <summary>The list of transitions (domain model: state machines) and the coded reasons.</summary>
internal static class TaskMoves
{
    public static IReadOnlyList<(TaskState From, TaskMove Move, TaskState To)> All { get; } =
    [
        (TaskState.Open, TaskMove.Begin, TaskState.Doing),
        (TaskState.Returned, TaskMove.Begin, TaskState.Doing),
        (TaskState.Doing, TaskMove.HandIn, TaskState.HandedIn),
        (TaskState.HandedIn, TaskMove.Accept, TaskState.Accepted),
        (TaskState.HandedIn, TaskMove.Return, TaskState.Returned),
    ];

    /// <summary>Why work is returned.</summary>
    public static IReadOnlyList<string> ReturnReasons { get; } = ["incomplete", "unclear", "not-as-agreed", "quality", "evidence-missing", "other"];

    public static TaskState? To(TaskState from, TaskMove move) =>
        All.Where(t => t.From == from && t.Move == move).Select(t => (TaskState?)t.To).FirstOrDefault();

    /// <summary>The receiver's word on what was handed in: it arrived, it did not and why, or neither yet. Whoever hears of it hears something.</summary>
    public static void Say(CooperationTask task, CooperationRecord record, DateTimeOffset? confirmedAt, string? disputedWhy, DateTimeOffset now)
    {
        (task.ConfirmedAt, task.DisputedWhy) = (confirmedAt, disputedWhy);
        task.Version++;
        record.QuietSince = now;
    }

    /// <summary>The tasks that this one still waits for; empty where it can be worked on.</summary>
    public static IReadOnlyList<CooperationTask> BlockedBy(CooperationTask task, IReadOnlyDictionary<Guid, CooperationTask> all)
    {
        var waits = new List<CooperationTask>();
        var (open, seen) = (new Stack<Guid>(task.After), new HashSet<Guid>());
        while (open.TryPop(out var id))
        {
            if (!seen.Add(id) || !all.TryGetValue(id, out var before))
            {
                continue;
            }

            if (!before.Counts)
            {
                // What stands aside holds nobody up, but what it waits for does.
                before.After.ForEach(open.Push);
            }
            else if (before.State != TaskState.Accepted)
            {
                waits.Add(before);
            }
        }

        return [.. waits.OrderBy(w => w.Sort)];
    }
}
