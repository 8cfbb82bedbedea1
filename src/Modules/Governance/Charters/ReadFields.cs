using System.Globalization;
using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Governance.Rules;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Governance.Charters;

/// <summary>Reads a charter from its fields; whatever a stranger typed becomes a problem with a place, never an exception.</summary>
internal sealed class ReadFields(IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, Guid> partiesByCode)
{
    public const int MostText = 20_000;
    private readonly List<Refusal.Invalid> problems = [];

    public static Outcome<CharterContent> Read(IReadOnlyDictionary<string, string> fields, IReadOnlyDictionary<string, Guid> partiesByCode) =>
        new ReadFields(fields, partiesByCode).Read();

    /// <summary>The codes named in the list of leaders, to look up before reading.</summary>
    public static IReadOnlyList<string> ListedCodes(IReadOnlyDictionary<string, string> fields) =>
        [.. fields.GetValueOrDefault(RuleFields.LeadersListed, "").Split(['\n', ',', '，', '、', ' ', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct()];

    private Outcome<CharterContent> Read()
    {
        var texts = CharterFields.Parts.Select(Part).ToList();
        var rules = Rules();
        var admission = Admission();
        var duties = CharterFields.Roles.SelectMany(role => Enum.GetValues<DutySide>().SelectMany(side => Duties(role, side))).ToList();
        var unreadable = problems.Select(p => p.Field).ToHashSet();
        problems.AddRange(RulesCheck.Problems(rules).Where(p => !unreadable.Contains(p.Field)));
        return problems is [var first, .. var rest]
            ? first with { Also = rest }
            : new CharterContent(texts[0], texts[1], texts[2], texts[3], rules, duties) { Admission = admission };
    }

    private CharterText Part(string part) => new(Text(CharterFields.Zh(part)), Text(CharterFields.En(part)));

    private string Text(string field)
    {
        var text = Value(field).ReplaceLineEndings("\n").Trim();
        if (text.Length > MostText)
        {
            problems.Add(new("governance.charter.text-long", field) { Holes = [("length", text.Length), ("most", MostText)] });
        }

        return text;
    }

    private List<RoleDuty> Duties(string role, DutySide side)
    {
        var field = CharterFields.Duty(role, side);
        var read = DutyLines.Read(role, side, Value(field)).ToList();
        if (read.Count > DutyLines.MostLines || read.Any(d => d.Zh.Length is 0 or > DutyLines.MostLength || d.En?.Length > DutyLines.MostLength))
        {
            problems.Add(new("governance.charter.duty-form", field) { Holes = [("lines", DutyLines.MostLines), ("length", DutyLines.MostLength)] });
        }

        return read;
    }

    private PairingRules Rules() => new()
    {
        Leaders = new(Set<PartyLevel>(RuleFields.LeaderLevels), Set<Grade>(RuleFields.LeaderGrades), Listed()),
        Receivers = new(Set<PartyLevel>(RuleFields.ReceiverLevels), Set<Grade>(RuleFields.ReceiverGrades)),
        Capacity = new(Number(RuleFields.CapacityLeast), Number(RuleFields.CapacityMost)),
        Distance = new(One<DistanceUnit>(RuleFields.DistanceUnit), Number(RuleFields.DistanceMost), Number(RuleFields.DistanceZero)),
        LeastFit = Number(RuleFields.LeastFit),
        Weights = new(Number(RuleFields.WeightFit), Number(RuleFields.WeightNear), Number(RuleFields.WeightTheme),
            Number(RuleFields.WeightWish), Number(RuleFields.WeightContinuity)),
        Objective = Set<ObjectiveLevel>(RuleFields.Objective),
        Tiers = new(Number(RuleFields.UrgentFrom), Number(RuleFields.RoundsWithoutHelp)),
        WorkloadBonus = [.. Items(RuleFields.WorkloadBonus).Select(item => Number(RuleFields.WorkloadBonus, item))],
        SecondmentMonths = new(Number(RuleFields.SecondmentLeast), Number(RuleFields.SecondmentMost)),
        ConfirmationDays = Number(RuleFields.ConfirmationDays),
        ObjectionDays = Number(RuleFields.ObjectionDays),
        TermYears = Number(RuleFields.TermYears),
    };

    // Without a way of joining the charter leaves it open, and the rest of the rule says nothing.
    private AdmissionRule? Admission() => Value(RuleFields.AdmissionWay).Trim().Length == 0 ? null : new(
        One<AdmissionWay>(RuleFields.AdmissionWay), [.. Set<PartyKind>(RuleFields.AdmissionKinds).Distinct().Order()],
        Value(RuleFields.AdmissionTrial) == CharterFields.Yes);

    private string Value(string field) => fields.GetValueOrDefault(field, "");

    private string[] Items(string field) =>
        Value(field).Split([',', '，', '、', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private int Number(string field) => Number(field, Value(field).Trim());

    private int Number(string field, string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        problems.Add(new("governance.rules.not-a-number", field) { Holes = [("value", text)] });
        return 0;
    }

    private T One<T>(string field) where T : struct, Enum
    {
        if (Enum.TryParse<T>(Value(field), out var one) && Enum.IsDefined(one))
        {
            return one;
        }

        problems.Add(new("governance.rules.choose-one", field) { Holes = [("value", Value(field))] });
        return default;
    }

    private List<T> Set<T>(string field) where T : struct, Enum
    {
        var read = new List<T>();
        foreach (var item in Items(field))
        {
            if (Enum.TryParse<T>(item, out var one) && Enum.IsDefined(one))
            {
                read.Add(one);
            }
            else
            {
                problems.Add(new("governance.rules.choose-one", field) { Holes = [("value", item)] });
            }
        }

        return read;
    }

    private List<Guid> Listed()
    {
        var read = new List<Guid>();
        foreach (var code in ListedCodes(fields))
        {
            if (partiesByCode.TryGetValue(code, out var id))
            {
                read.Add(id);
            }
            else
            {
                problems.Add(new("governance.rules.no-such-party", RuleFields.LeadersListed) { Holes = [("value", code)] });
            }
        }

        return read;
    }
}
