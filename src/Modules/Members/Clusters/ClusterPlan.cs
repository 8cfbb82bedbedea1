using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Clusters;

/// <summary>A cluster's plan for one level of government, under a plan of a higher one (requirement G22).</summary>
internal sealed class ClusterPlan
{
    public Guid Id { get; init; }

    public Guid ClusterId { get; init; }

    public PlanLevel Level { get; init; }

    public required string Title { get; set; }

    public int FromYear { get; set; }

    public int ToYear { get; set; }

    public required string Text { get; set; }

    /// <summary>The plan that it carries out.</summary>
    public Guid? AboveId { get; set; }

    public DateTimeOffset EditedAt { get; set; }

    public required string EditedBy { get; set; }

    public int Version { get; set; } = 1;

    public static void Map(ModelBuilder model) => model.Entity<ClusterPlan>(e =>
    {
        e.ToTable("cluster_plan").HasKey(p => p.Id);
        e.Property(p => p.Level).HasConversion<string>();
        e.Property(p => p.Version).IsConcurrencyToken();
    });
}

/// <summary>省市县乡村, highest first.</summary>
internal enum PlanLevel
{
    Province,
    Prefecture,
    County,
    Township,
    Village,
}
