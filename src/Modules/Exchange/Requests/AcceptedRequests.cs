using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Requests;

/// <summary>Tells Agreements what was asked and accepted; whoever asks decides who may know.</summary>
internal sealed class AcceptedRequests(ExchangeDb db) : IAcceptedRequests
{
    public async Task<AcceptedRequest?> FindAsync(Guid id, CancellationToken ct)
    {
        var found = await db.Requests.AsNoTracking().Where(r => r.Id == id && r.State == RequestState.Accepted)
            .Join(db.Listings, r => r.ListingId, l => l.Id, (r, l) => new { Request = r, Listing = l }).SingleOrDefaultAsync(ct);
        return found is null ? null
            : found.Listing.Side == Side.Offer ? new(id, found.Request.ToPartyId, found.Request.FromPartyId, found.Listing.Title)
            : new(id, found.Request.FromPartyId, found.Request.ToPartyId, found.Listing.Title);
    }
}
