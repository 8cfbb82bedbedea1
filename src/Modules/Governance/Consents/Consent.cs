using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Consents;

/// <summary>A community's own word on one version of a draft (requirement G05). Without it the version does not come into force.</summary>
internal sealed class Consent
{
    public Guid Id { get; init; }

    public Guid DraftId { get; init; }

    /// <summary>The draft as it was shown; a later save is asked about anew.</summary>
    public int DraftVersion { get; init; }

    public Guid CommunityId { get; init; }

    public ConsentState State { get; set; }

    /// <summary>In the community's words; a veto has one.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public string? AnsweredBy { get; set; }

    public int Version { get; set; } = 1;

    public static void Map(ModelBuilder model) => model.Entity<Consent>(e =>
    {
        e.ToTable("consent").HasKey(c => c.Id);
        e.Property(c => c.State).HasConversion<string>();
        e.Property(c => c.Version).IsConcurrencyToken();
    });
}

/// <summary>Asked → given or vetoed; while the draft is a draft a community may think again.</summary>
internal enum ConsentState
{
    /// <summary>待表态</summary>
    Asked,

    /// <summary>同意</summary>
    Given,

    /// <summary>否决</summary>
    Vetoed,
}
