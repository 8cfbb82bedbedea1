using Guanlian.Media.Masters;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>A file in the store; the same file of two museums is one.</summary>
public sealed class Master
{
    public required string Sha256 { get; init; }

    public long Bytes { get; init; }

    public MasterState State { get; set; }

    public DateTimeOffset KeptAt { get; init; }

    public DateTimeOffset CheckedAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<Master>(e =>
    {
        e.ToTable("master").HasKey(m => m.Sha256);
        e.Property(m => m.State).HasConversion<string>();
    });
}
