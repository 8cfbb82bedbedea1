using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>What photographs must reach, as a museum states it for itself or an association for its members; what it leaves open is not stated.</summary>
public sealed class WantedSizes
{
    /// <summary>Kind of the subject of what is recorded.</summary>
    public const string SubjectKind = "media.wanted-sizes";

    public const int LeastEdge = 500;

    /// <summary>As large as images are.</summary>
    public const int MostEdge = 100_000;

    public const int LeastPpi = 50;

    public const int MostPpi = 5_000;

    public const int LongestSource = 120;

    /// <summary>Who states it: a museum or a cluster.</summary>
    public Guid PartyId { get; init; }

    /// <summary>Pixels along the longer edge, of any photograph.</summary>
    public int? Edge { get; set; }

    /// <summary>The standard or decision that is quoted; may be empty.</summary>
    public string EdgeSource { get; set; } = "";

    /// <summary>Pixels along the longer edge, of a three-dimensional object.</summary>
    public int? SolidEdge { get; set; }

    public string SolidSource { get; set; } = "";

    /// <summary>Pixels to the inch of a flat object.</summary>
    public int? FlatPpi { get; set; }

    public string FlatSource { get; set; } = "";

    public int Version { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<WantedSizes>(e =>
    {
        e.ToTable("wanted_sizes").HasKey(s => s.PartyId);
        e.Property(s => s.Version).IsConcurrencyToken();
    });
}
