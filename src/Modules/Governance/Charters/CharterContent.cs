using Guanlian.Contracts.Governance;

namespace Guanlian.Governance.Charters;

/// <summary>What a charter says: four texts for people (requirement G14), rules and duties for the program.</summary>
internal sealed record CharterContent(
    CharterText Goals, CharterText Organisation, CharterText MemberRoles, CharterText Vision, PairingRules Rules, IReadOnlyList<RoleDuty> Duties)
{
    /// <summary>Who joins and how; null leaves it open.</summary>
    public AdmissionRule? Admission { get; init; }

    public static CharterContent Of(CharterVersion version) =>
        new(version.Goals, version.Organisation, version.MemberRoles, version.Vision, version.ReadRules(), version.Duties) { Admission = version.Admission };

    public void WriteTo(CharterVersion version)
    {
        (version.Goals, version.Organisation, version.MemberRoles, version.Vision) = (Goals, Organisation, MemberRoles, Vision);
        version.WriteRules(Rules);
        version.Duties = [.. Duties];
        version.Admission = Admission;
    }
}
