using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>How near others may come to the images of a museum; without a row they are given everything.</summary>
public sealed class Serving
{
    /// <summary>Kind of the subject of what is recorded.</summary>
    public const string SubjectKind = "media.serving";

    /// <summary>Smaller than this would leave lists of objects without pictures.</summary>
    public const int LeastEdge = 800;

    /// <summary>As large as images are.</summary>
    public const int MostEdge = 100_000;

    public Guid InstitutionId { get; init; }

    /// <summary>Longest edge for everybody; null for the whole size.</summary>
    public int? VisitorsEdge { get; set; }

    /// <summary>Longest edge for whoever acts for a member of the alliance; null for the whole size.</summary>
    public int? MembersEdge { get; set; }

    public bool VisitorsMarked { get; set; }

    public bool MembersMarked { get; set; }

    /// <summary>What the mark says; empty for the museum's name.</summary>
    public string Mark { get; set; } = "";

    public int Version { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    internal static void Map(ModelBuilder model) => model.Entity<Serving>(e =>
    {
        e.ToTable("serving").HasKey(s => s.InstitutionId);
        e.Property(s => s.Version).IsConcurrencyToken();
    });
}
