using Guanlian.Platform.Access;

namespace Guanlian.Exchange.Access;

/// <summary>Permissions of pairing rounds and the roles that have them.</summary>
internal static class RoundPermissions
{
    /// <summary>Open, freeze, compute, show and adjust the rounds of a cluster, and answer objections.</summary>
    public const string Run = "exchange.run-rounds";

    /// <summary>Adopt a result.</summary>
    public const string Adopt = "exchange.adopt-rounds";

    /// <summary>Say what one's institution needs or offers in a round.</summary>
    public const string Enter = "exchange.enter-rounds";

    /// <summary>Object to a shown result for one's institution.</summary>
    public const string Object = "exchange.object-to-rounds";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Run, Roles.Secretariat),
        new(Adopt, Roles.Council),
        new(Enter, Roles.Secretariat, Roles.Director, Roles.Coordinator, Roles.Staff) { Matter = Matters.Pairing },
        new(Object, Roles.Director, Roles.Coordinator) { Matter = Matters.Pairing },
    ];
}
