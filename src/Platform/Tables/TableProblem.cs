using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Tables;

/// <summary>Where something was found: every part that is known, in the words of the file itself.</summary>
public sealed record TablePlace(string? Sheet = null, int? Row = null, string? Column = null, string? Cell = null)
{
    /// <summary>Nothing nearer is known.</summary>
    public static TablePlace WholeFile { get; } = new();
}

/// <summary>How much a finding matters.</summary>
public enum TableWeight
{
    /// <summary>The value was used; the reader should know something about it.</summary>
    Notice,

    /// <summary>The value could not be used.</summary>
    Problem,
}

/// <summary>One finding. <c>Code</c> is the key of a sentence that says what is wrong and how to mend it.</summary>
public sealed record TableProblem(string Code, TablePlace Place, string? Value = null)
{
    /// <summary>How much it matters.</summary>
    public TableWeight Weight { get; init; } = TableWeight.Problem;

    /// <summary>Holes of the sentence besides those of place and value.</summary>
    public IReadOnlyList<(string Name, object? Value)> Holes { get; init; } = [];

    /// <summary>Every hole that the sentence may have.</summary>
    public IReadOnlyList<(string Name, object? Value)> AllHoles =>
        [.. Holes, ("sheet", Place.Sheet), ("row", Place.Row?.ToString(CultureInfo.InvariantCulture)), ("column", Place.Column),
            ("cell", Place.Cell), ("value", Value)];

    /// <summary>As the answer to a request that cannot go on.</summary>
    public Refusal AsRefusal() => new Refusal.Invalid(Code).With([.. AllHoles]);

    internal static TableProblem Of(string code, params (string Name, object? Value)[] holes) =>
        new(code, TablePlace.WholeFile) { Holes = holes };
}

/// <summary>Carries a finding out of the readers to the edge of this folder; callers only ever see it as a value.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It never leaves this folder.")]
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves this folder.")]
internal sealed class TableFault(TableProblem problem) : Exception(problem.Code)
{
    public TableProblem Problem => problem;
}
