using Guanlian.Media.Data;
using Guanlian.Media.Tiles;
using Guanlian.Media.Working;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Checking;

/// <summary>
/// Has every photograph measured whose tiles are new: advice for its keeper, never a block. A worker does it, so that what decodes
/// pictures does not stay in the server's memory.
/// </summary>
internal sealed class CheckPhotographs(MediaDb db, TileFiles files, ImageWorkers workers) : IRegularWork
{
    private const int Batch = 40;

    public string Name => "media.check-photographs";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct)
    {
        Guid last = default;
        while (true)
        {
            // One after the other: what cannot be measured is passed over, and tried again when all others are done.
            var images = await db.Images.AsNoTracking()
                .Where(i => i.State == ImageState.Ready && i.Id > last && !db.PhotoChecks.Any(c => c.InstitutionId == i.InstitutionId && c.ImageId == i.Id && c.MadeAt == i.MadeAt && c.Card != null))
                .OrderBy(i => i.Id).Take(Batch).ToListAsync(ct);
            foreach (var image in images)
            {
                if (!await MeasureAsync(image, ct))
                {
                    return;
                }
            }

            if (images.Count < Batch)
            {
                return;
            }

            last = images[^1].Id;
        }
    }

    /// <returns>False where nothing can be measured here, for want of the library.</returns>
    private async Task<bool> MeasureAsync(StoredImage image, CancellationToken ct)
    {
        var done = files.IsThere(image) ? await workers.DoAsync(WorkOrder.ToMeasure(files.PlaceOf(image, image.MadeAt!.Value)), ct) : null;
        if (done?.Measures is not { } found)
        {
            // A pack that is gone or cannot be read: its keeper is told so elsewhere.
            return done?.Refused != ImageWorker.Missing;
        }

        var advised = PhotoLimits.Advises(found.Sharpness, found.Darkest, found.Lightest);
        await db.Database.ExecuteSqlAsync($"""
            insert into media.photo_check (institution_id, image_id, made_at, sharpness, darkest, lightest, print, card, advised)
            values ({image.InstitutionId}, {image.Id}, {image.MadeAt}, {found.Sharpness}, {found.Darkest}, {found.Lightest}, {found.Print}, {found.Card}, {advised})
            on conflict (institution_id, image_id) do update set made_at = excluded.made_at, sharpness = excluded.sharpness, darkest = excluded.darkest,
                lightest = excluded.lightest, print = excluded.print, card = excluded.card, advised = excluded.advised
            """, ct);
        return true;
    }
}
