using System.Diagnostics.CodeAnalysis;
using Guanlian.Platform.Tables;

namespace Guanlian.Catalogue.Formats.Reading;

/// <summary>Carries a finding out of the readers to the edge of this folder; callers only ever see it as a value.</summary>
[SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "It never leaves this folder.")]
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves this folder.")]
internal sealed class ForeignFault(TableProblem problem) : Exception(problem.Code)
{
    public TableProblem Problem => problem;

    public static ForeignFault Of(string code, params (string Name, object? Value)[] holes) =>
        new(new TableProblem(code, TablePlace.WholeFile) { Holes = holes });
}
