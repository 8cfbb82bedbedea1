using Guanlian.Contracts.Media;
using Guanlian.Media.Masters;
using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>The module's tables.</summary>
internal sealed class MediaDb(DbContextOptions<MediaDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "media";

    public DbSet<Master> Masters => Set<Master>();

    public DbSet<StoredImage> Images => Set<StoredImage>();

    public DbSet<Arrival> Arrivals => Set<Arrival>();

    public DbSet<Serving> Serving => Set<Serving>();

    public DbSet<ImageDetail> Details => Set<ImageDetail>();

    public DbSet<Panorama> Panoramas => Set<Panorama>();

    public DbSet<Hotspot> Hotspots => Set<Hotspot>();

    public DbSet<MultimediaFile> Multimedia => Set<MultimediaFile>();

    public DbSet<PhotoCheck> PhotoChecks => Set<PhotoCheck>();

    public DbSet<WantedSizes> WantedSizes => Set<WantedSizes>();

    /// <summary>Tells whoever lists objects that what there is to show of these may have changed.</summary>
    public void TellPicturesChanged(Guid institution, params IEnumerable<Guid?> objects)
    {
        foreach (var id in objects.OfType<Guid>().Distinct())
        {
            Announce(new ObjectPicturesChanged(institution, id));
        }
    }

    /// <summary>Writes down a file that the store has just taken: known from now on, and whole, also where it was missing or damaged.</summary>
    public Task<int> KeepMasterAsync(StoredMaster master, DateTimeOffset now, CancellationToken ct) => Database.ExecuteSqlAsync($"""
        insert into media.master (sha256, bytes, state, kept_at, checked_at) values ({master.Sha256}, {master.Bytes}, 'Whole', {now}, {now})
        on conflict (sha256) do update set state = 'Whole', checked_at = excluded.checked_at
        """, ct);

    protected override void Shape(ModelBuilder model)
    {
        Master.Map(model);
        StoredImage.Map(model);
        Arrival.Map(model);
        Data.Serving.Map(model);
        ImageDetail.Map(model);
        Panorama.Map(model);
        MultimediaFile.Map(model);
        PhotoCheck.Map(model);
        Data.WantedSizes.Map(model);
    }
}
