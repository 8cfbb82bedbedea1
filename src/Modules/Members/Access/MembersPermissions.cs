using Guanlian.Platform.Access;

namespace Guanlian.Members.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class MembersPermissions
{
    public static IReadOnlyList<Permission> All { get; } = [];
}
