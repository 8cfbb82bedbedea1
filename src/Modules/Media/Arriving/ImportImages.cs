using System.CommandLine;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Media.Arriving;

/// <summary>
/// ./guanlian import images FOLDER --institution CODE: a folder of photographs on the server, with all folders in it. Each folder is a
/// batch of its own: a label speaks for the frames that lie beside it.
/// </summary>
internal static class ImportImages
{
    public static void Add(CommandTree tree)
    {
        var words = tree.Words;
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = words["media.command.import.folder"] };
        var institution = new Option<string>("--institution") { Description = words["media.command.import.institution"], Required = true };
        var command = new Command("images", words["media.command.import"]) { folder, institution };
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            var from = parsed.GetRequiredValue(folder);
            if (!from.Exists)
            {
                throw new CommandRefusedException(ExitCodes.Environment, "media.command.import.no-folder", ("folder", from.FullName));
            }

            var code = parsed.GetRequiredValue(institution);
            await ActForAsync(services, code, stop);
            var files = from.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => !f.Name.StartsWith('.')).OrderBy(f => NumberInName.SortKey(f.Name)).ToList();
            using var progress = ProgressLine.OnStandardError(services.GetRequiredService<TimeProvider>());
            var uploads = files.Select(f => f.DirectoryName!).Distinct().ToDictionary(d => d, _ => Guid.CreateVersion7());
            var (taken, twice) = (0, 0);
            var refused = new List<string>();
            for (var i = 0; i < files.Count; i++)
            {
                progress.Report(words["media.command.import.reading"], i, files.Count);
                await using var content = files[i].OpenRead();
                await using var scope = services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = services.GetRequiredService<CurrentActor>().Value;
                var got = await scope.ServiceProvider.GetRequiredService<ReceiveImage.Handler>().HandleAsync(
                    new(code, uploads[files[i].DirectoryName!], files[i].Name, content), stop);
                if (got.Refused)
                {
                    refused.Add($"{files[i].Name}: {words[got.Refusal]}");
                    continue;
                }

                (taken, twice) = got.Value.Twice ? (taken, twice + 1) : (taken + 1, twice);
            }

            progress.Report(words["media.command.import.cutting"], files.Count, files.Count);
            // Whatever a running program does not do meanwhile is done here.
            var batches = uploads.Values.Select(id => (Guid?)id).ToArray();
            while (await services.GetRequiredService<PlatformDb>().Set<Job>().AnyAsync(j => batches.Contains(j.SubjectId) && j.State == JobState.Waiting, stop)
                && await services.GetRequiredService<JobLoop>().RunNextAsync(stop))
            {
            }

            var matched = await services.GetRequiredService<Data.MediaDb>().Images.CountAsync(i => batches.Contains(i.UploadId) && i.ObjectId != null, stop);
            Console.Out.WriteLine(words["media.command.import.done", ("taken", taken), ("matched", matched), ("twice", twice), ("refused", refused.Count)]);
            foreach (var line in refused)
            {
                await Console.Error.WriteLineAsync(line);
            }

            return refused.Count == 0 ? ExitCodes.Ok : ExitCodes.CheckFailed;
        }, ct));
        tree.Add("import", command);
    }

    /// <summary>The program does what the institution's own staff would do by hand.</summary>
    private static async Task ActForAsync(IServiceProvider services, string code, CancellationToken ct)
    {
        var ids = await services.GetRequiredService<Data.MediaDb>().Database
            .SqlQuery<Guid>($"""select id as "Value" from members.pub_party where code = {code} and kind <> 'Cluster'""").ToListAsync(ct);
        if (ids is not [var id] || await services.GetRequiredService<IPartyDirectory>().FindAsync(id, ct) is not { } card)
        {
            throw new CommandRefusedException(ExitCodes.Refused, "media.command.import.no-institution", ("code", code));
        }

        services.GetRequiredService<CurrentActor>().Value = new(null, Actor.Program.Name, new(
            Guid.Empty, card.Id, card.Code, card.Name, Roles.Staff, services.GetRequiredService<PermissionTable>().Of(Roles.Staff), new HashSet<Guid>()));
    }
}
