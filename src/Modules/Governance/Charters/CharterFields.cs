using System.Globalization;
using Guanlian.Contracts.Governance;
using Guanlian.Governance.Rules;

namespace Guanlian.Governance.Charters;

/// <summary>
/// A charter as named lines of text: what its form shows and sends, what two editors' work is merged by, and what a comparison walks
/// through. Sets are written in their fixed order, so that equal charters give equal fields.
/// </summary>
internal static class CharterFields
{
    /// <summary>The four parts.</summary>
    public static IReadOnlyList<string> Parts { get; } =
        [nameof(CharterContent.Goals), nameof(CharterContent.Organisation), nameof(CharterContent.MemberRoles), nameof(CharterContent.Vision)];

    /// <summary>Roles and offices of the duty matrix.</summary>
    public static IReadOnlyList<string> Roles { get; } =
        ["chair", "council", "secretariat", "liaison", "head", "branch", "lead", "member", "community", "partner"];

    public const string Yes = "yes";
    public const string No = "no";

    public static string Zh(string part) => part + "Zh";

    public static string En(string part) => part + "En";

    public static string Duty(string role, DutySide side) => $"Duty-{role}-{side}";

    /// <summary>Every field, in the order of the form.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Parts.SelectMany(p => new[] { Zh(p), En(p) }), .. RuleFields.All,
        .. Roles.SelectMany(r => new[] { Duty(r, DutySide.Owe), Duty(r, DutySide.Ask) }),
    ];

    /// <summary>True for the fields that hold running text or lists of sentences.</summary>
    public static bool IsText(string field) => !RuleFields.All.Contains(field);

    /// <param name="content">The charter.</param>
    /// <param name="codes">Code of each listed leader; an unknown one is written as its id.</param>
    public static Dictionary<string, string> Of(CharterContent content, IReadOnlyDictionary<Guid, string> codes)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (part, text) in Parts.Zip([content.Goals, content.Organisation, content.MemberRoles, content.Vision]))
        {
            (fields[Zh(part)], fields[En(part)]) = (text.Zh, text.En);
        }

        foreach (var role in Roles)
        {
            foreach (var side in Enum.GetValues<DutySide>())
            {
                fields[Duty(role, side)] = DutyLines.Write(content.Duties.Where(d => d.Role == role && d.Side == side));
            }
        }

        WriteRules(fields, content.Rules, codes);
        fields[RuleFields.AdmissionWay] = content.Admission?.Way.ToString() ?? "";
        fields[RuleFields.AdmissionKinds] = Set(content.Admission?.Kinds ?? []);
        fields[RuleFields.AdmissionTrial] = content.Admission is { } admission ? admission.Trial ? Yes : No : "";
        return fields;
    }

    private static void WriteRules(Dictionary<string, string> fields, PairingRules r, IReadOnlyDictionary<Guid, string> codes)
    {
        fields[RuleFields.LeaderLevels] = Set(r.Leaders.Levels);
        fields[RuleFields.LeaderGrades] = Set(r.Leaders.Grades);
        fields[RuleFields.LeadersListed] = string.Join('\n', r.Leaders.Listed.Select(id => codes.GetValueOrDefault(id, id.ToString())).Order(StringComparer.Ordinal));
        fields[RuleFields.ReceiverLevels] = Set(r.Receivers.Levels);
        fields[RuleFields.ReceiverGrades] = Set(r.Receivers.Grades);
        fields[RuleFields.CapacityLeast] = Number(r.Capacity.Least);
        fields[RuleFields.CapacityMost] = Number(r.Capacity.Most);
        fields[RuleFields.DistanceUnit] = r.Distance.Unit.ToString();
        fields[RuleFields.DistanceMost] = Number(r.Distance.Most);
        fields[RuleFields.DistanceZero] = Number(r.Distance.Zero);
        fields[RuleFields.LeastFit] = Number(r.LeastFit);
        fields[RuleFields.WeightFit] = Number(r.Weights.Fit);
        fields[RuleFields.WeightNear] = Number(r.Weights.Near);
        fields[RuleFields.WeightTheme] = Number(r.Weights.Theme);
        fields[RuleFields.WeightWish] = Number(r.Weights.Wish);
        fields[RuleFields.WeightContinuity] = Number(r.Weights.Continuity);
        fields[RuleFields.Objective] = string.Join(',', r.Objective);
        fields[RuleFields.UrgentFrom] = Number(r.Tiers.UrgentFrom);
        fields[RuleFields.RoundsWithoutHelp] = Number(r.Tiers.RoundsWithoutHelp);
        fields[RuleFields.WorkloadBonus] = string.Join(',', r.WorkloadBonus.Select(Number));
        fields[RuleFields.SecondmentLeast] = Number(r.SecondmentMonths.Least);
        fields[RuleFields.SecondmentMost] = Number(r.SecondmentMonths.Most);
        fields[RuleFields.ConfirmationDays] = Number(r.ConfirmationDays);
        fields[RuleFields.ObjectionDays] = Number(r.ObjectionDays);
        fields[RuleFields.TermYears] = Number(r.TermYears);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Set<T>(IEnumerable<T> values) where T : struct, Enum => string.Join(',', values.Distinct().Order());
}

/// <summary>Duties in a form: a line each, the English after a bar.</summary>
internal static class DutyLines
{
    public const int MostLines = 30;
    public const int MostLength = 300;

    public static string Write(IEnumerable<RoleDuty> duties) =>
        string.Join('\n', duties.Select(d => string.IsNullOrEmpty(d.En) ? d.Zh : $"{d.Zh} | {d.En}"));

    public static IEnumerable<RoleDuty> Read(string role, DutySide side, string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var bar = line.IndexOf('|', StringComparison.Ordinal);
            var zh = (bar < 0 ? line : line[..bar]).Trim();
            var en = bar < 0 ? "" : line[(bar + 1)..].Trim();
            yield return new(role, side, zh, en.Length == 0 ? null : en);
        }
    }
}
