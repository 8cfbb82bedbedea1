using System.Collections.Immutable;

namespace Guanlian.Pairing;

/// <summary>One thing to make as large as possible.</summary>
public enum ObjectiveLevel
{
    /// <summary>Paired museums of tier 0.</summary>
    Tier0,

    /// <summary>Paired museums of tier 1.</summary>
    Tier1,

    /// <summary>Paired museums of tier 2.</summary>
    Tier2,

    /// <summary>
    /// Σᵢ min(loadᵢ, ℓᵢ): lower places filled. With ℓᵢ ≤ 1 this is the number of leaders that have their ℓᵢ; for larger ℓᵢ that
    /// number is NP-hard to maximise (it contains 3-set packing), this sum is not.
    /// </summary>
    LowerPlaces,

    /// <summary>
    /// Max–min: the worst score among pairs that are not locked (1000 when there is none). Everything after it is decided among
    /// arcs that keep this bar.
    /// </summary>
    LowestScore,

    /// <summary>Σ sᵢⱼ xᵢⱼ.</summary>
    Score,

    /// <summary>Σᵢ Σ_{k ≤ loadᵢ} φₖ with falling φ: spreads the load.</summary>
    Workload,
}

/// <summary>
/// The lexicographic objective as charter data: a solution is better if it is larger at the first level where they differ.
/// Ties are broken by code: for museums in code order, the first leader in code order that some optimum allows; being paired comes
/// before not being paired.
/// <para>
/// <b>One 64-bit number.</b> The levels are combined as Σ W_k·level_k with W_k = 1 + 2·Σ_{l after k} W_l·D_l, where D_l bounds how much
/// level l can change along one simple cycle of the residual network root → leader → museum → root: a simple cycle passes the root at
/// most once, so D = 1 for tiers and lower places and D = φ₁ for the workload; it passes each leader at most once, so
/// D = 1000·min(leaders, museums) for the score. A solution without a cycle that improves the combined number therefore has no
/// cycle that improves the tuple, and (the difference of two solutions being a sum of such cycles, and the lexicographic order
/// being compatible with addition) it is a lexicographic optimum. Within <see cref="PairingLimits"/> every weight stays below 10¹² and
/// every sum below 10¹⁸.
/// </para>
/// </summary>
public sealed record ObjectiveOrder
{
    /// <summary>Levels in falling importance, none twice.</summary>
    public required ImmutableArray<ObjectiveLevel> Levels { get; init; }

    /// <summary>φ₁ ≥ φ₂ ≥ … ≥ 0, the worth of the k-th museum of one leader; 0 beyond the end.</summary>
    public ImmutableArray<int> Workload { get; init; } = [2, 1];

    /// <summary>Tier 0, tier 1, tier 2, lower places, score, workload.</summary>
    public static ObjectiveOrder Default { get; } = new()
    {
        Levels =
        [
            ObjectiveLevel.Tier0, ObjectiveLevel.Tier1, ObjectiveLevel.Tier2,
            ObjectiveLevel.LowerPlaces, ObjectiveLevel.Score, ObjectiveLevel.Workload,
        ],
    };

    /// <summary>The same order with the max–min level before the score (last if there is no score), unless it has one already.</summary>
    public ObjectiveOrder WithLowestScore()
    {
        if (Levels.Contains(ObjectiveLevel.LowestScore)) return this;
        var score = Levels.IndexOf(ObjectiveLevel.Score);
        return this with { Levels = Levels.Insert(score < 0 ? Levels.Length : score, ObjectiveLevel.LowestScore) };
    }
}
