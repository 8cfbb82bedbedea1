using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>The mapping of the bulk tables, in Platform's own context.</summary>
internal static class BulkTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<BulkAct>(e =>
        {
            e.ToTable("bulk_act").HasKey(a => a.Id);
            e.Property(a => a.State).HasConversion<string>();
            e.Property(a => a.Version).IsConcurrencyToken();
            e.Property(a => a.Options).HasColumnType("jsonb");
            e.Property(a => a.Findings).HasColumnType("jsonb");
            e.Property(a => a.Refusal).HasColumnType("jsonb");
            e.Ignore(a => a.Context);
        });
        model.Entity<BulkRow>(e =>
        {
            e.ToTable("bulk_row").HasKey(r => new { r.ActId, r.Number });
            e.HasOne<BulkAct>().WithMany().HasForeignKey(r => r.ActId);
            e.Property(r => r.State).HasConversion<string>();
            e.Property(r => r.Outcome).HasConversion<string>();
            e.Property(r => r.Fields).HasColumnType("json");
            e.Property(r => r.Before).HasColumnType("json");
            e.Property(r => r.Findings).HasColumnType("jsonb");
            e.Property(r => r.Kept).HasColumnType("jsonb");
        });
        model.Entity<BulkFilePart>(e =>
        {
            e.ToTable("bulk_file").HasKey(f => new { f.ActId, f.Part });
            e.HasOne<BulkAct>().WithMany().HasForeignKey(f => f.ActId);
        });
    }
}

/// <summary>A piece of the file as it came.</summary>
internal sealed class BulkFilePart
{
    /// <summary>Bytes of a piece.</summary>
    public const int Size = 1 << 20;

    public Guid ActId { get; init; }

    public int Part { get; init; }

    public required byte[] Bytes { get; init; }
}
