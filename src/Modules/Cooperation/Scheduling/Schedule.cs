namespace Guanlian.Cooperation.Scheduling;

/// <summary>One task as the kernel sees it.</summary>
internal sealed record Step<TKey>(TKey Key, IReadOnlyList<TKey> After)
    where TKey : notnull
{
    /// <summary>Working days that it takes; 0 is a moment.</summary>
    public int Days { get; init; }

    /// <summary>Not before so many working days after the start of all.</summary>
    public int Start { get; init; }

    /// <summary>Calendar days between the end of those before and its start.</summary>
    public int Wait { get; init; }

    /// <summary>Ends so many calendar days before the anchor day.</summary>
    public int? Before { get; init; }

    /// <summary>When it really began.</summary>
    public DateOnly? Began { get; init; }

    /// <summary>When it really ended.</summary>
    public DateOnly? Ended { get; init; }

    /// <summary>Not called for (yet): has no dates and holds nobody up.</summary>
    public bool Aside { get; init; }
}

/// <summary>From when to when a task is laid.</summary>
/// <param name="Start">First day.</param>
/// <param name="End">Last day.</param>
/// <param name="Late">Days after the day by which the anchor wants it; 0 where it is in time.</param>
internal readonly record struct Span(DateOnly Start, DateOnly End, int Late);

/// <summary>What the dates hang on.</summary>
/// <param name="Start">First day of all.</param>
/// <param name="Anchor">The day that some tasks count back from.</param>
/// <param name="Days">On which days work goes on.</param>
internal sealed record Frame(DateOnly Start, DateOnly? Anchor, GoingDays Days);

/// <summary>A task whose dates changed, and the one that pushed it; null where it moved by itself.</summary>
internal sealed record Moved<TKey>(TKey Key, Span? From, Span To, TKey? Because)
    where TKey : notnull;

/// <summary>
/// Lays tasks on days: finish-to-start along dependencies, real dates before planned ones, counted back from the anchor where asked.
/// Pure; the same input gives the same dates.
/// </summary>
internal static class Schedule
{
    /// <summary>Dates of every task that is not aside.</summary>
    /// <exception cref="InvalidOperationException">The tasks wait for each other in a ring; ask <see cref="Ring"/> first.</exception>
    public static IReadOnlyDictionary<TKey, Span> Lay<TKey>(IReadOnlyCollection<Step<TKey>> steps, Frame frame)
        where TKey : notnull
    {
        var byKey = steps.ToDictionary(s => s.Key);
        var laid = new Dictionary<TKey, Span>();
        foreach (var step in InOrder(byKey) ?? throw new InvalidOperationException("the tasks wait for each other in a ring"))
        {
            if (!step.Aside)
            {
                laid[step.Key] = SpanOf(step, laid, byKey, frame);
            }
        }

        return laid;
    }

    /// <summary>True where the tasks wait for each other in a ring.</summary>
    public static bool Ring<TKey>(IReadOnlyCollection<Step<TKey>> steps)
        where TKey : notnull => InOrder(steps.ToDictionary(s => s.Key)) is null;

    /// <summary>What moved between two layings, and because of which task.</summary>
    public static IReadOnlyList<Moved<TKey>> Compare<TKey>(
        IReadOnlyCollection<Step<TKey>> steps, IReadOnlyDictionary<TKey, Span> before, IReadOnlyDictionary<TKey, Span> after)
        where TKey : notnull
    {
        var changed = new HashSet<TKey>(after.Where(a => !before.TryGetValue(a.Key, out var old) || old.Start != a.Value.Start || old.End != a.Value.End)
            .Select(a => a.Key));
        return [.. steps.Where(s => changed.Contains(s.Key)).Select(s => new Moved<TKey>(
            s.Key, before.TryGetValue(s.Key, out var old) ? old : null, after[s.Key],
            s.After.Where(changed.Contains).OrderByDescending(k => after[k].End).FirstOrDefault()))
            .OrderBy(m => m.To.Start).ThenBy(m => m.To.End)];
    }

    private static Span SpanOf<TKey>(Step<TKey> step, Dictionary<TKey, Span> laid, Dictionary<TKey, Step<TKey>> byKey, Frame frame)
        where TKey : notnull
    {
        var days = frame.Days;
        var earliest = days.After(frame.Start, step.Start);
        foreach (var end in EndsBefore(step, laid, byKey))
        {
            var free = days.OnOrAfter(end.AddDays(1 + step.Wait));
            earliest = free > earliest ? free : earliest;
        }

        var length = Math.Max(0, step.Days - 1);
        var wanted = step.Before is { } before && frame.Anchor is { } anchor ? days.OnOrBefore(anchor.AddDays(-before)) : (DateOnly?)null;
        if (wanted is { } by && days.Before(by, length) is var back && back > earliest)
        {
            earliest = back;
        }

        var start = step.Began ?? step.Ended ?? earliest;
        if (step.Ended is { } ended)
        {
            start = step.Began ?? (earliest < ended ? earliest : ended);
        }

        var finish = step.Ended ?? days.After(start, length);
        finish = finish < start ? start : finish;
        return new(start, finish, wanted is { } latest && finish > latest ? finish.DayNumber - latest.DayNumber : 0);
    }

    // A task aside holds nobody up, but what it waits for still does: whoever follows it follows those.
    private static IEnumerable<DateOnly> EndsBefore<TKey>(Step<TKey> step, Dictionary<TKey, Span> laid, Dictionary<TKey, Step<TKey>> byKey)
        where TKey : notnull
    {
        var open = new Stack<TKey>(step.After);
        var seen = new HashSet<TKey>();
        while (open.TryPop(out var key))
        {
            if (!seen.Add(key) || !byKey.TryGetValue(key, out var before))
            {
                continue;
            }

            if (before.Aside)
            {
                before.After.ToList().ForEach(open.Push);
            }
            else
            {
                yield return laid[key].End;
            }
        }
    }

    private static List<Step<TKey>>? InOrder<TKey>(Dictionary<TKey, Step<TKey>> byKey)
        where TKey : notnull
    {
        var waits = byKey.Values.ToDictionary(s => s.Key, s => s.After.Distinct().Count(byKey.ContainsKey));
        var followers = byKey.Values.SelectMany(s => s.After.Distinct().Where(byKey.ContainsKey).Select(a => (Before: a, s.Key))).ToLookup(p => p.Before, p => p.Key);
        var free = new Queue<TKey>(byKey.Keys.Where(k => waits[k] == 0));
        var order = new List<Step<TKey>>(byKey.Count);
        while (free.TryDequeue(out var key))
        {
            order.Add(byKey[key]);
            foreach (var follower in followers[key])
            {
                if (--waits[follower] == 0)
                {
                    free.Enqueue(follower);
                }
            }
        }

        return order.Count == byKey.Count ? order : null;
    }
}
