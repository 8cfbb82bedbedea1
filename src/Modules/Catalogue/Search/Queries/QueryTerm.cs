using Guanlian.Catalogue.Search.Periods;

namespace Guanlian.Catalogue.Search.Queries;

/// <summary>Which field a part of the query looks in.</summary>
internal enum SearchField
{
    Any,
    Name,
    Maker,
    Number,
}

/// <summary>One part of what was typed; all parts must hold, those that are excluded must not.</summary>
/// <param name="Said">The part in its plain form, as it is looked for.</param>
internal abstract record QueryTerm(string Said)
{
    /// <summary>-x: without it.</summary>
    public bool Exclude { get; init; }
}

/// <summary>Words, or with <paramref name="Phrase"/> exactly these characters in this order.</summary>
internal sealed record WordsTerm(string Said, SearchField Field, bool Phrase) : QueryTerm(Said);

/// <summary>
/// Words about time: found by the words themselves, or by a record's years lying in these. With <paramref name="Rest"/> (康熙青花) the
/// rest must be found beside the years.
/// </summary>
internal sealed record PeriodTerm(string Said, PeriodReading Reading, string? Rest) : QueryTerm(Said)
{
    /// <summary>Only years count: 年代:清.</summary>
    public bool YearsOnly { get; init; }
}
