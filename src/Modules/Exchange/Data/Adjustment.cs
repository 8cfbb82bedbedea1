namespace Guanlian.Exchange.Data;

/// <summary>What people decide over the computation, always with author, mandate and reason.</summary>
internal sealed class Adjustment
{
    public Guid Id { get; init; }

    public Guid ClusterId { get; init; }

    /// <summary>The round in which it was made. Locks and exclusions hold in later rounds of the cluster until they expire.</summary>
    public Guid RoundId { get; init; }

    public AdjustmentKind Kind { get; init; }

    public Guid LeaderId { get; init; }

    public Guid? MuseumId { get; init; }

    /// <summary>The leader's places in this round.</summary>
    public int? Places { get; init; }

    public required string Reason { get; init; }

    /// <summary>The last day on which it holds.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>The objection that it follows.</summary>
    public Guid? ObjectionId { get; init; }

    /// <summary>The person, for the history of the association.</summary>
    public required string Author { get; init; }

    /// <summary>The office acted for, for the published file.</summary>
    public required string Office { get; init; }

    public Guid? PersonId { get; init; }

    public Guid? MandateId { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public string? WithdrawalReason { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>Whether it holds in a round on that day.</summary>
    public bool Holds(Guid roundId, DateOnly day) =>
        WithdrawnAt is null && (Kind == AdjustmentKind.Places ? RoundId == roundId : ExpiresOn >= day);
}

/// <summary>What is decided.</summary>
internal enum AdjustmentKind
{
    /// <summary>These two are a pair.</summary>
    Lock,

    /// <summary>These two are not.</summary>
    Exclusion,

    /// <summary>This leader has so many places.</summary>
    Places,
}
