using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Data;

/// <summary>Objects handed to a helper museum for some time, for some of their fields.</summary>
internal sealed class Delegation
{
    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    public Guid HelperId { get; init; }

    public DateOnly FromOn { get; init; }

    public DateOnly ToOn { get; init; }

    /// <summary>Keys of the fields that the helper may propose.</summary>
    public string[] Fields { get; init; } = [];

    public string? Note { get; init; }

    public required string GivenName { get; init; }

    public DateTimeOffset GivenAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public bool IsOpenOn(DateOnly day) => EndedAt is null && FromOn <= day && day <= ToOn;

    public static void Map(ModelBuilder model)
    {
        model.Entity<Delegation>(e => e.ToTable("delegation").HasKey(d => new { d.InstitutionId, d.Id }));
        model.Entity<DelegatedObject>(e => e.ToTable("delegation_object").HasKey(d => new { d.InstitutionId, d.DelegationId, d.ObjectId }));
        model.Entity<Proposal>(e =>
        {
            e.ToTable("proposal").HasKey(p => new { p.InstitutionId, p.Id });
            e.Property(p => p.State).HasConversion<string>();
        });
    }
}

/// <summary>One object of a delegation.</summary>
internal sealed class DelegatedObject
{
    public Guid InstitutionId { get; init; }

    public Guid DelegationId { get; init; }

    public Guid ObjectId { get; init; }
}

/// <summary>What a helper says about one field. Accepted, it stays the credit of that statement as long as the field says so.</summary>
internal sealed class Proposal
{
    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    public Guid DelegationId { get; init; }

    public Guid ObjectId { get; init; }

    public required string Field { get; init; }

    /// <summary>Canonical text; null to empty the field.</summary>
    public string? Value { get; init; }

    /// <summary>What stood there when it was said.</summary>
    public string? Was { get; init; }

    /// <summary>What it rests on.</summary>
    public required string Source { get; init; }

    public Guid PartyId { get; init; }

    public Guid? PersonId { get; init; }

    public required string PersonName { get; init; }

    public DateTimeOffset SaidAt { get; init; }

    public ProposalState State { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public string? DecidedName { get; set; }

    public string? Reason { get; set; }
}

/// <summary>待定, 采纳, 不采纳, 已改提.</summary>
internal enum ProposalState
{
    Open,
    Accepted,
    Refused,
    Replaced,
}
