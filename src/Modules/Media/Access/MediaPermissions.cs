using Guanlian.Platform.Access;

namespace Guanlian.Media.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class MediaPermissions
{
    /// <summary>Bring in, describe, order, hide and remove images of one's institution.</summary>
    public const string Keep = "media.keep";

    /// <summary>State for the members of one's cluster what photographs must reach.</summary>
    public const string StateSizes = "media.state-sizes";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Keep, Roles.Director, Roles.Coordinator, Roles.Staff) { Matter = Matters.Objects },
        new(StateSizes, Roles.Secretariat, Roles.Council),
    ];
}
