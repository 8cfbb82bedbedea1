using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Steps;

/// <summary>Today: tasks to do, to check, to confirm; cooperations to agree to or to ratify.</summary>
internal sealed class TaskDueItems(CooperationDb db, TimeProvider clock) : IDueItems
{
    private const int Most = 8;
    private const int DaysAhead = 14;
    private const int DaysBefore = 7;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(CooperationPermissions.Read))
        {
            return [];
        }

        var today = Dates.InChina(clock.GetUtcNow());
        var due = new List<DueItem>();
        if (actor.May(CooperationPermissions.Work))
        {
            await TasksAsync(due, party, today, ct);
        }

        if (actor.May(CooperationPermissions.Agree))
        {
            var asked = await db.Participants.Where(p => p.PartyId == party && p.AgreedAt == null)
                .Join(db.Cooperations.Where(c => c.State == CooperationState.Idea), p => p.CooperationId, c => c.Id, (p, c) => new { c.Id, c.Title })
                .Distinct().OrderBy(c => c.Id).Take(Most).ToListAsync(ct);
            due.AddRange(asked.Select(c => new DueItem("cooperation.due.agree", $"cooperations/{c.Id}/parties") { Holes = [("title", c.Title)], Urgency = Urgency.Soon }));
        }

        if (actor.May(CooperationPermissions.Ratify))
        {
            var over = actor.Mandate!.StandsOver.ToList();
            var open = await db.Cooperations.Where(c => c.RatifyBy != null && c.RatifiedAt == null && c.State != CooperationState.Cancelled && over.Contains(c.LeadPartyId))
                .OrderBy(c => c.RatifyBy).Take(Most).Select(c => new { c.Id, c.Title, c.RatifyBy }).ToListAsync(ct);
            due.AddRange(open.Select(c => new DueItem("cooperation.due.ratify", $"cooperations/{c.Id}")
            {
                Holes = [("title", c.Title)],
                By = c.RatifyBy,
                Urgency = c.RatifyBy < today ? Urgency.Late : Urgency.Soon,
            }));
        }

        return due;
    }

    private async Task TasksAsync(List<DueItem> due, Guid party, DateOnly today, CancellationToken ct)
    {
        var (next, soon) = (today.AddDays(DaysBefore), today.AddDays(DaysAhead));
        var running = db.Cooperations.Where(c => c.State == CooperationState.Running).Select(c => c.Id);

        // A task that waits for others is not due to its doer yet; most rules of that are in the dates, the rest is told when he opens it.
        var toDo = await db.Tasks.AsNoTracking()
            .Where(t => t.DoesPartyId == party && t.DroppedAt == null && t.Called && running.Contains(t.CooperationId) && t.StartOn <= next && t.DueOn <= soon
                && (t.State == TaskState.Open || t.State == TaskState.Doing || t.State == TaskState.Returned)
                && !db.Tasks.Any(b => t.After.Contains(b.Id) && b.Called && b.DroppedAt == null && b.State != TaskState.Accepted))
            .OrderBy(t => t.DueOn).ThenBy(t => t.Id).Take(Most).ToListAsync(ct);
        due.AddRange(toDo.Select(t => Item(t.State == TaskState.Returned ? "cooperation.due.redo" : "cooperation.due.do", t, t.DueOn, today)));
        var toCheck = await db.Tasks.AsNoTracking()
            .Where(t => t.ChecksPartyId == party && t.DroppedAt == null && running.Contains(t.CooperationId) && t.State == TaskState.HandedIn)
            .OrderBy(t => t.HandedInAt).ThenBy(t => t.Id).Take(Most).ToListAsync(ct);
        due.AddRange(toCheck.Select(t => Item("cooperation.due.check", t, null, today)));
        var toConfirm = await db.Tasks.AsNoTracking()
            .Where(t => t.ConfirmsPartyId == party && t.ConfirmedAt == null && t.DisputedWhy == null && t.DroppedAt == null
                && (t.State == TaskState.Accepted || (t.State == TaskState.HandedIn && t.ChecksPartyId != party)))
            .Where(t => db.Cooperations.Any(c => c.Id == t.CooperationId && c.State != CooperationState.Cancelled && c.State != CooperationState.Closed))
            .OrderBy(t => t.HandedInAt).ThenBy(t => t.Id).Take(Most).ToListAsync(ct);
        due.AddRange(toConfirm.Select(t => Item("cooperation.due.confirm", t, null, today)));
    }

    private static DueItem Item(string key, CooperationTask task, DateOnly? by, DateOnly today) => new(key, $"cooperations/tasks/{task.Id}")
    {
        Holes = [("task", task.Title.Here)],
        By = by,
        Urgency = by < today ? Urgency.Late : Urgency.Soon,
    };
}
