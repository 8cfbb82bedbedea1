using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Calls;

/// <summary>A lead party calls for others to join its cluster (requirement G07).</summary>
internal sealed class ClusterCall
{
    public Guid Id { get; init; }

    public Guid ClusterId { get; init; }

    /// <summary>Who calls: a lead of the cluster, or the cluster itself.</summary>
    public Guid LeadId { get; init; }

    public required string Title { get; init; }

    public required string Text { get; init; }

    /// <summary>How many are sought; null for any number.</summary>
    public int? Places { get; init; }

    /// <summary>Last day.</summary>
    public DateOnly UntilOn { get; init; }

    public DateTimeOffset PublishedAt { get; init; }

    public required string PublishedBy { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string? CloseReason { get; set; }

    public int Version { get; set; } = 1;

    public bool IsOpen(DateOnly today) => ClosedAt is null && today <= UntilOn;

    public static void Map(ModelBuilder model) => model.Entity<ClusterCall>(e =>
    {
        e.ToTable("cluster_call").HasKey(c => c.Id);
        e.Property(c => c.Version).IsConcurrencyToken();
    });
}
