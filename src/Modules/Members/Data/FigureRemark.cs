using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Data;

/// <summary>What the museum itself says about a published figure that looks wrong; the figure stands as published.</summary>
internal sealed class FigureRemark
{
    public Guid PartyId { get; init; }

    public int Edition { get; init; }

    public FigureVerdict Verdict { get; set; }

    /// <summary>Why it is so, or what it should be.</summary>
    public required string Text { get; set; }

    public DateTimeOffset SaidAt { get; set; }

    public required string SaidBy { get; set; }

    public int Version { get; set; } = 1;

    public static void Map(ModelBuilder model) => model.Entity<FigureRemark>(e =>
    {
        e.ToTable("figure_remark").HasKey(r => new { r.PartyId, r.Edition });
        e.Property(r => r.Verdict).HasConversion<string>();
        e.Property(r => r.Version).IsConcurrencyToken();
    });
}

/// <summary>Whether a figure that looks wrong is.</summary>
internal enum FigureVerdict
{
    /// <summary>属实</summary>
    Right,

    /// <summary>有误</summary>
    Wrong,
}
