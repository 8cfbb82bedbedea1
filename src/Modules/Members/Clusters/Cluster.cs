using Guanlian.Members.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Clusters;

/// <summary>What a cluster has beyond being a party.</summary>
internal sealed class Cluster
{
    public Guid PartyId { get; init; }

    public ClusterKind Kind { get; set; }

    public CooperationMode Mode { get; set; }

    public string Purpose { get; set; } = "";

    public DateOnly FoundedOn { get; init; }

    public int Version { get; set; } = 1;

    public static void Map(ModelBuilder model) => model.Entity<Cluster>(e =>
    {
        e.ToTable("cluster").HasKey(c => c.PartyId);
        e.HasOne<Party>().WithOne().HasForeignKey<Cluster>(c => c.PartyId).OnDelete(DeleteBehavior.Restrict);
        e.Property(c => c.Kind).HasConversion<string>();
        e.Property(c => c.Mode).HasConversion<string>();
        e.Property(c => c.Version).IsConcurrencyToken();
    });
}

/// <summary>The four kinds of requirement G03; each is a preset of roles, duties and rules (Presets/).</summary>
internal enum ClusterKind
{
    /// <summary>区域式</summary>
    Regional,

    /// <summary>项目式</summary>
    Project,

    /// <summary>总分馆式</summary>
    HeadBranch,

    /// <summary>虚拟式</summary>
    Virtual,
}

/// <summary>合作模式 (requirement G26).</summary>
internal enum CooperationMode
{
    /// <summary>政府主导</summary>
    GovernmentLed,

    /// <summary>项目团队</summary>
    ProjectTeam,

    /// <summary>特许经营</summary>
    Franchise,

    /// <summary>战略联盟</summary>
    StrategicAlliance,

    /// <summary>机构合并</summary>
    Merger,
}
