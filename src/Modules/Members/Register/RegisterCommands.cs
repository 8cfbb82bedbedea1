using System.CommandLine;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Words;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Members.Register;

/// <summary>./guanlian import register FILE --edition YEAR: a dry run, unless --apply says otherwise.</summary>
internal static class RegisterCommands
{
    private const int MostLines = 200;

    public static void Add(CommandTree tree)
    {
        var words = tree.Words;
        var file = new Argument<FileInfo>("FILE") { Description = words["members.command.register.file"] };
        var edition = new Option<int>("--edition") { Description = words["members.command.register.edition"], Required = true };
        var apply = new Option<bool>("--apply") { Description = words["members.command.register.apply"] };
        var reason = new Option<string>("--reason")
        {
            Description = words["members.command.register.reason"],
            DefaultValueFactory = _ => words["members.command.register.reason-default"],
        };
        var command = new Command("register", words["members.command.register"]) { file, edition, apply, reason };
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            await using var stream = Open(parsed.GetRequiredValue(file));
            using var progress = ProgressLine.OnStandardError(services.GetRequiredService<TimeProvider>());
            var outcome = await services.GetRequiredService<ImportRegister.Handler>().HandleAsync(
                new(stream, parsed.GetRequiredValue(file).Name, parsed.GetRequiredValue(edition), parsed.GetValue(apply)
                    ? parsed.GetRequiredValue(reason) : null),
                (stage, done, total) => progress.Report(words[stage], done, total), stop);
            progress.Dispose();
            return outcome.Refused
                ? throw new CommandRefusedException(ExitCodes.Refused, outcome.Refusal.Code, [.. outcome.Refusal.Holes])
                : Tell(words, outcome.Value, parsed.GetValue(apply));
        }, ct));
        tree.Add("import", command);
    }

    public static FileStream Open(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "members.command.file", ("file", file.FullName),
                ("reason", e.Message));
        }
    }

    private static int Tell(Wording words, ImportRegister.Report report, bool apply)
    {
        foreach (var remark in report.Remarks.OrderByDescending(r => r.IsProblem).Take(MostLines))
        {
            Console.Out.WriteLine(ImportRegister.Line(words, remark));
        }

        if (report.Remarks.Count > MostLines)
        {
            Console.Out.WriteLine(words["members.command.register.more", ("count", report.Remarks.Count - MostLines)]);
        }

        var act = report.Act;
        Console.Out.WriteLine(words["members.command.register.counted",
            ("added", act.Added), ("changed", act.Changed), ("same", act.Same), ("problems", act.Problems), ("flagged", act.Flagged)]);
        Console.Out.WriteLine(words[apply
            ? act.Added + act.Changed > 0 ? "members.command.register.written" : "members.command.register.nothing"
            : "members.command.register.dry"]);
        return act.Problems == 0 ? ExitCodes.Ok : ExitCodes.CheckFailed;
    }
}
