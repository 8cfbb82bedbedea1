using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Rules;
using Microsoft.AspNetCore.Http;

namespace Guanlian.Governance.Drafts;

/// <summary>How the fields of a charter lie in its form: most under their own name, the order of the objective as one choice per place.</summary>
internal static class CharterForm
{
    /// <summary>Places of the objective's order.</summary>
    public static int Places { get; } = Enum.GetValues<ObjectiveLevel>().Length;

    public static string Place(int index) => $"{RuleFields.Objective}-{index + 1}";

    /// <summary>What can be ticked in a field; empty for the others.</summary>
    public static IReadOnlyList<string> ChoicesOf(string field) => field switch
    {
        RuleFields.LeaderLevels => [.. Enum.GetNames<PartyLevel>().Except([nameof(PartyLevel.Unknown)])],
        RuleFields.ReceiverLevels => Enum.GetNames<PartyLevel>(),
        RuleFields.LeaderGrades => [.. Enum.GetNames<Grade>().Except([nameof(Grade.None)])],
        RuleFields.ReceiverGrades => Enum.GetNames<Grade>(),
        RuleFields.AdmissionWay => Enum.GetNames<AdmissionWay>(),
        RuleFields.AdmissionKinds => [.. Enum.GetNames<PartyKind>().Except([nameof(PartyKind.Operator)])],
        RuleFields.AdmissionTrial => [CharterFields.Yes, CharterFields.No],
        _ => [],
    };

    /// <summary>The fields that were sent; a field that the form did not carry is left out and so stays as it was.</summary>
    public static Dictionary<string, string> Read(IFormCollection form)
    {
        var fields = CharterFields.All.Where(form.ContainsKey)
            .ToDictionary(f => f, f => string.Join(',', form[f].Where(v => !string.IsNullOrEmpty(v))).ReplaceLineEndings("\n"));
        var places = Enumerable.Range(0, Places).Select(Place).Where(form.ContainsKey).ToList();
        if (places.Count > 0)
        {
            fields[RuleFields.Objective] = string.Join(',', places.Select(p => form[p].ToString()).Where(v => v.Length > 0));
        }

        return fields;
    }
}
