using Guanlian.Members.Memberships;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Members.Access;

/// <summary>A membership concerns two: the cluster and the party. Nobody else acts on it, and what is not settled yet only they see.</summary>
internal static class MembershipAccess
{
    public static bool Keeps(Actor actor, Guid clusterId) => actor.May(ClusterPermissions.KeepMembers, clusterId);

    /// <summary>The party itself, not those who stand over it: nobody joins or leaves in another's name.</summary>
    public static bool SpeaksFor(Actor actor, Guid partyId) => actor.PartyId == partyId && actor.May(ClusterPermissions.Join);

    public static bool MaySee(Actor actor, Membership membership) =>
        Keeps(actor, membership.ClusterId) || (actor.PartyId == membership.PartyId && actor.May(ClusterPermissions.SeeOwn));

    public static bool MayTake(Actor actor, Membership membership, MembershipStep step) => step switch
    {
        { By: MembershipSide.Party } => SpeaksFor(actor, membership.PartyId),
        { Act: MembershipAct.Remove } => actor.May(ClusterPermissions.Remove, membership.ClusterId),
        _ => Keeps(actor, membership.ClusterId),
    };

    public static Refusal? Check(Actor actor, Membership? found) =>
        found is null || !MaySee(actor, found) ? new Refusal.Missing("members.membership.missing") : null;
}
