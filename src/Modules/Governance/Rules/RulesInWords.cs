using System.Globalization;
using Guanlian.Contracts.Governance;
using Guanlian.Governance.Charters;
using Guanlian.Platform.Words;

namespace Guanlian.Governance.Rules;

/// <summary>Says a rule the way a charter would.</summary>
/// <param name="words">The word files.</param>
/// <param name="parties">Names of the parties that the rules list, by code.</param>
internal sealed class RulesInWords(Wording words, IReadOnlyDictionary<string, ClusterNames.Named> parties)
{
    public string Label(string field)
    {
        if (!field.StartsWith("Duty-", StringComparison.Ordinal))
        {
            return words[$"governance.charter.field.{field}"];
        }

        var parts = field.Split('-');
        return words["governance.duty.of", ("role", words[$"governance.role.{parts[1]}"]), ("side", words[$"governance.duty.{parts[2]}"])];
    }

    /// <param name="field">Which rule.</param>
    /// <param name="value">As the form has it.</param>
    /// <param name="unit">What distances are measured in; only they ask.</param>
    public string Value(string field, string value, DistanceUnit unit = DistanceUnit.Kilometres) => field switch
    {
        RuleFields.DistanceMost or RuleFields.DistanceZero => words[$"governance.rule-value.{unit}", ("value", value)],
        RuleFields.LeaderLevels or RuleFields.ReceiverLevels => Each(value, "governance.level."),
        RuleFields.LeaderGrades or RuleFields.ReceiverGrades => Each(value, "governance.grade."),
        RuleFields.LeadersListed => Joined(value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Party)),
        RuleFields.DistanceUnit => words[$"governance.distance-unit.{value}"],
        RuleFields.Objective => string.Join(words["governance.rule-value.then"], Items(value).Select(i => words[$"governance.objective.{i}"])),
        RuleFields.WorkloadBonus => Joined(Items(value)),
        RuleFields.AdmissionWay => value.Length == 0 ? words["governance.rule-value.open"] : words[$"governance.admission-way.{value}"],
        RuleFields.AdmissionKinds => value.Length == 0 ? words["governance.rule-value.all-kinds"] : Each(value, "governance.party-kind."),
        RuleFields.AdmissionTrial => value.Length == 0 ? words["governance.rule-value.open"] : words[$"governance.admission-trial.{value}"],
        _ => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? words[$"governance.rule-value.{field}", ("value", number)]
            : value,
    };

    private string Party(string code) =>
        parties.TryGetValue(code, out var party) ? Wording.InChinese ? party.Name : party.NameEn ?? party.Name : code;

    private string Each(string value, string key) => Joined(Items(value).Select(i => words[key + i]));

    private string Joined(IEnumerable<string> items) =>
        string.Join(Wording.InChinese ? "、" : ", ", items) is { Length: > 0 } text ? text : words["governance.rule-value.none"];

    private static string[] Items(string value) => value.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
