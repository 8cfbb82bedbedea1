using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Scheduling;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Planning;

/// <summary>A task whose dates moved, and the task that pushed it.</summary>
internal sealed record MovedTask(CooperationTask Task, DateOnly? FromDue, CooperationTask? Because);

/// <summary>
/// Lays the dates of one cooperation anew after something real happened, writes them and the progress into its rows, and notes in the
/// history what moved and because of what. The caller saves.
/// </summary>
internal sealed class RelayDates(CooperationDb db, WorkingDays days)
{
    private const int MostNamed = 30;

    public async Task<IReadOnlyList<MovedTask>> RunAsync(CooperationRecord record, List<CooperationTask> tasks, CancellationToken ct, bool note = true)
    {
        var frame = await FrameAsync(record, ct);
        var moved = Lay(tasks, frame);
        (record.Done, record.Total) = (tasks.Count(t => t.Counts && t.State == TaskState.Accepted), tasks.Count(t => t.Counts));
        if (note && moved.Count > 0)
        {
            db.Record(new Change("cooperation.dates-moved", "cooperation.cooperation", record.Id)
            {
                OwnerId = record.LeadPartyId,
                After = new
                {
                    Count = moved.Count,
                    Moved = moved.Take(MostNamed).Select(m => Invariant(m)).ToArray(),
                },
            });
        }

        return moved;
    }

    /// <summary>Dates of tasks within a frame; writes them into the rows and says what changed.</summary>
    public static IReadOnlyList<MovedTask> Lay(List<CooperationTask> tasks, Frame frame)
    {
        var standing = tasks.Where(t => t.DroppedAt is null).ToList();
        var byId = standing.ToDictionary(t => t.Id);
        var steps = standing.Select(StepOf).ToList();
        var before = standing.Where(t => t is { StartOn: not null, DueOn: not null })
            .ToDictionary(t => t.Id, t => new Span(t.StartOn!.Value, t.DueOn!.Value, t.Late));
        var laid = Schedule.Lay(steps, frame);
        var moved = Schedule.Compare(steps, before, laid).Select(m => new MovedTask(
            byId[m.Key], m.From?.End, m.Because != Guid.Empty && byId.TryGetValue(m.Because, out var because) ? because : null)).ToList();
        foreach (var task in standing)
        {
            var span = laid.TryGetValue(task.Id, out var found) ? found : (Span?)null;
            (task.StartOn, task.DueOn, task.Late) = (span?.Start, span?.End, span?.Late ?? 0);
        }

        return moved;
    }

    public async Task<Frame> FrameAsync(CooperationRecord record, CancellationToken ct)
    {
        var pauses = await db.Pauses.Where(p => p.CooperationId == record.Id).ToListAsync(ct);

        // Pauses begun or ended in this very act stand in the context only.
        var here = pauses.Union(db.Pauses.Local.Where(p => p.CooperationId == record.Id)).DistinctBy(p => p.Id);
        return new(record.StartOn, record.AnchorOn, new(await days.CalendarAsync(ct), [.. here.Select(p => new Pause(p.FromOn, p.UntilOn))]));
    }

    private static Step<Guid> StepOf(CooperationTask t) => new(t.Id, t.After)
    {
        Days = t.Days,
        Start = t.StartOffset,
        Wait = t.Wait,
        Before = t.BeforeAnchor,
        Began = t.BeganOn,
        Ended = t.EndedOn,
        Aside = !t.Called,
    };

    private static string Invariant(MovedTask m) =>
        $"{m.Task.TitleZh} {m.FromDue:yyyy-MM-dd} → {m.Task.DueOn:yyyy-MM-dd}" + (m.Because is null ? "" : $"（{m.Because.TitleZh}）");
}
