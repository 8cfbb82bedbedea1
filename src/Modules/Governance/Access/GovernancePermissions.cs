using Guanlian.Platform.Access;

namespace Guanlian.Governance.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class GovernancePermissions
{
    public static IReadOnlyList<Permission> All { get; } = [];
}
