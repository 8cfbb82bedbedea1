using System.Collections.Immutable;

namespace Guanlian.Pairing.Explanations;

/// <summary>
/// What it would cost to force a pair: the best objective minus the best objective with that pair, level by level (in the result's
/// order; the first non-zero entry is positive, all zero means "another optimum has this pair"), and how the others would have to move.
/// </summary>
public sealed record Regret(int Leader, int Museum, int Score, ImmutableArray<long> Loss, ImmutableArray<Move> Moves)
{
    public bool IsFree => Loss.All(x => x == 0);
}

/// <summary>Why a museum is unpaired.</summary>
public enum UnpairedReason
{
    /// <summary>No arc to a leader that has a place.</summary>
    NoReachableLeader,

    /// <summary>Every reachable leader is full, and each of its museums is locked or of a tier that goes first.</summary>
    AllReachableFullWithHigherTier,

    /// <summary>Some reachable leader serves a museum of the same or a later tier, because the whole is better so.</summary>
    Outscored,

    /// <summary>Only pairs below the max–min bar are left.</summary>
    BelowLowestScore,
}

/// <summary>One museum's answer.</summary>
public sealed record MuseumExplanation
{
    public required int Museum { get; init; }

    /// <summary>Its leader, or −1.</summary>
    public required int Leader { get; init; }

    public required bool Locked { get; init; }

    /// <summary>Null when paired.</summary>
    public required UnpairedReason? Reason { get; init; }

    /// <summary>Up to three other leaders, least regret first; the first is the nearest. Empty when locked or in stable mode.</summary>
    public required ImmutableArray<Regret> NextBest { get; init; }

    /// <summary>For an unpaired museum: leaders where one more place would pair it (in the canonical result of that change).</summary>
    public required ImmutableArray<int> PairedByOneMorePlaceAt { get; init; }

    /// <summary>Possible pairs that have no arc, with the reason.</summary>
    public required ImmutableArray<MissingArc> Missing { get; init; }
}

/// <summary>One leader's answer.</summary>
/// <param name="Load">Museums it serves.</param>
/// <param name="OneMorePlace">Gain of the objective with one more place, level by level (the shadow price); all zero if none.</param>
/// <param name="Moves">Who would move, in the canonical result of that change.</param>
/// <param name="WouldPair">Museums now unpaired that it would pair, at any leader.</param>
public sealed record LeaderExplanation(
    int Leader, int Load, int Free, ImmutableArray<long> OneMorePlace, ImmutableArray<Move> Moves, ImmutableArray<int> WouldPair);
