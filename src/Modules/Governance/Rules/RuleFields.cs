namespace Guanlian.Governance.Rules;

/// <summary>Names of the rules: form fields, word keys (<c>governance.rule.…</c>) and places of a diff.</summary>
internal static class RuleFields
{
    public const string LeaderLevels = nameof(LeaderLevels);
    public const string LeaderGrades = nameof(LeaderGrades);
    public const string LeadersListed = nameof(LeadersListed);
    public const string ReceiverLevels = nameof(ReceiverLevels);
    public const string ReceiverGrades = nameof(ReceiverGrades);
    public const string CapacityLeast = nameof(CapacityLeast);
    public const string CapacityMost = nameof(CapacityMost);
    public const string DistanceUnit = nameof(DistanceUnit);
    public const string DistanceMost = nameof(DistanceMost);
    public const string DistanceZero = nameof(DistanceZero);
    public const string LeastFit = nameof(LeastFit);
    public const string WeightFit = nameof(WeightFit);
    public const string WeightNear = nameof(WeightNear);
    public const string WeightTheme = nameof(WeightTheme);
    public const string WeightWish = nameof(WeightWish);
    public const string WeightContinuity = nameof(WeightContinuity);
    public const string Objective = nameof(Objective);
    public const string UrgentFrom = nameof(UrgentFrom);
    public const string RoundsWithoutHelp = nameof(RoundsWithoutHelp);
    public const string WorkloadBonus = nameof(WorkloadBonus);
    public const string SecondmentLeast = nameof(SecondmentLeast);
    public const string SecondmentMost = nameof(SecondmentMost);
    public const string ConfirmationDays = nameof(ConfirmationDays);
    public const string ObjectionDays = nameof(ObjectionDays);
    public const string TermYears = nameof(TermYears);
    public const string AdmissionWay = nameof(AdmissionWay);
    public const string AdmissionKinds = nameof(AdmissionKinds);
    public const string AdmissionTrial = nameof(AdmissionTrial);

    /// <summary>In the order in which a charter shows them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        LeaderLevels, LeaderGrades, LeadersListed, ReceiverLevels, ReceiverGrades, CapacityLeast, CapacityMost, DistanceUnit, DistanceMost,
        DistanceZero, LeastFit, WeightFit, WeightNear, WeightTheme, WeightWish, WeightContinuity, Objective, UrgentFrom, RoundsWithoutHelp,
        WorkloadBonus, SecondmentLeast, SecondmentMost, ConfirmationDays, ObjectionDays, TermYears, AdmissionWay, AdmissionKinds, AdmissionTrial,
    ];
}
