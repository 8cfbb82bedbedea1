using Guanlian.Contracts.Members;

namespace Guanlian.Contracts.Governance;

/// <summary>
/// A charter's rules for pairing, as data (requirements P04–P08, N08). No rule constant stands anywhere else: every number that a
/// round uses is read from the charter version in force and frozen with the round.
/// </summary>
public sealed record PairingRules
{
    /// <summary>Who may lead: any of these levels or grades, or listed by id.</summary>
    public required LeaderEligibility Leaders { get; init; }

    /// <summary>Who may be helped: these levels and grades that are not leaders.</summary>
    public required ReceiverEligibility Receivers { get; init; }

    /// <summary>Places of a leader: at least … at most (1–3). A leader may lower its own with a reason, never raise it.</summary>
    public required Capacity Capacity { get; init; }

    /// <summary>How far is too far, and the unit that distances are measured in.</summary>
    public required DistanceRule Distance { get; init; }

    /// <summary>Least share of the stated need, 0–1000, that a leader must cover to be considered.</summary>
    public required int LeastFit { get; init; }

    /// <summary>Weights of the score's parts; whole numbers, any sum.</summary>
    public required ScoreWeights Weights { get; init; }

    /// <summary>Order of the objective, highest first; every level of <see cref="ObjectiveLevel"/> once, max–min only where wanted.</summary>
    public required IReadOnlyList<ObjectiveLevel> Objective { get; init; }

    /// <summary>How tiers are given.</summary>
    public required TierRule Tiers { get; init; }

    /// <summary>Falling bonus of a leader's first, second, third … museum, so that work is spread; must not rise.</summary>
    public required IReadOnlyList<int> WorkloadBonus { get; init; }

    /// <summary>Months of a secondment: at least … at most (3–6).</summary>
    public required Capacity SecondmentMonths { get; init; }

    /// <summary>Days after which a need or offer must be confirmed again (90).</summary>
    public required int ConfirmationDays { get; init; }

    /// <summary>Days for objections after a result is shown.</summary>
    public required int ObjectionDays { get; init; }

    /// <summary>Years for which an adopted pair is agreed.</summary>
    public required int TermYears { get; init; }
}

/// <summary>Who may lead.</summary>
public sealed record LeaderEligibility(IReadOnlyList<PartyLevel> Levels, IReadOnlyList<Grade> Grades, IReadOnlyList<Guid> Listed);

/// <summary>Who may be helped.</summary>
public sealed record ReceiverEligibility(IReadOnlyList<PartyLevel> Levels, IReadOnlyList<Grade> Grades);

/// <summary>A closed range of whole numbers.</summary>
public sealed record Capacity(int Least, int Most);

/// <summary>Distance rule.</summary>
/// <param name="Unit">What <paramref name="Most"/> and <paramref name="Zero"/> are measured in.</param>
/// <param name="Most">No pair beyond this.</param>
/// <param name="Zero">The distance at which the score's nearness part reaches nought.</param>
public sealed record DistanceRule(DistanceUnit Unit, int Most, int Zero);

/// <summary>Unit of distance.</summary>
public enum DistanceUnit
{
    /// <summary>Great-circle kilometres.</summary>
    Kilometres,

    /// <summary>Road minutes from an imported table; pairs without one fall back to a minute a kilometre.</summary>
    RoadMinutes,
}

/// <summary>Weights of fit, nearness, common theme, mutual wish and continuity.</summary>
public sealed record ScoreWeights(int Fit, int Near, int Theme, int Wish, int Continuity);

/// <summary>Levels of the objective.</summary>
public enum ObjectiveLevel
{
    /// <summary>Paired museums of tier 0.</summary>
    UrgentPaired,

    /// <summary>Paired museums of tier 1.</summary>
    WaitingPaired,

    /// <summary>Paired museums of tier 2.</summary>
    OthersPaired,

    /// <summary>Leaders with at least their least number of museums.</summary>
    LeadersUsed,

    /// <summary>The worst score of any pair (max–min); optional.</summary>
    WorstScore,

    /// <summary>Sum of scores.</summary>
    TotalScore,

    /// <summary>Spread of the work.</summary>
    Workload,
}

/// <summary>How tiers are given.</summary>
/// <param name="UrgentFrom">Urgency (0–5) of a confirmed need in the conservation domain from which a museum is in tier 0.</param>
/// <param name="RoundsWithoutHelp">Rounds without a pair after which a museum is in tier 0; one fewer gives tier 1.</param>
public sealed record TierRule(int UrgentFrom, int RoundsWithoutHelp);
