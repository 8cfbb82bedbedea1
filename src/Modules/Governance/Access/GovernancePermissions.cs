using Guanlian.Platform.Access;

namespace Guanlian.Governance.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class GovernancePermissions
{
    /// <summary>Write drafts of a cluster's charter and read them.</summary>
    public const string DraftCharter = "governance.draft-charter";

    /// <summary>Put a version of the charter in force: the council of that very cluster, nobody above it.</summary>
    public const string PutCharterInForce = "governance.put-charter-in-force";

    /// <summary>Give a community's consent to a draft, or veto it: only for the community that one acts for.</summary>
    public const string AnswerConsent = "governance.answer-consent";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(DraftCharter, Roles.Secretariat, Roles.Council),
        new(PutCharterInForce, Roles.Council),
        new(AnswerConsent, Roles.Director),
    ];
}
