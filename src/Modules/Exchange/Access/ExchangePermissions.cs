using Guanlian.Platform.Access;

namespace Guanlian.Exchange.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class ExchangePermissions
{
    public static IReadOnlyList<Permission> All { get; } = [];
}
