namespace Guanlian.Platform.Commands;

/// <summary>Ends a command with a sentence for the operator and an exit code, without a stack trace.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="key">Key of the sentence in the word files: what is wrong and what to do.</param>
/// <param name="holes">Fill the sentence.</param>
public sealed class CommandRefusedException(int exitCode, string key, params (string Name, object? Value)[] holes)
    : Exception($"{key}: {string.Join("; ", holes.Select(h => $"{h.Name} = {h.Value}"))}")
{
    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Key of the sentence.</summary>
    public string Key { get; } = key;

    /// <summary>What fills it.</summary>
    public (string Name, object? Value)[] Holes { get; } = holes;
}
