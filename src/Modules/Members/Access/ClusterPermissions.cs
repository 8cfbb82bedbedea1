using Guanlian.Platform.Access;

namespace Guanlian.Members.Access;

/// <summary>Permissions around clusters and memberships.</summary>
internal static class ClusterPermissions
{
    /// <summary>Found a cluster: the operator anywhere, a secretariat below its own.</summary>
    public const string Found = "members.cluster.found";

    /// <summary>Invite, review, admit, suspend, give roles and offices.</summary>
    public const string KeepMembers = "members.membership.keep";

    /// <summary>Remove a member against its will.</summary>
    public const string Remove = "members.membership.remove";

    /// <summary>Write the cluster's plans.</summary>
    public const string Plan = "members.cluster.plan";

    /// <summary>Speak for one's own party: apply, accept, leave, let a head act for it.</summary>
    public const string Join = "members.membership.join";

    /// <summary>See what one's own party owes and may ask.</summary>
    public const string SeeOwn = "members.membership.see-own";

    public static IReadOnlyList<Permission> All { get; } =
    [
        new(Found, Roles.Administrator, Roles.Secretariat),
        new(KeepMembers, Roles.Secretariat, Roles.Council),
        new(Remove, Roles.Council),
        new(Plan, Roles.Secretariat, Roles.Council),
        new(Join, Roles.Director, Roles.Secretariat, Roles.Council),
        new(SeeOwn, Roles.Director, Roles.Coordinator, Roles.Staff, Roles.Partner, Roles.Secretariat, Roles.Council),
    ];
}
