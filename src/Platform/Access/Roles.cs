namespace Guanlian.Platform.Access;

/// <summary>The roles a mandate can carry. A role says what a person does for a party; permissions name their default roles.</summary>
public static class Roles
{
    /// <summary>系统管理员: runs the installation, founds clusters, gives the first mandates; speaks for the operator.</summary>
    public const string Administrator = "administrator";

    /// <summary>秘书处: the association's office; runs rounds, members, imports of its cluster.</summary>
    public const string Secretariat = "secretariat";

    /// <summary>理事会: puts charters in force, adopts results.</summary>
    public const string Council = "council";

    /// <summary>馆长: signs for the institution.</summary>
    public const string Director = "director";

    /// <summary>帮扶联络员: a leading museum's coordinator.</summary>
    public const string Coordinator = "coordinator";

    /// <summary>馆员: daily work of one institution.</summary>
    public const string Staff = "staff";

    /// <summary>合作方联系人: a library, school, company or tourism partner's contact.</summary>
    public const string Partner = "partner";

    /// <summary>Every role, in order of rank.</summary>
    public static IReadOnlyList<string> All { get; } = [Administrator, Secretariat, Council, Director, Coordinator, Staff, Partner];

    /// <summary>Everybody who speaks for an institution.</summary>
    public static IReadOnlyList<string> OfInstitutions { get; } = [Director, Coordinator, Staff, Partner];
}

/// <summary>The matters in which a branch can let its head act for it, by the names under which <c>members.acting_for</c> keeps them.</summary>
public static class Matters
{
    /// <summary>Publish needs and offers.</summary>
    public const string Listings = "Listings";

    /// <summary>Take part in pairing rounds.</summary>
    public const string Pairing = "Pairing";

    /// <summary>Conclude agreements and do what they promise.</summary>
    public const string Agreements = "Agreements";

    /// <summary>Keep objects and their images.</summary>
    public const string Objects = "Objects";
}

/// <summary>A permission and the roles that have it. Its name is also the name of the endpoint policy.</summary>
public sealed record Permission(string Name, params string[] Roles)
{
    /// <summary>The matter (one of <see cref="Matters"/>) in which a branch can let its head use this permission for it; null where nobody can lend it.</summary>
    public string? Matter { get; init; }
}

/// <summary>The union of all modules' permissions, asked when a mandate is loaded.</summary>
public sealed class PermissionTable(IEnumerable<Permission> permissions)
{
    private readonly Dictionary<string, string> matters = permissions.Where(p => p.Matter is not null).ToDictionary(p => p.Name, p => p.Matter!);

    private readonly Dictionary<string, HashSet<string>> byRole = permissions
        .SelectMany(p => p.Roles.Select(role => (role, p.Name)))
        .GroupBy(pair => pair.role, pair => pair.Name)
        .ToDictionary(g => g.Key, g => g.ToHashSet());

    /// <summary>Names of all permissions of a role; empty for an unknown one.</summary>
    public IReadOnlySet<string> Of(string role) => byRole.TryGetValue(role, out var names) ? names : new HashSet<string>();

    /// <summary>Names of those of a role that a branch lends to its head with these matters.</summary>
    public IReadOnlySet<string> Of(string role, IReadOnlyCollection<string> lent) =>
        Of(role).Where(name => matters.TryGetValue(name, out var matter) && lent.Contains(matter)).ToHashSet();
}
