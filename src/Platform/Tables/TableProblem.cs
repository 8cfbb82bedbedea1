namespace Guanlian.Platform.Tables;

/// <summary>Where something was found: every part that is known, in the words of the file itself.</summary>
public sealed record TablePlace(string? Sheet = null, int? Row = null, string? Column = null, string? Cell = null)
{
    public static readonly TablePlace WholeFile = new();
}

public enum TableWeight
{
    /// <summary>The value was used; the reader should know something about it.</summary>
    Notice,

    /// <summary>The value could not be used.</summary>
    Problem,
}

/// <summary>One finding. <c>Code</c> is the word key of the sentence, <c>Code + ".remedy"</c> that of the way to mend it.</summary>
public sealed record TableProblem(string Code, TablePlace Place, string? Value = null)
{
    public TableWeight Weight { get; init; } = TableWeight.Problem;

    /// <summary>Holes of the sentence besides sheet, row, column, cell and value.</summary>
    public IReadOnlyDictionary<string, string> Holes { get; init; } = NoHoles;

    private static readonly Dictionary<string, string> NoHoles = [];

    internal static TableProblem Of(string code, params (string Hole, object? Value)[] holes) => new(code, TablePlace.WholeFile)
    {
        Holes = holes.ToDictionary(h => h.Hole, h => Convert.ToString(h.Value, System.Globalization.CultureInfo.InvariantCulture) ?? ""),
    };
}

/// <summary>Carries a finding out of the readers to the edge of this folder; callers only ever see the finding as a value.</summary>
#pragma warning disable CA1064, CA1032 // never leaves the folder
internal sealed class TableFault(TableProblem problem) : Exception(problem.Code)
{
    public TableProblem Problem { get; } = problem;
}
#pragma warning restore CA1064, CA1032
