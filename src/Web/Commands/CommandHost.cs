using System.CommandLine;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Migrations;
using Npgsql;

namespace Guanlian.Web.Commands;

/// <summary>Runs a command on the opened database, without the web server.</summary>
internal sealed class CommandHost : ICommandHost
{
    public async Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken ct)
    {
        var (command, data) = (parsed.CommandResult.Command.Name, parsed.GetRequiredValue(DataOptions.Folder));
        await using var database = await OpenDatabase.OpenAsync(data, command, alone: false, ct);
        await using var app = WebHost.Build(new() { ConnectionString = database.ConnectionString, Files = DataOptions.FilesIn(data) });
        await MigrateAsync(app, ct);
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program;
        return await work(scope.ServiceProvider, ct);
    }

    /// <summary>Brings the database to this program's state, with a sentence instead of a stack trace where that cannot be done.</summary>
    public static async Task<IReadOnlyList<string>> MigrateAsync(WebApplication app, CancellationToken ct)
    {
        try
        {
            return await WebHost.MigrateAsync(app, ct);
        }
        catch (MigrationRefusedException e)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "web.command.migration-refused", ("reason", e.Message));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "web.command.migration-refused", ("reason", e.MessageText));
        }
    }
}
