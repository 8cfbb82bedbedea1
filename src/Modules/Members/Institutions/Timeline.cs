namespace Guanlian.Members.Institutions;

/// <summary>
/// The values of one field in the order of their days. Setting a value from a day on leaves every earlier day as it was, and later
/// values that were already noted stand: an old register brought in late does not undo a newer one.
/// </summary>
internal sealed class Timeline
{
    private readonly List<Span> spans;

    public Timeline(IEnumerable<Span> spans) => this.spans = [.. spans.OrderBy(s => s.From ?? DateOnly.MinValue)];

    /// <summary>Spans that were joined into their neighbours.</summary>
    public List<Span> Dropped { get; } = [];

    /// <summary>In order, never overlapping.</summary>
    public IReadOnlyList<Span> Spans => spans;

    /// <summary>The value on a day; null where nothing is known of that day.</summary>
    public string? On(DateOnly day) => Holding(day)?.Value;

    /// <summary>Sets the value from a day on, up to the next value already noted.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Set(DateOnly from, string value, string source)
    {
        if (Holding(from) is not { } holding)
        {
            var next = spans.Find(s => s.From > from);
            if (next?.Value == value)
            {
                next.From = from;
                return true;
            }

            spans.Insert(next is null ? spans.Count : spans.IndexOf(next), new(value, from, next?.From, source));
            JoinEqual();
            return true;
        }

        if (holding.Value == value)
        {
            return false;
        }

        if (holding.From == from)
        {
            (holding.Value, holding.Source) = (value, source);
        }
        else
        {
            var rest = new Span(value, from, holding.To, source);
            holding.To = from;
            spans.Insert(spans.IndexOf(holding) + 1, rest);
        }

        JoinEqual();
        return true;
    }

    /// <summary>Notes a value that held in the past, up to a day, as far as nothing else is known of those days.</summary>
    public bool Remember(string value, DateOnly? from, DateOnly to, string source)
    {
        var first = spans.Count == 0 ? null : spans[0];
        if (first is not null && (first.From is null || to > first.From) || from >= to)
        {
            return false;
        }

        spans.Insert(0, new(value, from, to, source));
        JoinEqual();
        return true;
    }

    private Span? Holding(DateOnly day) => spans.Find(s => (s.From is null || s.From <= day) && (s.To is null || day < s.To));

    private void JoinEqual()
    {
        for (var i = spans.Count - 1; i > 0; i--)
        {
            var (before, after) = (spans[i - 1], spans[i]);
            if (before.Value == after.Value && before.To == after.From)
            {
                before.To = after.To;
                Dropped.Add(after);
                spans.RemoveAt(i);
            }
        }
    }

    /// <summary>One value with the first day and the day after the last.</summary>
    internal sealed class Span(string value, DateOnly? from, DateOnly? to, string source)
    {
        public string Value { get; set; } = value;

        public DateOnly? From { get; set; } = from;

        public DateOnly? To { get; set; } = to;

        public string Source { get; set; } = source;

        /// <summary>The stored row, where it comes from one.</summary>
        public Data.PartyPeriod? Row { get; init; }
    }
}
