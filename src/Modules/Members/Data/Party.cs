using Guanlian.Contracts.Members;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Data;

/// <summary>An institution or a cluster, with today's values.</summary>
internal sealed class Party
{
    /// <summary>The operator's fixed id (migration 0002).</summary>
    public static readonly Guid OperatorId = Guid.Parse("00000000-0000-7000-8000-000000000001");

    public Guid Id { get; init; }

    public required string Code { get; set; }

    public PartyKind Kind { get; init; }

    public required string Name { get; set; }

    public string? NameEn { get; set; }

    /// <summary>曾用名 from before the first dated name.</summary>
    public List<string> FormerNames { get; set; } = [];

    public PartyLevel Level { get; set; }

    public Grade Grade { get; set; }

    public Ownership Ownership { get; set; }

    public string? DivisionCode { get; set; }

    public double? Longitude { get; set; }

    public double? Latitude { get; set; }

    /// <summary>Where the point comes from; null without a point.</summary>
    public PointBasis? PointBasis { get; set; }

    public string? Address { get; set; }

    /// <summary>总馆: the house that this one is a branch of.</summary>
    public Guid? ParentId { get; set; }

    public FinanceClass FinanceClass { get; set; }

    public string? Website { get; set; }

    /// <summary>For the public.</summary>
    public string? Phone { get; set; }

    /// <summary>The person other members speak to; never public.</summary>
    public string? ContactName { get; set; }

    public string? ContactPhone { get; set; }

    public string? ContactEmail { get; set; }

    /// <summary>能力: what it can do for others, in its own words.</summary>
    public List<string> Capabilities { get; set; } = [];

    /// <summary>Names present and past, code and English name in lower case, one a line: what a search looks through.</summary>
    public string SearchNames { get; set; } = "";

    /// <summary>How the Chinese names sound, one a line.</summary>
    public string SearchSounds { get; set; } = "";

    public DateTimeOffset RegisteredAt { get; init; }

    public DateOnly? ClosedOn { get; set; }

    /// <summary>Counts changes, so that a late writer is told.</summary>
    public int Version { get; set; } = 1;

    public static void Map(ModelBuilder model) => model.Entity<Party>(e =>
    {
        e.ToTable("party").HasKey(p => p.Id);
        e.HasOne<Party>().WithMany().HasForeignKey(p => p.ParentId).OnDelete(DeleteBehavior.Restrict);
        e.Property(p => p.Kind).HasConversion<string>();
        e.Property(p => p.Level).HasConversion<string>();
        e.Property(p => p.Grade).HasConversion<string>();
        e.Property(p => p.Ownership).HasConversion<string>();
        e.Property(p => p.FinanceClass).HasConversion<string>();
        e.Property(p => p.PointBasis).HasConversion<string>();
        e.Property(p => p.Version).IsConcurrencyToken();
    });
}

/// <summary>Where a party's point comes from.</summary>
internal enum PointBasis
{
    /// <summary>The seat of its division.</summary>
    Division,

    /// <summary>Given for the house itself.</summary>
    Given,
}

/// <summary>How the state pays for an institution.</summary>
internal enum FinanceClass
{
    Unknown,

    /// <summary>公益一类</summary>
    PublicFirst,

    /// <summary>公益二类</summary>
    PublicSecond,

    /// <summary>非国有</summary>
    NonState,

    /// <summary>企业</summary>
    Enterprise,
}
