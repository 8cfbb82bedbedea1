namespace Guanlian.Catalogue.Search.Periods;

/// <summary>
/// Historical years from … to, both inside; -206 is 206 BC and there is no year 0. Null where a side is open (唐以前, 1949年以后).
/// </summary>
internal readonly record struct YearSpan(int? From, int? To)
{
    /// <summary>For arithmetic: years on one axis with 1 BC as 0.</summary>
    public static int OnAxis(int year) => year < 0 ? year + 1 : year;

    /// <summary>Back from the axis.</summary>
    public static int FromAxis(int year) => year <= 0 ? year - 1 : year;

    /// <summary>A year moved by some years, jumping over the year 0 that never was.</summary>
    public static int Move(int year, int by) => FromAxis(OnAxis(year) + by);

    /// <summary>Some hundredths of the span, counted from its beginning. An open side leaves it as it is.</summary>
    public YearSpan Part(double from, double to, int atMost = int.MaxValue)
    {
        if (From is not { } first || To is not { } last)
        {
            return this;
        }

        var years = OnAxis(last) - OnAxis(first) + 1;
        var start = (int)Math.Round(years * from);
        var end = Math.Max(start + 1, (int)Math.Round(years * to));
        if (end - start > atMost)
        {
            (start, end) = to >= 1 ? (end - atMost, end) : (start, start + atMost);
        }

        return new(Move(first, start), Move(first, end - 1));
    }

    /// <summary>From the earlier beginning to the later end.</summary>
    public YearSpan Until(YearSpan other) => new(Earlier(From, other.From), Later(To, other.To));

    /// <summary>Whether the other one lies wholly inside.</summary>
    public bool Contains(YearSpan other) =>
        (From is null || (other.From is { } from && from >= From)) && (To is null || (other.To is { } to && to <= To));

    private static int? Earlier(int? a, int? b) => a is null || b is null ? null : Math.Min(a.Value, b.Value);

    private static int? Later(int? a, int? b) => a is null || b is null ? null : Math.Max(a.Value, b.Value);
}
