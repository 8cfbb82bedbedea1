using Guanlian.Platform.Access;

namespace Guanlian.Agreements.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class AgreementPermissions
{
    /// <summary>Read the agreements that one's party stands in, or that the alliance stands over.</summary>
    public const string Read = "agreements.read";

    /// <summary>Begin and write drafts and amendments for one's party, send them for sealing.</summary>
    public const string Draft = "agreements.draft";

    /// <summary>Seal, reject, end for one's party.</summary>
    public const string Seal = "agreements.seal";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Read, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner),
        new(Draft, Roles.Director, Roles.Coordinator, Roles.Partner) { Matter = Matters.Agreements },
        new(Seal, Roles.Director, Roles.Partner) { Matter = Matters.Agreements },
    ];
}
