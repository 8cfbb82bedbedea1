using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>Tells other modules which needs wait: published ones; a reserved one has been taken up.</summary>
internal sealed class UnmetNeeds(ExchangeDb db, TimeProvider clock) : IUnmetNeeds
{
    public async Task<IReadOnlyList<UnmetNeed>> OfAsync(IReadOnlyCollection<Guid> parties, CancellationToken ct)
    {
        var (asked, today) = (parties.ToList(), Dates.InChina(clock.GetUtcNow()));
        return await db.Listings.AsNoTracking()
            .Where(l => l.Side == Side.Need && l.State == ListingState.Published && asked.Contains(l.PartyId) && (l.ConfirmBy == null || l.ConfirmBy >= today)
                && !db.Requests.Any(r => r.ListingId == l.Id && r.State == RequestState.Accepted))
            .OrderByDescending(l => l.Urgency).ThenBy(l => l.CreatedAt).ThenBy(l => l.Id)
            .Select(l => new UnmetNeed(l.Id, l.PartyId, l.Title, l.Domain, l.Urgency, l.CreatedAt)).ToListAsync(ct);
    }
}
