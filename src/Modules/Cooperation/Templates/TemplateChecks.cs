using System.Text.RegularExpressions;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Templates;

/// <summary>Whether the parts of a template fit together.</summary>
internal static partial class TemplateChecks
{
    public static void Check(Template template, MapReader map, Problems problems)
    {
        foreach (var (text, line) in map.Texts("covers").Where(c => !Requirement().IsMatch(c.Text)))
        {
            problems.Add(line, "not-a-requirement", ("value", text));
        }

        if (template.Depth.From > template.Depth.To)
        {
            problems.Add(map.LineAt("depth"), "depth-backwards");
        }

        if (template.Ladder.From > template.Ladder.To)
        {
            problems.Add(map.LineAt("ladder"), "ladder-backwards");
        }

        if (template.Ladder.Rungs.Count != Enum.GetValues<DoneBy>().Length)
        {
            problems.Add(map.LineAt("ladder"), "rungs-count", ("count", Enum.GetValues<DoneBy>().Length));
        }

        All(template.Safeguards, map.LineAt("safeguards"), problems);
        Once(template.Roles.Select(r => (r.Code, r.Line)), problems);
        Once(template.Stages.Select(s => (s.Code, s.Line)), problems);
        Once(template.Tasks.Select(t => (t.Code, t.Line)), problems);
        Once(template.Indicators.Select(i => (i.Code, i.Line)), problems);
        Once(template.Endings.Select(e => (e.Code, e.Line)), problems);
        RolesFit(template, map, problems);
        StagesFit(template, map, problems);
        foreach (var stage in template.Stages)
        {
            stage.Tasks.ToList().ForEach(task => TaskFits(template, task, problems));
        }

        if (Cycle(template) is { Count: > 0 } cycle)
        {
            problems.Add(template.Tasks.First(t => t.Code == cycle[0]).Line, "cycle", ("tasks", string.Join(" → ", cycle.Append(cycle[0]))));
        }
    }

    /// <summary>No safeguard may be missing (requirement G29).</summary>
    public static void All(IReadOnlyList<SafeguardLine> safeguards, int line, Problems problems)
    {
        var missing = Enum.GetValues<Safeguard>().Except(safeguards.Select(s => s.Kind)).Select(CodeWords.Write).ToList();
        if (missing.Count > 0)
        {
            problems.Add(line, "safeguard-missing", ("missing", string.Join(' ', missing)));
        }
    }

    /// <summary>Tasks that wait for each other in a ring, in order; empty where there is none.</summary>
    public static IReadOnlyList<string> Cycle(Template template)
    {
        var after = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var task in template.Tasks)
        {
            after.TryAdd(task.Code, task.After);
        }

        var done = new HashSet<string>();
        foreach (var start in after.Keys.Where(code => !done.Contains(code)))
        {
            // Iterative, so that a chain of any length is walked without deep calls.
            var path = new List<string> { start };
            var next = new Stack<int>([0]);
            while (path.Count > 0)
            {
                var (at, index) = (path[^1], next.Pop());
                if (index >= after[at].Count)
                {
                    done.Add(at);
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                next.Push(index + 1);
                var before = after[at][index];
                if (path.IndexOf(before) is var found and >= 0)
                {
                    return [.. path[found..].AsEnumerable().Reverse()];
                }

                if (after.ContainsKey(before) && !done.Contains(before))
                {
                    path.Add(before);
                    next.Push(0);
                }
            }
        }

        return [];
    }

    private static void Once(IEnumerable<(string Code, int Line)> named, Problems problems)
    {
        foreach (var twice in named.Where(n => n.Code.Length > 0).GroupBy(n => n.Code).Where(g => g.Count() > 1))
        {
            problems.Add(twice.Skip(1).First().Line, "code-twice", ("code", twice.Key), ("line", twice.First().Line));
        }
    }

    private static void RolesFit(Template template, MapReader map, Problems problems)
    {
        if (template.Roles.Count(r => r.Leads) != 1)
        {
            problems.Add(map.LineAt("roles"), "one-leads", ("count", template.Roles.Count(r => r.Leads)));
        }

        if (!template.Roles.Any(r => r.Receives))
        {
            problems.Add(map.LineAt("roles"), "nobody-receives");
        }

        foreach (var role in template.Roles)
        {
            if (role.Least > role.Most || (role.Leads && (role.Least != 1 || role.Most != 1)))
            {
                problems.Add(role.Line, "role-count", ("role", role.Code));
            }

            if (role.Gives.Count == 0)
            {
                problems.Add(role.Line, "gives-nothing", ("role", role.Code));
            }
        }
    }

