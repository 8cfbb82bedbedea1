using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Data;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Checking;

/// <summary>
/// Holds the sizes of photographs, as they are stored, against what is wanted: new ones, those whose museum or association has stated
/// something else, those that have got another object; all of them once a day, since the measures of objects change too.
/// </summary>
internal sealed class JudgeSizes(MediaDb db, SizesInForce sizes, IObjectBook objects, TimeProvider clock) : IRegularWork
{
    private const int Batch = 500;

    public string Name => "media.judge-sizes";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var yesterday = now.AddDays(-1);
        List<Due> due;
        do
        {
            due = await db.Database.SqlQuery<Due>($"""
                select i.institution_id as "InstitutionId", i.id as "ImageId", i.object_id as "ObjectId", i.width as "Width", i.height as "Height", i.pixels_per_centimetre as "PixelsPerCentimetre"
                  from media.photo_check c join media.image i on i.institution_id = c.institution_id and i.id = c.image_id
                 where c.sized_at is null or c.sized_at < {yesterday} order by c.sized_at nulls first limit {Batch}
                """).ToListAsync(ct);
            foreach (var museum in due.GroupBy(d => d.InstitutionId))
            {
                await JudgeAsync(museum.Key, [.. museum], now, ct);
            }
        }
        while (due.Count == Batch);
    }

    private async Task JudgeAsync(Guid museum, IReadOnlyList<Due> photographs, DateTimeOffset now, CancellationToken ct)
    {
        var wanted = await sizes.OfAsync(museum, ct);
        var measures = await objects.MeasuresAsync(museum, [.. photographs.Select(p => p.ObjectId).OfType<Guid>().Distinct()], ct);
        var all = photographs.Select(p => p.ImageId).ToArray();
        var small = photographs.Where(p => wanted.Judge(p.Width, p.Height, p.PixelsPerCentimetre, p.ObjectId is { } o ? measures.GetValueOrDefault(o) : null) is not null)
            .Select(p => p.ImageId).ToArray();
        await db.Database.ExecuteSqlAsync($"""
            update media.photo_check set small = image_id = any ({small}), sized_at = {now} where institution_id = {museum} and image_id = any ({all})
            """, ct);
    }

    private sealed record Due(Guid InstitutionId, Guid ImageId, Guid? ObjectId, int Width, int Height, double? PixelsPerCentimetre);
}
