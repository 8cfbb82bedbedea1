using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Drafts;

/// <summary>Drafts that the council has to decide on; and the first charter, where a cluster has none at all.</summary>
internal sealed class DraftDueItems(GovernanceDb db, ChartersInForce charters) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !CharterAccess.MayDraft(actor, party))
        {
            return [];
        }

        var due = new List<DueItem>();
        var drafts = await db.CharterVersions.CountAsync(v => v.ClusterId == party && v.State == CharterState.Draft, ct);
        if (drafts > 0 && CharterAccess.MayPutInForce(actor, party))
        {
            due.Add(new DueItem("governance.due.drafts", $"clusters/{actor.Mandate!.PartyCode}/charter") { Holes = [("count", drafts)], Urgency = Urgency.Soon });
        }

        if (drafts == 0 && await charters.FindAsync(party, ct) is null)
        {
            due.Add(new DueItem("governance.due.first", $"clusters/{actor.Mandate!.PartyCode}/charter") { Urgency = Urgency.Late });
        }

        return due;
    }
}
