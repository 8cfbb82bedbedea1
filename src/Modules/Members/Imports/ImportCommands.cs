using System.CommandLine;
using Guanlian.Members.Divisions;
using Guanlian.Members.Register;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Words;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Imports;

/// <summary>./guanlian import register|divisions|roads FILE: a dry run, unless --apply says otherwise; undone on the act's page.</summary>
internal static class ImportCommands
{
    private const int MostLines = 200;

    public static void Add(CommandTree tree)
    {
        var edition = new Option<int>("--edition") { Description = tree.Words["members.command.register.edition"], Required = true };
        tree.Add("import", Build(tree, "register", RegisterImport.KindName, (edition, RegisterImport.Edition)));
        tree.Add("import", Build(tree, "divisions", DivisionImport.KindName));
        tree.Add("import", Build(tree, "roads", RoadImport.KindName));
    }

    public static FileStream Open(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "members.command.file", ("file", file.FullName), ("reason", e.Message));
        }
    }

    private static Command Build(CommandTree tree, string name, string kind, params (Option<int> Option, string Answer)[] questions)
    {
        var words = tree.Words;
        var file = new Argument<FileInfo>("FILE") { Description = words[$"members.command.{name}.file"] };
        var apply = new Option<bool>("--apply") { Description = words["members.command.import.apply"] };
        var reason = new Option<string>("--reason")
        {
            Description = words["members.command.import.reason"],
            DefaultValueFactory = _ => words["members.command.import.reason-default"],
        };
        var command = new Command(name, words[$"members.command.{name}"]) { file, apply, reason };
        foreach (var (option, _) in questions)
        {
            command.Add(option);
        }

        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            await using var stream = Open(parsed.GetRequiredValue(file));
            using var progress = ProgressLine.OnStandardError(services.GetRequiredService<TimeProvider>());
            var answers = questions.ToDictionary(q => q.Answer, q => parsed.GetRequiredValue(q.Option).ToString(System.Globalization.CultureInfo.InvariantCulture));
            var outcome = await services.GetRequiredService<ImportFile.Handler>().HandleAsync(
                new(kind, stream, parsed.GetRequiredValue(file).Name, answers, parsed.GetValue(apply) ? parsed.GetRequiredValue(reason) : null),
                (stage, done, total) => progress.Report(words[stage], done, total), stop);
            progress.Dispose();
            return outcome.Refused
                ? throw new CommandRefusedException(ExitCodes.Refused, outcome.Refusal.Code, [.. outcome.Refusal.Holes])
                : Tell(words, outcome.Value, parsed.GetValue(apply));
        }, ct));
        return command;
    }

    private static int Tell(Wording words, ImportFile.Report report, bool apply)
    {
        foreach (var remark in report.Remarks.OrderByDescending(r => r.IsProblem).Take(MostLines))
        {
            Console.Out.WriteLine(ImportFile.Line(words, remark));
        }

        if (report.Remarks.Count > MostLines)
        {
            Console.Out.WriteLine(words["members.command.import.more", ("count", report.Remarks.Count - MostLines)]);
        }

        var act = report.Act;
        Console.Out.WriteLine(words["members.command.import.counted",
            ("added", act.Added), ("changed", act.Changed), ("same", act.Same), ("problems", act.Problems), ("flagged", act.Flagged)]);
        Console.Out.WriteLine(words[!apply ? "members.command.import.dry"
            : act.Written > 0 ? "members.command.import.written" : "members.command.import.nothing"]);
        return act.Problems == 0 ? ExitCodes.Ok : ExitCodes.CheckFailed;
    }
}
