using Guanlian.Governance.Charters;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Governance.Access;

/// <summary>What was once in force is public; a draft exists only for the cluster's own secretariat and council.</summary>
internal static class CharterAccess
{
    public static bool MayDraft(Actor actor, Guid clusterId) => actor.PartyId == clusterId && actor.May(GovernancePermissions.DraftCharter);

    public static bool MayPutInForce(Actor actor, Guid clusterId) =>
        actor.PartyId == clusterId && actor.May(GovernancePermissions.PutCharterInForce);

    public static bool MaySee(Actor actor, CharterVersion version) => version.Number is not null || MayDraft(actor, version.ClusterId);

    /// <summary>For acts on a draft.</summary>
    public static Refusal? CheckDraft(Actor actor, CharterVersion? found) => found switch
    {
        null => new Refusal.Missing("governance.charter.missing"),
        _ when !MaySee(actor, found) => new Refusal.Missing("governance.charter.missing"),
        _ when !MayDraft(actor, found.ClusterId) => new Refusal.Denied("governance.charter.not-yours"),
        { State: not CharterState.Draft } => new Refusal.Stale("governance.charter.not-a-draft"),
        _ => null,
    };
}
