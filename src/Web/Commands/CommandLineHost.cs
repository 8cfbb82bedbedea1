using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Words;

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
        OperatorLanguage.Speak(OperatorLanguage.FromEnvironment());
        var words = Hosting.Words;
        var parsed = Build(words).Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync(words["web.command.see-help", ("command", PathOf(parsed.CommandResult))]);
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, stop.Token);
        }
        catch (CommandRefusedException e)
        {
            await Console.Error.WriteLineAsync(words[e.Key, e.Holes]);
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

    /// <summary>The whole command line; ./guanlian serves <c>test</c> itself and only its help comes from here.</summary>
    public static Command Build(Wording words)
    {
        var root = new Command("./guanlian", words["web.command.root"]) { DataOptions.Folder, new HelpOption { Recursive = true }, new VersionOption() };
        DataOptions.Folder.Description = words["web.command.data"];
        var tree = new CommandTree(root, new CommandHost(), words);
        tree.Add(Serve.Build(words));
        tree.Add(new Command("test", words["web.command.test"]));
        tree.Add(Migrate.Build(tree));
        tree.Add(new Command("import", words["web.command.import"]));
        tree.Add(new Command("verify", words["web.command.verify"]));
        tree.Add(new Command("admin", words["web.command.admin"]));
        tree.Add("verify", VerifyHistoryCommand.Build(tree));
        tree.Add(WithDatabase.Build());
        foreach (var module in ModuleList.All)
        {
            module.AddCommands(tree);
        }

        return root;
    }

    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)}{command.Command.Name} " : "";
}
