using System.CommandLine;
using Guanlian.Members.Register;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Divisions;

/// <summary>./guanlian import divisions FILE and import roads FILE: dry runs, unless --apply says otherwise.</summary>
internal static class DivisionCommands
{
    public static void Add(CommandTree tree)
    {
        tree.Add("import", Build(tree, "divisions", async (services, file, apply, ct) =>
        {
            await using var stream = RegisterCommands.Open(file);
            var report = Value(await services.GetRequiredService<ImportDivisions.Handler>().HandleAsync(new(stream, file.Name, apply), ct));
            Tell(tree.Words, "members.command.divisions.added", report.Added);
            Tell(tree.Words, "members.command.divisions.gone", report.Gone);
            Tell(tree.Words, "members.command.divisions.renamed", report.Renamed);
            Tell(tree.Words, "members.command.divisions.stranded", report.Stranded);
            return report.Rows;
        }));
        tree.Add("import", Build(tree, "roads", async (services, file, apply, ct) =>
        {
            await using var stream = RegisterCommands.Open(file);
            var report = Value(await services.GetRequiredService<ImportRoads.Handler>().HandleAsync(new(stream, file.Name, apply), ct));
            Console.Out.WriteLine(tree.Words["members.command.roads.counted", ("added", report.Added), ("changed", report.Changed)]);
            return report.Rows;
        }));
    }

    private static Command Build(CommandTree tree, string name, Func<IServiceProvider, FileInfo, bool, CancellationToken, Task<int>> run)
    {
        var words = tree.Words;
        var file = new Argument<FileInfo>("FILE") { Description = words[$"members.command.{name}.file"] };
        var apply = new Option<bool>("--apply") { Description = words["members.command.import.apply"] };
        var command = new Command(name, words[$"members.command.{name}"]) { file, apply };
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            var rows = await run(services, parsed.GetRequiredValue(file), parsed.GetValue(apply), stop);
            Console.Out.WriteLine(
                words[parsed.GetValue(apply) ? "members.command.import.written" : "members.command.import.dry", ("count", rows)]);
            return ExitCodes.Ok;
        }, ct));
        return command;
    }

    private static T Value<T>(Outcome<T> outcome) =>
        outcome.Refused
            ? throw new CommandRefusedException(ExitCodes.Refused, outcome.Refusal.Code, [.. outcome.Refusal.Holes])
            : outcome.Value;

    private static void Tell(Wording words, string key, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            Console.Out.WriteLine(
                words[key, ("count", lines.Count), ("names", string.Join(Wording.InChinese ? "、" : ", ", lines.Take(50)))]);
        }
    }
}
