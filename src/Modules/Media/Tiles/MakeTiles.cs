using Guanlian.Media.Data;
using Guanlian.Media.Labels;
using Guanlian.Media.Masters;
using Guanlian.Media.Working;
using Guanlian.Platform.Access;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Media.Tiles;

/// <summary>
/// Makes the tiles of all images of an upload that wait for them, some side by side, then matches what was taken after labels; killed, it
/// goes on where it was.
/// </summary>
internal sealed class MakeTiles(MediaDb db, IServiceScopeFactory scopes, CurrentActor current, MatchByLabels match) : IJobKind
{
    public const string KindName = "media.make-tiles";

    private const int Batch = 64;

    public string Kind => KindName;

    internal sealed record Order(Guid InstitutionId, Guid UploadId, string Code);

    /// <summary>Asks for it, unless it is asked for already.</summary>
    public static async Task AskAsync(MediaDb db, Order order, CancellationToken ct)
    {
        if (!await db.Set<Job>().AnyAsync(j => j.Kind == KindName && j.SubjectId == order.UploadId && j.State == JobState.Waiting, ct))
        {
            db.Enqueue(KindName, order, order.UploadId);
        }
    }

    public async Task<JobEnd> RunAsync(JobRun run, CancellationToken ct)
    {
        var order = run.Payload<Order>();
        var all = db.Images.AsNoTracking().Where(i => i.InstitutionId == order.InstitutionId && i.UploadId == order.UploadId && i.State != ImageState.Removed);
        while (await all.Where(i => i.State == ImageState.Waiting).OrderBy(i => i.CreatedAt).Take(Batch).ToListAsync(ct) is { Count: > 0 } waiting)
        {
            var total = await all.CountAsync(ct);
            var done = total - await all.CountAsync(i => i.State == ImageState.Waiting, ct);
            await Parallel.ForEachAsync(waiting, new ParallelOptions { MaxDegreeOfParallelism = ImageWorkers.AtOnce, CancellationToken = ct }, async (image, stop) =>
            {
                await using var scope = scopes.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = current.Value;
                await scope.ServiceProvider.GetRequiredService<One>().MakeAsync(image.InstitutionId, image.Id, stop);
                await run.ReportAsync(Interlocked.Increment(ref done), total, "media.make-tiles.stage");
            });
        }

        await match.RunAsync(order.InstitutionId, order.Code, order.UploadId, ct);
        var ready = await all.CountAsync(i => i.State == ImageState.Ready, ct);
        var refused = await all.CountAsync(i => i.State == ImageState.Refused, ct);
        return new(new { ready, refused, href = $"collections/{order.Code}/images?upload={order.UploadId}" });
    }

    /// <summary>One image, in a scope of its own.</summary>
    internal sealed class One(MediaDb db, IMasterStore store, ImageWorkers workers, TileFiles files, TimeProvider clock)
    {
        /// <returns>What came of it; null where the image has been removed.</returns>
        public async Task<WorkDone?> MakeAsync(Guid institution, Guid id, CancellationToken ct)
        {
            var image = await db.Images.SingleAsync(i => i.InstitutionId == institution && i.Id == id, ct);
            if (image.State == ImageState.Removed)
            {
                return null;
            }

            var part = files.PartOf(image);
            Directory.CreateDirectory(Path.GetDirectoryName(part)!);
            var made = await CutAsync(image, part, ct);
            DateTimeOffset? madeAt = made.Refused is null ? DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()) : null;
            if (madeAt is { } now)
            {
                File.Move(part, files.PlaceOf(image, now), overwrite: true);
            }
            else
            {
                File.Delete(part);
            }

            while (!await NoteAsync(institution, id, made, madeAt, ct))
            {
                // Its keeper has described it meanwhile.
                db.ChangeTracker.Clear();
            }

            return made;
        }

        private async Task<bool> NoteAsync(Guid institution, Guid id, WorkDone made, DateTimeOffset? madeAt, CancellationToken ct)
        {
            await using var transaction = made.Label is null ? null : await db.Database.BeginTransactionAsync(ct);
            var image = await db.Images.SingleAsync(i => i.InstitutionId == institution && i.Id == id, ct);
            if (image.State == ImageState.Removed)
            {
                if (madeAt is { } loose)
                {
                    files.Remove(image, loose);
                }

                return true;
            }

            var before = image.MadeAt;
            if (madeAt is null && image.State == ImageState.Ready && files.IsThere(image))
            {
                return true; // the tiles that there are stay
            }

            if (madeAt is null)
            {
                (image.State, image.Refusal) = (ImageState.Refused, made.Refused);
                db.Record(new("media.image.unreadable", StoredImage.SubjectKind, id) { OwnerId = institution, ReasonCode = made.Refused, Reason = image.FileName });
            }
            else
            {
                (image.State, image.Refusal, image.MadeAt) = (ImageState.Ready, null, madeAt);
                (image.Width, image.Height, image.Colour) = (made.Width, made.Height, made.Colour);
                if (made.Label is { } label && image.Label is null)
                {
                    await LabelFrames.NoteAsync(db, image, label, ct);
                }

                db.Record(new("media.image.made", StoredImage.SubjectKind, id) { OwnerId = institution, After = new { image.FileName, image.Width, image.Height } });
            }

            image.Version++;
            db.TellPicturesChanged(institution, image.ObjectId);
            try
            {
                await db.SaveChangesAsync(ct);
                if (transaction is not null)
                {
                    await transaction.CommitAsync(ct);
                }
            }
            catch (DbUpdateConcurrencyException)
            {
                return false;
            }

            if (before is { } old && madeAt is not null && old != madeAt)
            {
                files.Remove(image, old);
            }

            return true;
        }

        private async Task<WorkDone> CutAsync(StoredImage image, string part, CancellationToken ct)
        {
            try
            {
                // What was shown before stays as it was: a label is looked for at the first making only.
                using var master = await store.AtHandAsync(image.Sha256, ct);
                return master is null
                    ? new() { Refused = "media.master.missing" }
                    : await workers.DoAsync(new(master.Path, image.Kind, part) { ReadLabel = image.MadeAt is null }, ct);
            }
            catch (IOException e) when (StoreTrouble.Of(e) is { } trouble)
            {
                return new() { Refused = trouble };
            }
        }
    }
}
