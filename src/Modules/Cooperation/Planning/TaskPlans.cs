using Guanlian.Cooperation.Scheduling;
using Guanlian.Cooperation.Templates;

namespace Guanlian.Cooperation.Planning;

/// <summary>What finds a task again across versions of a template: its code, the party at whose place it is done, and which turn it is.</summary>
internal readonly record struct TaskKey(string Code, Guid? Site, int Turn);

/// <summary>A task of a template with the parties that will do it.</summary>
internal sealed record PlannedTask(TaskKey Key, Stage Stage, TaskPlan Plan, Guid Does, Guid? Helps, Guid Checks, Guid? Confirms, IReadOnlyList<TaskKey> After)
{
    /// <summary>Calendar days to wait after those before.</summary>
    public int Wait => Key.Turn > 1 ? Plan.Repeats!.Every : Plan.Wait;
}

/// <summary>Who takes which role: the parties in their order.</summary>
internal sealed record Cast(IReadOnlyDictionary<string, IReadOnlyList<Guid>> Parties)
{
    public IReadOnlyList<Guid> Of(string? role) => role is not null && Parties.TryGetValue(role, out var parties) ? parties : [];
}

/// <summary>From a template and a cast to tasks: pure, the same for the preview and for the real thing.</summary>
internal static class TaskPlans
{
    public static IReadOnlyList<PlannedTask> Of(Template template, Cast cast)
    {
        var stageOf = template.Stages.SelectMany(s => s.Tasks.Select(t => (t.Code, Stage: s))).ToDictionary(p => p.Code, p => p.Stage);
        return [.. template.Stages.SelectMany(stage => Sites(stage, cast).SelectMany((site, place) => stage.Tasks
            .SelectMany(task => Enumerable.Range(1, task.Repeats?.Times ?? 1)
                .Select(turn => Planned(template, cast, stage, task, site, place, turn, stageOf)))))
            .OfType<PlannedTask>()];
    }

    /// <summary>The kernel's view of planned tasks, with no real dates yet.</summary>
    public static IReadOnlyList<Step<TaskKey>> Steps(IReadOnlyList<PlannedTask> tasks) => [.. tasks.Select(t => new Step<TaskKey>(t.Key, t.After)
    {
        Days = t.Plan.Days, Start = t.Plan.Start, Wait = t.Wait, Before = t.Plan.Before, Aside = t.Plan.Optional,
    })];

    private static IReadOnlyList<Guid?> Sites(Stage stage, Cast cast) => stage.Each is null ? [null] : [.. cast.Of(stage.Each).Select(p => (Guid?)p)];

    private static PlannedTask? Planned(
        Template template, Cast cast, Stage stage, TaskPlan task, Guid? site, int place, int turn, Dictionary<string, Stage> stageOf)
    {
        // A role that nobody takes (an optional helper) leaves its tasks to the leading party.
        var lead = cast.Of(template.LeadingRole.Code)[0];
        Guid? Party(string? role) => role is null ? null : role == stage.Each ? site : cast.Of(role) is [var first, ..] ? first : null;
        var does = Party(task.Does) ?? lead;
        var helps = Party(task.Helps) is { } helper && helper != does ? helper : (Guid?)null;
        var receivers = template.Roles.Where(r => r.Receives).SelectMany(r => r.Code == stage.Each ? [site!.Value] : cast.Of(r.Code)).ToList();
        var others = cast.Parties.Values.SelectMany(p => p).Where(p => p != does).ToList();
        Guid? receiver = receivers.Contains(does) ? null : receivers.Cast<Guid?>().FirstOrDefault(r => r != does);
        var checks = Party(task.Checks) ?? (does != lead ? lead : receiver ?? others.Cast<Guid?>().FirstOrDefault() ?? lead);
        var confirms = Party(task.Confirms) is { } named && named != does ? named : receiver;
        return new(new(task.Code, site, turn), stage, task, does, helps, checks, confirms, After(stage, task, site, place, turn, cast, stageOf));
    }

    private static List<TaskKey> After(Stage stage, TaskPlan task, Guid? site, int place, int turn, Cast cast, Dictionary<string, Stage> stageOf)
    {
        if (turn > 1)
        {
            return [new(task.Code, site, turn - 1)];
        }

        var after = task.After.SelectMany(code => Last(stageOf[code], stageOf[code].Tasks.First(t => t.Code == code), stage, site, cast)).ToList();

        // One place after the other: the first tasks of a place wait for the last ones of the place before.
        if (stage.InTurn && place > 0 && !task.After.Any(code => stageOf[code] == stage))
        {
            var before = cast.Of(stage.Each)[place - 1];
            var ends = stage.Tasks.Where(t => !t.Optional && !stage.Tasks.Any(f => f.After.Contains(t.Code)));
            after.AddRange(ends.Select(t => new TaskKey(t.Code, before, t.Repeats?.Times ?? 1)));
        }

        return after;
    }

    private static IEnumerable<TaskKey> Last(Stage of, TaskPlan task, Stage waiting, Guid? site, Cast cast)
    {
        var turn = task.Repeats?.Times ?? 1;
        return of.Each is null ? [new(task.Code, null, turn)]
            : of.Each == waiting.Each ? [new(task.Code, site, turn)]
            : cast.Of(of.Each).Select(p => new TaskKey(task.Code, p, turn));
    }
}