    private static void StagesFit(Template template, MapReader map, Problems problems)
    {
        if (template.Stages.Count == 0)
        {
            problems.Add(map.LineAt("stages"), "no-stages");
        }

        foreach (var stage in template.Stages)
        {
            if (stage.Tasks.Count == 0)
            {
                problems.Add(stage.Line, "no-tasks", ("stage", stage.Code));
            }

            Known(stage.Each, "each", stage.Line, template.Roles.Select(r => r.Code), problems);
            if (stage.InTurn && stage.Each is null)
            {
                problems.Add(stage.Line, "turn-of-whom", ("stage", stage.Code));
            }
        }

        if (template.Stages.Count > 0 && !template.Tasks.Any(t => t.Deliverables.Count > 0))
        {
            problems.Add(map.LineAt("stages"), "nothing-delivered");
        }
    }

    private static void TaskFits(Template template, TaskPlan task, Problems problems)
    {
        var roles = template.Roles.Select(r => r.Code).ToList();
        foreach (var (key, role) in new[] { ("does", task.Does), ("helps", task.Helps), ("checks", task.Checks), ("confirms", task.Confirms) })
        {
            Known(role is { Length: > 0 } ? role : null, key, task.Line, roles, problems);
        }

        if (task.Helps is null != task.Mode is null)
        {
            problems.Add(task.Line, "help-without-mode", ("task", task.Code));
        }

        if (task.Confirms is not null && task.Confirms == task.Does && template.Role(task.Does) is { Most: 1 })
        {
            problems.Add(task.Line, "confirms-oneself", ("task", task.Code));
        }

        if (task.Before is not null && template.Anchor is null)
        {
            problems.Add(task.Line, "before-what", ("task", task.Code));
        }

        foreach (var before in task.After)
        {
            Known(before, "after", task.Line, template.Tasks.Select(t => t.Code), problems);
        }

        if (task.Repeats is not null && task.Optional)
        {
            problems.Add(task.Line, "optional-repeats", ("task", task.Code));
        }

        Once(task.Deliverables.Select(d => (d.Code, d.Line)), problems);
        foreach (var deliverable in task.Deliverables)
        {
            if (deliverable.Evidence.Count == 0)
            {
                problems.Add(deliverable.Line, "no-evidence", ("code", deliverable.Code));
            }

            Known(deliverable.Measures, "measures", deliverable.Line, template.Indicators.Select(i => i.Code), problems);
            if (deliverable.Measures is not null && !deliverable.Evidence.Contains(EvidenceKind.Number))
            {
                problems.Add(deliverable.Line, "measure-without-number", ("code", deliverable.Code));
            }

            BookFits(template, deliverable, problems);
        }
    }

    // A book counts something or not, and some books are of no use without others.
    private static void BookFits(Template template, Deliverable deliverable, Problems problems)
    {
        if (deliverable.Attend is not null && deliverable.Book != KeptBook.Certificates)
        {
            problems.Add(deliverable.Line, "attend-without-certificates", ("code", deliverable.Code));
        }

        if (deliverable.Book is not { } book)
        {
            return;
        }

        if (deliverable.Measures is not null && !KeptBooks.Counts(book))
        {
            problems.Add(deliverable.Line, "book-counts-nothing", ("code", deliverable.Code), ("book", CodeWords.Write(book)));
        }

        if (KeptBooks.Needs(book) is { } other && !KeptBooks.In(template).Contains(other))
        {
            problems.Add(deliverable.Line, "book-needs-another", ("book", CodeWords.Write(book)), ("other", CodeWords.Write(other)));
        }
    }

    private static void Known(string? code, string key, int line, IEnumerable<string> known, Problems problems)
    {
        if (code is not null && !known.Contains(code))
        {
            problems.Add(line, "refers-to-nothing", ("key", key), ("value", code), ("nearest", MapReader.Nearest(code, known)));
        }
    }

    [GeneratedRegex("^[A-Z][0-9]{2}$")]
    private static partial Regex Requirement();
}
