using Guanlian.Platform.Access;

namespace Guanlian.Members.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class MembersPermissions
{
    /// <summary>Facts that the register states, placing, new institutions, imports.</summary>
    public const string KeepRegister = "members.register.keep";

    /// <summary>The list of administrative divisions, which all clusters share.</summary>
    public const string KeepDivisions = "members.divisions.keep";

    /// <summary>What an institution says about itself: English name, contacts, capabilities.</summary>
    public const string EditInstitution = "members.institution.edit";

    /// <summary>Write a new self-assessment of the party that one acts for.</summary>
    public const string Assess = "members.assessment.make";

    /// <summary>Read the self-assessments of one's own party and of those in its care.</summary>
    public const string SeeAssessments = "members.assessment.see";

    /// <summary>Give and end mandates, and invite people: whom and for what says <see cref="Mandates.MandateLimits"/>.</summary>
    public const string Mandate = "members.mandate";

    /// <summary>Close accounts and make links for new passwords.</summary>
    public const string Accounts = "members.accounts";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(KeepRegister, Roles.Administrator, Roles.Secretariat),
        new(KeepDivisions, Roles.Administrator),
        new(EditInstitution, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner, Roles.Secretariat),
        new(Assess, Roles.Director, Roles.Coordinator, Roles.Secretariat, Roles.Council),
        new(SeeAssessments, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Secretariat, Roles.Council),
        new(Mandate, Roles.Administrator, Roles.Secretariat, Roles.Director),
        new(Accounts, Roles.Administrator),
    ];
}
