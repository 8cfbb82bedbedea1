using System.CommandLine;

namespace Guanlian.Platform.Commands;

/// <summary>Gives a command the running parts of the program: the database (started when it is private) and the modules' services.</summary>
public interface ICommandHost
{
    /// <summary>Brings the database to this program's state, runs the work in a scope of its own and stops again what it started.</summary>
    /// <param name="parsed">The command line, for the options every command has.</param>
    /// <param name="work">What the command does; returns one of <see cref="ExitCodes"/>.</param>
    /// <param name="ct">Ctrl-C or a termination signal.</param>
    Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken ct);
}
