using System.CommandLine;
using System.Diagnostics;
using Guanlian.Web.Database;

namespace Guanlian.Web.Commands;

/// <summary>Runs another program beside a throw-away database; ./guanlian test runs the tests in it.</summary>
internal static class WithDatabase
{
    /// <summary>Names the server to the tests.</summary>
    private const string Variable = "GUANLIAN_TEST_DATABASE";

    private static readonly Argument<string[]> Line = new("command") { Arity = ArgumentArity.OneOrMore, Description = "The program and its arguments." };

    public static Command Build()
    {
        var command = new Command("with-database", $"Start a throw-away PostgreSQL, run a program with {Variable} set, remove it again.") { Line };
        command.Hidden = true;
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var line = parsed.GetRequiredValue(Line);
        await using var database = await ThrowAwayPostgres.StartAsync(ct);
        var start = new ProcessStartInfo(line[0], line[1..]);
        start.Environment[Variable] = database.ConnectionString;
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(ct);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
