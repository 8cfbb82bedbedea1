using System.CommandLine;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Tiles;
using Guanlian.Media.Working;
using Guanlian.Platform.Access;
using Guanlian.Platform.Commands;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Media.Images;

/// <summary>
/// Tiles are made again from the master: of one image by its keeper, when they could not be made or are lost; of all by
/// <c>./guanlian images remake</c>. What can be seen stays to be seen until the new tiles are whole.
/// </summary>
internal static class RemakeTiles
{
    private const int Batch = 200;

    internal sealed record Command(string Code, Guid Id, int Version);

    internal sealed class Handler(MediaDb db, ImageAccess access, TileFiles files)
    {
        /// <summary>Whether its keeper is offered to have them made again.</summary>
        public bool IsNeeded(StoredImage image) => image.State == ImageState.Refused || (image.State == ImageState.Ready && !files.IsThere(image));

        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var kept = await access.KeptAsync(cmd.Code, cmd.Id, cmd.Version, ct);
            if (kept.Refused)
            {
                return kept.Refusal;
            }

            var image = kept.Value;
            if (!IsNeeded(image))
            {
                return new Refusal.Stale("media.image.stale");
            }

            (image.State, image.Refusal) = (ImageState.Waiting, null);
            image.Version++;
            db.Record(new("media.image.again", StoredImage.SubjectKind, image.Id) { OwnerId = image.InstitutionId });
            if (!await db.Set<Job>().AnyAsync(j => j.Kind == MakeTiles.KindName && j.SubjectId == image.UploadId && j.State == JobState.Waiting, ct))
            {
                db.Enqueue(MakeTiles.KindName, new MakeTiles.Order(image.InstitutionId, image.UploadId, cmd.Code), image.UploadId);
            }

            return await db.SaveInTurnAsync("media.image.stale", ct);
        }
    }

    public static void Add(CommandTree tree)
    {
        var words = tree.Words;
        var institution = new Option<string?>("--institution") { Description = words["media.command.remake.institution"] };
        var missing = new Option<bool>("--missing") { Description = words["media.command.remake.missing"] };
        var command = new System.CommandLine.Command("remake", words["media.command.remake"]) { institution, missing };
        command.SetAction((parsed, ct) => tree.Host.RunAsync(parsed, async (services, stop) =>
        {
            var all = await ChosenAsync(services, parsed.GetValue(institution), parsed.GetValue(missing), stop);
            using var progress = ProgressLine.OnStandardError(services.GetRequiredService<TimeProvider>());
            var (made, refused, done) = (0, new List<string>(), 0);
            var turn = new Lock();
            await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = ImageWorkers.AtOnce, CancellationToken = stop }, async (image, now) =>
            {
                await using var scope = services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program;
                var got = await scope.ServiceProvider.GetRequiredService<MakeTiles.One>().MakeAsync(image.InstitutionId, image.Id, now);
                lock (turn)
                {
                    made += got is { Refused: null } ? 1 : 0;
                    if (got is { Refused: { } why })
                    {
                        refused.Add($"{image.Id:N} {words[why, ("file", image.FileName)]}");
                    }

                    progress.Report(words["media.command.remake.making"], ++done, all.Count);
                }
            });

            Console.Out.WriteLine(words["media.command.remake.done", ("made", made), ("refused", refused.Count)]);
            foreach (var line in refused)
            {
                await Console.Error.WriteLineAsync(line);
            }

            return refused.Count == 0 ? ExitCodes.Ok : ExitCodes.CheckFailed;
        }, ct));
        tree.Add(new System.CommandLine.Command("images", words["media.command.images"]) { command });
    }

    private static async Task<List<StoredImage>> ChosenAsync(IServiceProvider services, string? code, bool missing, CancellationToken ct)
    {
        var db = services.GetRequiredService<MediaDb>();
        var files = services.GetRequiredService<TileFiles>();
        var images = db.Images.AsNoTracking().Where(i => i.State != ImageState.Removed);
        if (code is not null)
        {
            var ids = await db.Database.SqlQuery<Guid>($"""select id as "Value" from members.pub_party where code = {code} and kind <> 'Cluster'""").ToListAsync(ct);
            if (ids is not [var id])
            {
                throw new CommandRefusedException(ExitCodes.Refused, "media.command.import.no-institution", ("code", code));
            }

            images = images.Where(i => i.InstitutionId == id);
        }

        var chosen = new List<StoredImage>();
        for (Guid last = default; await images.Where(i => i.Id > last).OrderBy(i => i.Id).Take(Batch).ToListAsync(ct) is { Count: > 0 } some; last = some[^1].Id)
        {
            chosen.AddRange(some.Where(i => !missing || i.State != ImageState.Ready || !files.IsThere(i)));
        }

        return chosen;
    }
}
