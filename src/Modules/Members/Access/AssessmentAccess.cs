using Guanlian.Platform.Access;

namespace Guanlian.Members.Access;

/// <summary>An assessment is for the party itself and for those who stand over it; it is never public.</summary>
internal static class AssessmentAccess
{
    public static bool MaySee(Actor actor, Guid partyId) => actor.PartyId == partyId || actor.May(MembersPermissions.SeeAssessments, partyId);

    /// <summary>A party speaks of itself; nobody assesses it in its name.</summary>
    public static bool MayMake(Actor actor, Guid partyId) => actor.PartyId == partyId && actor.May(MembersPermissions.Assess);
}
