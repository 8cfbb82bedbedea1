using Guanlian.Platform.Access;

namespace Guanlian.Resources.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class ResourcePermissions
{
    /// <summary>Look at bookings that one's party has a part in.</summary>
    public const string Read = "resources.read";

    /// <summary>Look at all that members of the alliance have open for booking.</summary>
    public const string Browse = "resources.browse";

    /// <summary>Ask for something in one's party's name, change and cancel that.</summary>
    public const string Book = "resources.book";

    /// <summary>Describe what one's party has, and answer those who ask for it.</summary>
    public const string Offer = "resources.offer";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Read, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner),
        new(Browse, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff),
        new(Book, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner) { Matter = Matters.Agreements },
        new(Offer, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner) { Matter = Matters.Agreements },
    ];
}
