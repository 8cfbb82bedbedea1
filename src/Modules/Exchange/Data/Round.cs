using Guanlian.Contracts.Governance;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Exchange.Data;

/// <summary>One pairing round of a cluster.</summary>
internal sealed class Round
{
    public Guid Id { get; init; }

    /// <summary>In addresses and file names; never changes.</summary>
    public required string Code { get; init; }

    public Guid ClusterId { get; init; }

    public required string Name { get; init; }

    /// <summary>From which leaders and museums each choose one.</summary>
    public string[] Themes { get; init; } = [];

    public DateOnly EntryUntil { get; set; }

    public Guid CharterVersionId { get; init; }

    public int CharterNumber { get; init; }

    public required string RulesHash { get; init; }

    /// <summary>The rules of the charter version in force at opening, as canonical JSON. A later charter does not change a running round.</summary>
    public required string Rules { get; init; }

    public RoundState State { get; set; }

    /// <summary>The mode that is shown for objection and adopted.</summary>
    public Mode? Mode { get; set; }

    public string? ModeReason { get; set; }

    /// <summary>The last day for objections.</summary>
    public DateOnly? ObjectionsUntil { get; set; }

    /// <summary>The computation that counts: the latest.</summary>
    public Guid? ComputationId { get; set; }

    public string? AdoptionReason { get; set; }

    public DateTimeOffset? AdoptedAt { get; set; }

    public DateTimeOffset? InForceAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string? EndReason { get; set; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Sample content; marked 示例 wherever it is shown.</summary>
    public bool Sample { get; init; }

    public int Version { get; set; } = 1;

    public PairingRules ReadRules() => CanonicalJson.Read<PairingRules>(Rules);

    /// <summary>Adopted results are public.</summary>
    public bool IsPublic => State is RoundState.Adopted or RoundState.InForce or RoundState.Superseded;

    /// <summary>Refuses who saw an older version of it, and what its state no longer or not yet allows.</summary>
    public Refusal? Check(int seen, params ReadOnlySpan<RoundState> allowed)
    {
        if (!allowed.Contains(State)) return new Refusal.Stale("exchange.round.step-not-now");
        return seen == Version ? null : new Refusal.Stale("exchange.round.stale");
    }
}

/// <summary>States of a round (domain model).</summary>
internal enum RoundState
{
    /// <summary>Entries come in.</summary>
    Open,

    /// <summary>The input is fixed by its hash.</summary>
    Frozen,

    /// <summary>There is a result with its certificate; the association looks at it.</summary>
    Computed,

    /// <summary>Members see it and may object.</summary>
    Shown,

    /// <summary>A lock, an exclusion or a place was changed after that: recomputed, to be shown again.</summary>
    Adjusted,

    /// <summary>The council has adopted it; public.</summary>
    Adopted,

    InForce,

    /// <summary>A later round is in force.</summary>
    Superseded,

    /// <summary>Given up before adoption, with a reason.</summary>
    Abandoned,
}

/// <summary>The three ways to choose.</summary>
internal enum Mode
{
    Optimal,
    Stable,
    MaxMin,
}
