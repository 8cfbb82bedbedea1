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

    /// <summary>The present value is another, since a day: what a person says, where a register only says what it knew then.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Change(DateOnly from, string value, string source)
    {
        if (spans.LastOrDefault() is not { To: null } present || present.From is null || present.From <= from)
        {
            return Set(from, value, source);
        }

        if (present.Value == value || !MayChange(from))
        {
            return false;
        }

        // Nothing is known of the days before: what was thought to be the present value was the one before it.
        (present.From, present.To) = (null, from);
        spans.Add(new(value, from, null, source));
        return true;
    }

    /// <summary>Not before the day on which the present value followed another.</summary>
    public bool MayChange(DateOnly from) => spans.Count < 2 || spans[^1].From is not { } since || since <= from;

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
