using Guanlian.Contracts.Members;

namespace Guanlian.Contracts.Governance;

/// <summary>Reads a charter's rules on who may lead and who may be helped, the same for the charter's pages and for rounds.</summary>
public static class Eligibility
{
    /// <summary>Listed by name; or a museum of one of the levels or one of the grades.</summary>
    public static bool MayLead(this PairingRules rules, PartyCard party) =>
        rules.Leaders.Listed.Contains(party.Id)
        || (party.Kind == PartyKind.Museum && (rules.Leaders.Levels.Contains(party.Level) || rules.Leaders.Grades.Contains(party.Grade)));

    /// <summary>A museum of one of the levels and one of the grades that may not lead.</summary>
    public static bool MayBeHelped(this PairingRules rules, PartyCard party) =>
        party.Kind == PartyKind.Museum && !rules.MayLead(party)
        && rules.Receivers.Levels.Contains(party.Level) && rules.Receivers.Grades.Contains(party.Grade);
}
