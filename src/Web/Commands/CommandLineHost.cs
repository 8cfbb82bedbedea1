using System.CommandLine;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Guanlian.Platform.Commands;

namespace Guanlian.Web.Commands;

/// <summary>The program's entry: reads the command line, runs the command, answers with an exit code.</summary>
internal static class CommandLineHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Cancel);

        var parsed = Tree().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync($"See: ./guanlian {PathOf(parsed.CommandResult)}--help");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (CommandRefusedException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return ExitCodes.Stopped;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            await Console.Error.WriteLineAsync(e.ToString());
            return ExitCodes.Fault;
        }

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static RootCommand Tree()
    {
        var root = new RootCommand("Guanlian 馆联: museums that work as one.");
        root.Add(DataOptions.Folder);
        var tree = new CommandTree(root, new CommandHost());
        tree.Add(Serve.Build());
        tree.Add(WithDatabase.Build());
        root.Add(new Command("admin", "Accounts and upkeep at the machine itself."));
        foreach (var module in ModuleList.All)
        {
            module.AddCommands(tree);
        }

        return root;
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)}{command.Command.Name} " : "";
}
