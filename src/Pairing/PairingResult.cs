using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Guanlian.Pairing;

/// <summary>How to choose.</summary>
public enum PairingMode
{
    /// <summary>The lexicographic optimum of the problem's order.</summary>
    Optimal,

    /// <summary>No leader and museum would both rather have each other (small-proposing deferred acceptance).</summary>
    Stable,

    /// <summary>As optimal, with <see cref="ObjectiveLevel.LowestScore"/> before the score.</summary>
    MaxMin,
}

/// <summary>Where a long computation stands.</summary>
public enum PairingStage
{
    Reading,
    Bar,
    Optimum,
    TieBreak,
    Certificate,
    BlockingPairs,
    Done,
}

/// <summary>What <see cref="PairingSolver.Solve"/> returns: a result, or the reasons why there is none. Never both.</summary>
public sealed record PairingAnswer(PairingResult? Result, ImmutableArray<PairingFault> Faults)
{
    [MemberNotNullWhen(true, nameof(Result))]
    public bool IsSolved => Result is not null;
}

/// <summary>A chosen pair.</summary>
public readonly record struct Pair(int Leader, int Museum, int Score, bool Locked);

/// <summary>One solution with all that is said about it.</summary>
public sealed record PairingResult
{
    public required PairingMode Mode { get; init; }

    /// <summary>The order that was in force (with the max–min level in that mode).</summary>
    public required ObjectiveOrder Order { get; init; }

    /// <summary>For each museum index the index of its leader, −1 if unpaired.</summary>
    public required ImmutableArray<int> LeaderOf { get; init; }

    /// <summary>The pairs in museum code order.</summary>
    public required ImmutableArray<Pair> Pairs { get; init; }

    /// <summary>The value of each level of <see cref="Order"/>, in its order.</summary>
    public required ImmutableArray<long> Objective { get; init; }

    /// <summary>All measures, whether they are levels or not.</summary>
    public required PairingTotals Totals { get; init; }

    /// <summary>Leader and museum who would both rather have each other, by leader code, then museum code.</summary>
    public required ImmutableArray<PairIndex> BlockingPairs { get; init; }

    /// <summary>The proof of optimality; null in stable mode, where the absence of blocking pairs is the proof.</summary>
    public required PairingCertificate? Certificate { get; init; }
}

/// <summary>Measures of one solution.</summary>
/// <param name="PairedByTier">Paired museums of tier 0, 1, 2.</param>
/// <param name="LowerPlaces">Σ min(load, ℓ).</param>
/// <param name="LeadersAtLower">Leaders with load ≥ ℓ.</param>
/// <param name="Score">Sum of scores.</param>
/// <param name="LowestScore">Worst score of an unlocked pair; 1000 if there is none.</param>
/// <param name="Workload">Σ φ.</param>
public sealed record PairingTotals(
    ImmutableArray<int> PairedByTier, long LowerPlaces, int LeadersAtLower, long Score, int LowestScore, long Workload)
{
    public int Paired => PairedByTier.Sum();
}

/// <summary>
/// The proof that no other assignment is better. With c_ij = W_tier(j) + W_score·s_ij and b_ik = W_lower·[k ≤ ℓ_i] + W_work·φ_k, any
/// prices p bound every solution from above by
/// <code>Σ_{j unlocked} max(0, max_i (c_ij − p_i)) + Σ_{locked ij} (c_ij − p_i) + Σ_i Σ_{k ≤ u_i} max(0, b_ik + p_i).</code>
/// The published prices make this bound equal to the value of the published pairs. They are the smallest such prices, hence
/// unique, and max(0, b_{i,u+1} + p_i) is exactly what one more place at leader i would be worth.
/// </summary>
public sealed record PairingCertificate
{
    /// <summary>W_k for each level of the order, 0 for the max–min level.</summary>
    public required ImmutableArray<long> Weights { get; init; }

    /// <summary>The proof over all levels, on the arcs that keep the bar.</summary>
    public required PriceProof Optimum { get; init; }

    /// <summary>Only with a max–min level: proofs that the bar costs nothing before it and cannot be raised.</summary>
    public BarProof? Bar { get; init; }
}

/// <summary>Prices and the value they prove.</summary>
/// <param name="LeaderPrices">p_i by leader index.</param>
/// <param name="MuseumValues">v_j = max(0, max_i (c_ij − p_i)) by museum index; 0 for locked museums.</param>
/// <param name="Bound">The upper bound of the sum above.</param>
public sealed record PriceProof(ImmutableArray<long> LeaderPrices, ImmutableArray<long> MuseumValues, long Bound);

/// <summary>
/// Let the max–min level be at position q. <paramref name="Before"/> proves, on all arcs and with the weights of the levels before q,
/// that the result is optimal there; <paramref name="Above"/> proves, on arcs with a score above <paramref name="LowestScore"/>, that
/// those levels would lose (its bound is smaller). <paramref name="Above"/> is null when the bar is 1000: it cannot be raised.
/// </summary>
public sealed record BarProof(int LowestScore, PriceProof Before, PriceProof? Above);
