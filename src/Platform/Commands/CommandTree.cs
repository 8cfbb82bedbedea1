using System.CommandLine;
using Guanlian.Platform.Words;

namespace Guanlian.Platform.Commands;

/// <summary>The command line being put together: the host starts it, every module adds to it.</summary>
/// <param name="root">The command <c>./guanlian</c> itself.</param>
/// <param name="host">What the commands' actions run in.</param>
/// <param name="words">Every word of the program, in the operator's language while a command runs.</param>
public sealed class CommandTree(Command root, ICommandHost host, Wording words)
{
    /// <summary>What a command's action runs in.</summary>
    public ICommandHost Host { get; } = host;

    /// <summary>Descriptions and answers of commands.</summary>
    public Wording Words { get; } = words;

    /// <summary>Adds a command at the top: <c>./guanlian pair</c>.</summary>
    public void Add(Command command) => root.Add(command);

    /// <summary>Adds a command to one of the groups that modules share: <c>./guanlian import register</c>.</summary>
    /// <param name="group">Name of an existing group: admin, import, verify.</param>
    /// <param name="command">The command.</param>
    public void Add(string group, Command command) => root.Subcommands.Single(c => c.Name == group).Add(command);
}
