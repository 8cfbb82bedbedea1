using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Data;

/// <summary>The mapping of Platform's tables, the same in every module's context.</summary>
internal static class PlatformTables
{
    public static void Map(ModelBuilder model, bool ownedHere)
    {
        model.Entity<HistoryEvent>(e =>
        {
            e.ToTable("event", "platform", t => Owned(t, ownedHere)).HasKey(x => x.Id);
            e.Property(x => x.Before).HasColumnType("jsonb");
            e.Property(x => x.After).HasColumnType("jsonb");
        });
        model.Entity<Announcement>(e =>
        {
            e.ToTable("announcement", "platform", t => Owned(t, ownedHere)).HasKey(x => x.Id);
            e.Property(x => x.Payload).HasColumnType("jsonb");
        });
        model.Entity<Delivery>(e =>
        {
            e.ToTable("delivery", "platform", t => Owned(t, ownedHere)).HasKey(x => new { x.AnnouncementId, x.Subscriber });
            e.HasOne<Announcement>().WithMany().HasForeignKey(x => x.AnnouncementId);
            e.Property(x => x.State).HasConversion<string>();
        });
        model.Entity<Job>(e =>
        {
            e.ToTable("job", "platform", t => Owned(t, ownedHere)).HasKey(x => x.Id);
            e.Property(x => x.Payload).HasColumnType("jsonb");
            e.Property(x => x.Result).HasColumnType("jsonb");
            e.Property(x => x.State).HasConversion<string>();
        });
    }

    private static void Owned(Microsoft.EntityFrameworkCore.Metadata.Builders.TableBuilder table, bool ownedHere) =>
        table.ExcludeFromMigrations(!ownedHere);
}
