using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Guanlian.Catalogue.Formats.Records;
using Guanlian.Catalogue.Objects;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Catalogue.Import;

/// <summary>
/// ./guanlian import objects FILE and ./guanlian import records FILE, both with --institution CODE: a dry run, unless --apply says otherwise.
/// </summary>
internal static class ImportCommands
{
    public static void Add(CommandTree tree)
    {
        var words = tree.Words;
        tree.Add("import", Of(tree, "objects", words["catalogue.command.import"], words["catalogue.command.import.file"], ObjectImport.KindName, ObjectImport.Layout,
            new Option<string>("--layout") { Description = words["catalogue.command.import.layout"], DefaultValueFactory = _ => Mappings.Census }));
        tree.Add("import", Of(tree, "records", words["catalogue.command.records"], words["catalogue.command.records.file"], RecordImport.KindName, RecordImport.ProfileOption,
            new Option<string>("--profile") { Description = words["catalogue.command.records.profile"], DefaultValueFactory = _ => "census" }));
    }

    /// <summary>A command of one kind of import: how its file is to be read is the one option that kinds differ in.</summary>
    private static Command Of(CommandTree tree, string name, string description, string fileDescription, string kind, string how, Option<string> read)
    {
        var words = tree.Words;
        var file = new Argument<FileInfo>("FILE") { Description = fileDescription };
        var institution = new Option<string>("--institution") { Description = words["catalogue.command.import.institution"], Required = true };
        var shown = new Option<string>("--shown") { Description = words["catalogue.command.import.shown"], DefaultValueFactory = _ => ObjectImport.NotYet };
        var apply = new Option<bool>("--apply") { Description = words["catalogue.command.import.apply"] };
        var command = new Command(name, description) { file, institution, read, shown, apply };
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            await using var stream = Open(parsed.GetRequiredValue(file));
            using var progress = ProgressLine.OnStandardError(services.GetRequiredService<TimeProvider>());
            services.GetRequiredService<CurrentActor>().Value = Actor.Program;
            services.GetRequiredService<BulkAccess>().TakesSteps = true;
            var holder = await services.GetRequiredService<ObjectAccess>().HolderAsync(parsed.GetRequiredValue(institution), stop)
                ?? throw Refused(new Refusal.Missing(ImportWords.NoInstitution));
            var started = await services.GetRequiredService<StartAct.Handler>().HandleAsync(
                new(Guid.CreateVersion7(), kind, stream, parsed.GetRequiredValue(file).Name, new Dictionary<string, string>
                {
                    [how] = parsed.GetRequiredValue(read),
                    [ObjectImport.Shown] = parsed.GetRequiredValue(shown),
                    [ObjectImport.Institution] = holder.Id.ToString(),
                }), stop);
            if (started.Refused)
            {
                throw Refused(started.Refusal);
            }

            return await WorkAsync(services, started.Value, parsed.GetValue(apply), words, (stage, done, total) => progress.Report(words[stage], done, total), stop);
        }, ct));
        return command;
    }

    private static async Task<int> WorkAsync(
        IServiceProvider services, Guid id, bool apply, Wording words, Action<string, long, long> tell, CancellationToken ct)
    {
        var (compared, act) = await StepAsync(services, id, tell, ct);
        Console.Out.WriteLine(words["catalogue.command.import.compared", ("seconds", Seconds(compared)),
            ("added", act.Added), ("changed", act.Changed), ("same", act.Same), ("problems", act.Problems), ("flagged", act.Flagged)]);
        if (!apply || act.Added + act.Changed == 0)
        {
            await services.GetRequiredService<EndAct.Handler>().DiscardAsync(new(act.Id, act.Version), ct);
            return act.Problems == 0 ? ExitCodes.Ok : ExitCodes.CheckFailed;
        }

        var asked = await services.GetRequiredService<ApplyAct.Handler>().HandleAsync(
            new(act.Id, act.Version, words["catalogue.command.import.reason", ("file", act.FileName)]), ct);
        if (asked.Refused)
        {
            throw Refused(asked.Refusal);
        }

        var (written, applied) = await StepAsync(services, id, tell, ct);
        Console.Out.WriteLine(words["catalogue.command.import.written", ("seconds", Seconds(written)), ("count", applied.Written)]);
        return act.Problems == 0 ? ExitCodes.Ok : ExitCodes.CheckFailed;
    }

    private static async Task<(TimeSpan Took, BulkAct Act)> StepAsync(
        IServiceProvider services, Guid id, Action<string, long, long> tell, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var refused = await services.GetRequiredService<BulkSteps>().RunAsync(id, (done, total, stage) =>
        {
            tell(stage!, done, total);
            return Task.CompletedTask;
        }, ct);
        if (refused is not null)
        {
            throw Refused(refused);
        }

        var db = services.GetRequiredService<PlatformDb>();
        db.ChangeTracker.Clear();
        return (watch.Elapsed, await db.Set<BulkAct>().SingleAsync(a => a.Id == id, ct));
    }

    private static string Seconds(TimeSpan took) => took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static CommandRefusedException Refused(Refusal refusal) => new(ExitCodes.Refused, refusal.Code, [.. refusal.Holes]);

    private static FileStream Open(FileInfo file)
    {
        try
        {
            return file.OpenRead();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "catalogue.command.import.unreadable", ("file", file.FullName), ("reason", e.Message));
        }
    }
}
