using System.CommandLine;
using Guanlian.Platform.Commands;

namespace Guanlian.Web.Commands;

/// <summary>./guanlian serve: the whole product on this machine.</summary>
internal static class Serve
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons. Loopback only unless you say otherwise.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<bool> Empty = new("--empty") { Description = "Do not load the sample province into an empty database." };

    public static Command Build()
    {
        var command = new Command("serve", "Start the database and the web server, and open the platform at the address printed.") { Urls, Empty };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        await using var database = await OpenDatabase.OpenAsync(parsed.GetRequiredValue(DataOptions.Folder), "serve", alone: true, ct);
        await using var app = WebHost.Build(new() { ConnectionString = database.ConnectionString, Urls = parsed.GetRequiredValue(Urls) });
        await WebHost.MigrateAsync(app, ct);
        try
        {
            await app.StartAsync(ct);
        }
        catch (IOException e)
        {
            throw new CommandRefusedException(ExitCodes.Environment, $"Cannot listen: {e.Message} Choose another address with --urls.");
        }

        await Console.Out.WriteLineAsync($"Guanlian 馆联: {string.Join(' ', app.Urls)}  (Ctrl-C stops it)");
        await app.WaitForShutdownAsync(ct);
        return ExitCodes.Ok;
    }
}
