using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>What an institution's people should do about needs, offers and requests.</summary>
internal sealed class ListingDueItems(ExchangeDb db, TimeProvider clock) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !ListingAccess.MayEdit(actor, party))
        {
            return [];
        }

        var today = Dates.InChina(clock.GetUtcNow());
        var soon = today.AddDays(MyListings.DaysAhead);
        var due = new List<DueItem>();
        var lapsing = await db.Listings.Where(l => l.PartyId == party && l.ConfirmBy <= soon
                && (l.State == ListingState.Published || l.State == ListingState.Reserved))
            .Select(l => l.ConfirmBy).ToListAsync(ct);
        if (lapsing.Count > 0)
        {
            var by = lapsing.Min();
            due.Add(new DueItem("exchange.due.confirm", "exchange/mine")
            {
                Holes = [("count", lapsing.Count)],
                By = by,
                Urgency = by < today ? Urgency.Late : Urgency.Soon,
            });
        }

        var waiting = await db.Requests.CountAsync(r => r.ToPartyId == party && r.State == RequestState.Sent, ct);
        if (waiting > 0)
        {
            due.Add(new DueItem("exchange.due.answer", "exchange/requests") { Holes = [("count", waiting)], Urgency = Urgency.Late });
        }

        if (actor.Mandate!.Role != Roles.Coordinator && !await db.Listings.AnyAsync(l => l.PartyId == party, ct))
        {
            due.Add(new DueItem("exchange.due.first-needs", "exchange/needs/state") { Urgency = Urgency.Soon });
        }

        return due;
    }
}
