using Guanlian.Platform.Access;

namespace Guanlian.Catalogue.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class CataloguePermissions
{
    /// <summary>Catalogue for one's institution: write, import, correct, send for review.</summary>
    public const string Keep = "catalogue.keep";

    /// <summary>Publish for one's institution: states, audiences, embargoes, bin and deregistration.</summary>
    public const string Publish = "catalogue.publish";

    /// <summary>See what members show each other.</summary>
    public const string ReadAsMember = "catalogue.read-as-member";

    /// <summary>See what members show their association.</summary>
    public const string Oversee = "catalogue.oversee";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Keep, Roles.Director, Roles.Coordinator, Roles.Staff) { Matter = Matters.Objects },
        new(Publish, Roles.Director, Roles.Coordinator) { Matter = Matters.Objects },
        new(ReadAsMember, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner),
        new(Oversee, Roles.Secretariat, Roles.Council),
    ];
}
