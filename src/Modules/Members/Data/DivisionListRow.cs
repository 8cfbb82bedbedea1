using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Data;

/// <summary>One list of divisions, whole; the latest is in force.</summary>
internal sealed class DivisionListRow
{
    public Guid Id { get; init; }

    public DateTimeOffset ImportedAt { get; init; }

    public required string Source { get; init; }

    /// <summary>JSON: see Divisions/DivisionList.cs.</summary>
    public required string Rows { get; set; }

    /// <summary>The order in which lists came.</summary>
    public long Number { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<DivisionListRow>(e =>
    {
        e.ToTable("division_list").HasKey(l => l.Id);
        e.Property(l => l.Rows).HasColumnType("jsonb");
        e.Property(l => l.Number).UseIdentityAlwaysColumn();
    });
}
