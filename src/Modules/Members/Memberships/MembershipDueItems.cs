using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>Requests that a secretariat should settle, and invitations that a party should answer.</summary>
internal sealed class MembershipDueItems(MembersDb db) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party)
        {
            return [];
        }

        var due = new List<DueItem>();
        if (MembershipAccess.Keeps(actor, party))
        {
            var waiting = await db.Memberships.CountAsync(m => m.ClusterId == party && (m.State == MembershipState.Applied || m.State == MembershipState.UnderReview), ct);
            if (waiting > 0)
            {
                due.Add(new DueItem("members.due.requests", $"clusters/{actor.Mandate!.PartyCode}?state={MembershipState.Applied}") { Holes = [("count", waiting)], Urgency = Urgency.Soon });
            }
        }

        if (MembershipAccess.SpeaksFor(actor, party) && await db.Memberships.AnyAsync(m => m.PartyId == party && m.State == MembershipState.Invited, ct))
        {
            due.Add(new DueItem("members.due.invitation", "my/memberships") { Urgency = Urgency.Soon });
        }

        return due;
    }
}
