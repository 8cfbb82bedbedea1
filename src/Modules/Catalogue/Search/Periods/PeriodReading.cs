namespace Guanlian.Catalogue.Search.Periods;

/// <summary>How words about time were read, to be echoed to whoever typed them.</summary>
/// <param name="Said">The period in plain words: 清·康熙, 19世纪晚期.</param>
/// <param name="Spans">Its years; several where a cyclic year (壬寅) or a reign title fits more than once.</param>
internal sealed record PeriodReading(string Said, IReadOnlyList<YearSpan> Spans)
{
    /// <summary>The dynasty or culture that was named, as eras.csv calls it; the narrowest one. Null for bare years.</summary>
    public string? Era { get; init; }

    /// <summary>约, c.: the years are approximate.</summary>
    public bool About { get; init; }

    /// <summary>Words that were not understood stood beside it.</summary>
    public bool Partly { get; init; }

    /// <summary>From the first beginning to the last end.</summary>
    public YearSpan Whole => Spans.Aggregate((a, b) => a.Until(b));
}
