using System.Globalization;
using Guanlian.Platform.Words;

namespace Guanlian.Cooperation.Templates;

/// <summary>What is wrong with a template, where, and how to mend it. The sentence stands in the word files under its code.</summary>
/// <param name="File">Name of the file; empty for a text typed on screen.</param>
/// <param name="Line">From 1.</param>
/// <param name="Code">Last word of the key <c>cooperation.template-problem.{code}</c>.</param>
internal sealed record TemplateProblem(string File, int Line, string Code, IReadOnlyList<(string Name, object? Value)> Holes)
{
    public string Say(Wording words) => words[$"cooperation.template-problem.{Code}", [.. Holes]];

    /// <summary>As compilers write it, for the operator.</summary>
    public string Say(Wording words, string language) => string.Create(CultureInfo.InvariantCulture,
        $"{File}:{Line}: {Wording.Fill(words.In(language, $"cooperation.template-problem.{Code}"), Holes)}");
}

/// <summary>Shipped templates cannot be used: the program does not start.</summary>
public sealed class BrokenTemplatesException(string message) : Exception(message);
