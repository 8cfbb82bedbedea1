using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Governance.Rules;

/// <summary>Whether rules make sense together; every problem at once, each with its place, its value and what to do.</summary>
internal static class RulesCheck
{
    public static IReadOnlyList<Refusal.Invalid> Problems(PairingRules rules)
    {
        var found = new List<Refusal.Invalid>();
        Eligibility(rules);
        Range(RuleFields.CapacityLeast, RuleFields.CapacityMost, rules.Capacity, RuleBounds.Capacity);
        Range(RuleFields.SecondmentLeast, RuleFields.SecondmentMost, rules.SecondmentMonths, RuleBounds.SecondmentMonths);
        Within(RuleFields.DistanceMost, rules.Distance.Most, RuleBounds.Distance);
        Within(RuleFields.DistanceZero, rules.Distance.Zero, RuleBounds.Distance);
        Also(!Enum.IsDefined(rules.Distance.Unit), "governance.rules.choose-one", RuleFields.DistanceUnit);
        Within(RuleFields.LeastFit, rules.LeastFit, RuleBounds.LeastFit);
        Weights(rules.Weights);
        Objective(rules.Objective);
        Within(RuleFields.UrgentFrom, rules.Tiers.UrgentFrom, RuleBounds.UrgentFrom);
        Within(RuleFields.RoundsWithoutHelp, rules.Tiers.RoundsWithoutHelp, RuleBounds.RoundsWithoutHelp);
        Bonus(rules);
        Within(RuleFields.ConfirmationDays, rules.ConfirmationDays, RuleBounds.ConfirmationDays);
        Within(RuleFields.ObjectionDays, rules.ObjectionDays, RuleBounds.ObjectionDays);
        Within(RuleFields.TermYears, rules.TermYears, RuleBounds.TermYears);
        return found;

        void Also(bool wrong, string code, string field, params (string Name, object? Value)[] holes)
        {
            if (wrong)
            {
                found.Add(new(code, field) { Holes = holes });
            }
        }

        void Within(string field, int value, RuleBounds.Bound bound) =>
            Also(!bound.Holds(value), "governance.rules.out-of-range", field, ("value", value), ("least", bound.Least), ("most", bound.Most));

        void Range(string least, string most, Capacity range, RuleBounds.Bound bound)
        {
            Within(least, range.Least, bound);
            Within(most, range.Most, bound);
            Also(range.Least > range.Most, "governance.rules.least-above-most", most, ("least", range.Least), ("most", range.Most));
        }

        void Eligibility(PairingRules all)
        {
            Also(all.Leaders.Levels.Count + all.Leaders.Grades.Count + all.Leaders.Listed.Count == 0,
                "governance.rules.nobody-leads", RuleFields.LeaderLevels);
            Also(all.Leaders.Levels.Contains(PartyLevel.Unknown), "governance.rules.unknown-leads", RuleFields.LeaderLevels);
            Also(all.Leaders.Grades.Contains(Grade.None), "governance.rules.ungraded-leads", RuleFields.LeaderGrades);
            Also(all.Receivers.Levels.Count == 0, "governance.rules.nobody-helped", RuleFields.ReceiverLevels);
            Also(all.Receivers.Grades.Count == 0, "governance.rules.nobody-helped", RuleFields.ReceiverGrades);
        }

        void Weights(ScoreWeights weights)
        {
            Within(RuleFields.WeightFit, weights.Fit, RuleBounds.Weight);
            Within(RuleFields.WeightNear, weights.Near, RuleBounds.Weight);
            Within(RuleFields.WeightTheme, weights.Theme, RuleBounds.Weight);
            Within(RuleFields.WeightWish, weights.Wish, RuleBounds.Weight);
            Within(RuleFields.WeightContinuity, weights.Continuity, RuleBounds.Weight);
            Also(weights.Fit <= 0, "governance.rules.fit-counts", RuleFields.WeightFit);
        }

        void Objective(IReadOnlyList<ObjectiveLevel> order)
        {
            Also(order.Any(l => !Enum.IsDefined(l)) || order.Distinct().Count() != order.Count, "governance.rules.order-repeats", RuleFields.Objective);
            var missing = Enum.GetValues<ObjectiveLevel>().Except(order).Where(l => l != ObjectiveLevel.WorstScore).ToList();
            Also(missing.Count > 0, "governance.rules.order-incomplete", RuleFields.Objective, ("count", missing.Count));
        }

        void Bonus(PairingRules all)
        {
            foreach (var step in all.WorkloadBonus)
            {
                Within(RuleFields.WorkloadBonus, step, RuleBounds.WorkloadBonus);
            }

            Also(all.WorkloadBonus.Count != all.Capacity.Most, "governance.rules.bonus-count", RuleFields.WorkloadBonus,
                ("count", all.WorkloadBonus.Count), ("most", all.Capacity.Most));
            Also(all.WorkloadBonus.Zip(all.WorkloadBonus.Skip(1)).Any(pair => pair.First < pair.Second),
                "governance.rules.bonus-rises", RuleFields.WorkloadBonus, ("value", string.Join(", ", all.WorkloadBonus)));
        }
    }
}
