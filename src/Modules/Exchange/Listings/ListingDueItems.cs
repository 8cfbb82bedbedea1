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

        var words = await CommunityAsync(actor, party, ct);

        var today = Dates.InChina(clock.GetUtcNow());
        var soon = today.AddDays(MyListings.DaysAhead);
        var due = new List<DueItem>(words);
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

        if (lapsing.Count == 0 && actor.Mandate!.Role != Roles.Coordinator && !await db.Listings.AnyAsync(l => l.PartyId == party, ct))
        {
            due.Add(new DueItem("exchange.due.first-needs", "exchange/needs/state") { Urgency = Urgency.Soon });
        }

        return due;
    }

    /// <summary>A community is asked about listings that concern it; an institution hears that one of its own was vetoed.</summary>
    private async Task<IReadOnlyList<DueItem>> CommunityAsync(Actor actor, Guid party, CancellationToken ct)
    {
        var concerned = await db.Listings.AsNoTracking().Where(l => l.State != ListingState.Withdrawn && l.State != ListingState.Fulfilled
                && ((l.CommunityId == party && l.CommunityWord == CommunityWord.Asked) || (l.PartyId == party && l.CommunityWord == CommunityWord.Vetoed)))
            .OrderBy(l => l.CreatedAt).Select(l => new { l.Id, l.Title, Own = l.PartyId == party }).Take(20).ToListAsync(ct);
        return [.. concerned.Where(l => l.Own || actor.May(ExchangePermissions.AnswerForCommunity))
            .Select(l => new DueItem(l.Own ? "exchange.due.vetoed" : "exchange.due.consent", $"exchange/listings/{l.Id}")
            {
                Holes = [("title", l.Title)],
                Urgency = Urgency.Soon,
            })];
    }
}
