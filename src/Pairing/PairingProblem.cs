using System.Collections.Immutable;

namespace Guanlian.Pairing;

/// <summary>
/// One pairing round as integers: leaders i with ℓᵢ and uᵢ places, museums j with a tier πⱼ, arcs (i, j) with a score
/// sᵢⱼ ∈ 0..1000. Wanted is x ∈ {0,1} on the arcs with Σⱼ xᵢⱼ ≤ uᵢ, Σᵢ xᵢⱼ ≤ 1, xᵢⱼ = 1 on locks and 0 on exclusions, best in the
/// lexicographic order of <see cref="Order"/>. Rows may come in any order: only codes decide between equals.
/// </summary>
public sealed record PairingProblem
{
    public required ImmutableArray<PairingLeader> Leaders { get; init; }

    public required ImmutableArray<PairingMuseum> Museums { get; init; }

    /// <summary>The possible pairs. At most one arc for a leader and a museum.</summary>
    public required ImmutableArray<PairingArc> Arcs { get; init; }

    /// <summary>Pairs that must be (agreements in force). Each needs an arc.</summary>
    public ImmutableArray<PairIndex> Locks { get; init; } = [];

    /// <summary>Pairs that must not be. An exclusion removes the arc if there is one.</summary>
    public ImmutableArray<PairIndex> Exclusions { get; init; } = [];

    /// <summary>What is better: levels in falling importance, and the workload curve.</summary>
    public ObjectiveOrder Order { get; init; } = ObjectiveOrder.Default;

    /// <summary>Why arcs are not there. Only explanations read it.</summary>
    public ImmutableArray<MissingArc> Missing { get; init; } = [];

    /// <summary>Submitted lists of leaders, by museum index; only the stable mode reads them.</summary>
    public ImmutableArray<PreferenceList> MuseumPreferences { get; init; } = [];

    /// <summary>Submitted lists of museums, by leader index; only the stable mode reads them.</summary>
    public ImmutableArray<PreferenceList> LeaderPreferences { get; init; } = [];
}

/// <summary>A leading museum. Codes are compared ordinally and decide between equal optima.</summary>
/// <param name="Code">Unique among leaders.</param>
/// <param name="Lower">ℓᵢ: places that should be filled (soft, see <see cref="ObjectiveLevel.LowerPlaces"/>).</param>
/// <param name="Upper">uᵢ: places that exist (hard).</param>
public sealed record PairingLeader(string Code, int Lower, int Upper);

/// <summary>A small museum.</summary>
/// <param name="Code">Unique among museums.</param>
/// <param name="Tier">πⱼ ∈ {0, 1, 2}, 0 first.</param>
public sealed record PairingMuseum(string Code, int Tier);

/// <summary>A possible pair, by index into <see cref="PairingProblem.Leaders"/> and <see cref="PairingProblem.Museums"/>.</summary>
public readonly record struct PairingArc(int Leader, int Museum, int Score);

/// <summary>A leader and a museum by index.</summary>
public readonly record struct PairIndex(int Leader, int Museum);

/// <summary>A pair that is not possible, and why.</summary>
public readonly record struct MissingArc(int Leader, int Museum, MissingReason Reason);

/// <summary>
/// What <paramref name="Owner"/> (an index) prefers, best first. A list ranks; it never refuses: whoever is not named follows
/// by the common rule. A refusal is an exclusion, which has an author and a reason.
/// </summary>
public sealed record PreferenceList(int Owner, ImmutableArray<int> Ranked);

/// <summary>Why a pair has no arc.</summary>
public enum MissingReason
{
    /// <summary>Excluded by a person, with a reason kept elsewhere.</summary>
    Excluded,

    /// <summary>Farther than the charter's maximum.</summary>
    TooFar,

    /// <summary>The leader covers less of the stated need than the charter's minimum.</summary>
    FitTooLow,

    /// <summary>The leader has no place this round.</summary>
    NoCapacity,

    /// <summary>The museum stated no need.</summary>
    NoNeed,

    /// <summary>Neither road minutes nor a great-circle estimate is known.</summary>
    DistanceUnknown,

    /// <summary>A strength, need, wish or distance was out of range.</summary>
    InvalidInput,
}
