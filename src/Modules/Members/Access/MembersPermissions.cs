using Guanlian.Platform.Access;

namespace Guanlian.Members.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class MembersPermissions
{
    /// <summary>Facts that the register states, placing, new institutions, imports.</summary>
    public const string KeepRegister = "members.register.keep";

    /// <summary>What an institution says about itself: English name, contacts, capabilities.</summary>
    public const string EditInstitution = "members.institution.edit";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(KeepRegister, Roles.Administrator, Roles.Secretariat),
        new(EditInstitution, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner, Roles.Secretariat),
    ];
}
