using Guanlian.Platform.Access;

namespace Guanlian.Funds.Access;

/// <summary>Permissions of the module and the roles that have them.</summary>
internal static class FundPermissions
{
    /// <summary>Read the funds of one's clusters: balances, donations, awards.</summary>
    public const string Read = "funds.read";

    /// <summary>Ask for money for one's museum, and account for it.</summary>
    public const string Apply = "funds.apply";

    /// <summary>Keep one's cluster's funds: open, budget, take donations, pay, check, settle, reverse.</summary>
    public const string Keep = "funds.keep";

    /// <summary>Award and refuse for one's cluster.</summary>
    public const string Decide = "funds.decide";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Read, Roles.Secretariat, Roles.Council, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner),
        new(Apply, Roles.Director, Roles.Coordinator),
        new(Keep, Roles.Secretariat),
        new(Decide, Roles.Council),
    ];
}
