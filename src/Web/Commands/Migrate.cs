using System.CommandLine;
using Guanlian.Platform.Commands;

namespace Guanlian.Web.Commands;

/// <summary>./guanlian migrate: the tables of this version, without serving.</summary>
internal static class Migrate
{
    public static Command Build(CommandTree tree)
    {
        var command = new Command("migrate", tree.Words["web.command.migrate"]);
        command.SetAction(async (parsed, ct) =>
        {
            await using var database = await OpenDatabase.OpenAsync(parsed.GetRequiredValue(DataOptions.Folder), "migrate", alone: false, ct);
            await using var app = WebHost.Build(new() { ConnectionString = database.ConnectionString });
            var applied = await CommandHost.MigrateAsync(app, ct);
            foreach (var file in applied)
            {
                await Console.Out.WriteLineAsync(file);
            }

            await Console.Out.WriteLineAsync(tree.Words["web.command.migrated", ("count", applied.Count)]);
            return ExitCodes.Ok;
        });
        return command;
    }
}
