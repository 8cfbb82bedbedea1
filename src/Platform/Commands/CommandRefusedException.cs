namespace Guanlian.Platform.Commands;

/// <summary>Ends a command with a sentence for the operator and an exit code, without a stack trace.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong and what to do, in one or two sentences.</param>
public sealed class CommandRefusedException(int exitCode, string message) : Exception(message)
{
    /// <summary>The exit code of the process.</summary>
    public int ExitCode { get; } = exitCode;
}
