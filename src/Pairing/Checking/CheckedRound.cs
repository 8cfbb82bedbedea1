using System.Collections.Immutable;

namespace Guanlian.Pairing.Checking;

/// <summary>
/// A published round as a stranger reads it: what was given, what was chosen, what is claimed. Indices refer to the lists here.
/// Nothing in this namespace uses a type of the solver.
/// </summary>
public sealed record CheckedRound
{
    public required ImmutableArray<CheckedLeader> Leaders { get; init; }
    public required ImmutableArray<CheckedMuseum> Museums { get; init; }
    public required ImmutableArray<CheckedArc> Arcs { get; init; }
    public ImmutableArray<CheckedPair> Locks { get; init; } = [];
    public ImmutableArray<CheckedPair> Exclusions { get; init; } = [];

    /// <summary>"tier0", "tier1", "tier2", "lowerPlaces", "lowestScore", "score", "workload", most important first.</summary>
    public required ImmutableArray<string> Levels { get; init; }

    /// <summary>φ, falling.</summary>
    public required ImmutableArray<int> Workload { get; init; }

    /// <summary>The chosen pairs.</summary>
    public required ImmutableArray<CheckedPair> Pairs { get; init; }

    /// <summary>The claimed value of each level.</summary>
    public required ImmutableArray<long> Objective { get; init; }

    /// <summary>The weight of each level.</summary>
    public required ImmutableArray<long> Weights { get; init; }

    /// <summary>The proof over all levels; null only if <see cref="Stable"/>.</summary>
    public required CheckedProof? Optimum { get; init; }

    /// <summary>Claimed with "lowestScore" only.</summary>
    public int? LowestScore { get; init; }
    public CheckedProof? BeforeBar { get; init; }
    public CheckedProof? AboveBar { get; init; }

    /// <summary>The pairs claim to be stable, not optimal; weights and proofs are then not read.</summary>
    public bool Stable { get; init; }

    /// <summary>Submitted lists, best first, for a stable claim.</summary>
    public ImmutableArray<CheckedList> MuseumLists { get; init; } = [];
    public ImmutableArray<CheckedList> LeaderLists { get; init; } = [];
}

public readonly record struct CheckedLeader(string Code, int Lower, int Upper);

public readonly record struct CheckedMuseum(string Code, int Tier);

public readonly record struct CheckedArc(int Leader, int Museum, int Score);

public readonly record struct CheckedPair(int Leader, int Museum);

/// <summary>What one museum (or leader) wished, as indices of leaders (or museums).</summary>
public sealed record CheckedList(int Owner, ImmutableArray<int> Ranked);

/// <summary>Prices of leaders, values of museums, and the bound they are claimed to prove.</summary>
public sealed record CheckedProof(ImmutableArray<long> LeaderPrices, ImmutableArray<long> MuseumValues, long Bound);

/// <summary>What a check found wrong.</summary>
public enum CheckFindingCode
{
    /// <summary>Lists do not fit together, an index is out of range, a code is empty or used twice, a number is out of range.</summary>
    Malformed,
    MuseumPairedTwice,
    CapacityExceeded,
    PairWithoutArc,
    PairExcluded,
    LockNotKept,
    ObjectiveWrong,

    /// <summary>A weight does not outweigh what all later levels can change along a cycle.</summary>
    WeightsMixLevels,

    /// <summary>Some c_ij − p_i exceeds the museum's value.</summary>
    ValueTooSmall,
    ValueNegative,

    /// <summary>The prices prove another bound than claimed.</summary>
    BoundWrong,

    /// <summary>The bound is larger than the value of the pairs: they may not be the best.</summary>
    NotProvedOptimal,

    /// <summary>An unlocked pair lies below the claimed lowest score, or the bar can be raised.</summary>
    LowestScoreWrong,

    /// <summary>An equally good assignment comes first in code order.</summary>
    NotCanonical,

    /// <summary>Leader and museum would both rather have each other (stable claims).</summary>
    BlockingPair,
}

/// <summary>One finding; leader and museum are indices where they apply, else −1.</summary>
public readonly record struct CheckFinding(CheckFindingCode Code, int Leader = -1, int Museum = -1);
