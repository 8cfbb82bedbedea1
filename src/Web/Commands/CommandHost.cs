using System.CommandLine;
using Guanlian.Platform.Commands;

namespace Guanlian.Web.Commands;

/// <summary>Runs a module's command on the opened database, without the web server.</summary>
internal sealed class CommandHost : ICommandHost
{
    public async Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken ct)
    {
        var command = parsed.CommandResult.Command.Name;
        await using var database = await OpenDatabase.OpenAsync(parsed.GetRequiredValue(DataOptions.Folder), command, alone: false, ct);
        await using var app = WebHost.Build(new() { ConnectionString = database.ConnectionString });
        await WebHost.MigrateAsync(app, ct);
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider, ct);
    }
}
