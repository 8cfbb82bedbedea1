using Guanlian.Platform.Access;

namespace Guanlian.Governance.Access;

/// <summary>A community's word is its own: not a head's, not a cluster's above it.</summary>
internal static class ConsentAccess
{
    public static bool SpeaksFor(Actor actor, Guid communityId) =>
        actor.PartyId == communityId && actor.May(GovernancePermissions.AnswerConsent);
}
