using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Talk;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Requests;

/// <summary>A request to cooperate is talked about by the two between whom it stands, whatever became of it.</summary>
internal sealed class ThreadsOfRequests(ExchangeDb db, CurrentActor current) : IThreadSubject
{
    public string Kind => "exchange.request";

    public async Task<ThreadPlace?> FindAsync(Guid id, CancellationToken ct)
    {
        var found = await db.Requests.AsNoTracking().Where(r => r.Id == id)
            .Join(db.Listings, r => r.ListingId, l => l.Id, (r, l) => new { Request = r, l.Title }).SingleOrDefaultAsync(ct);
        return found is not null && FollowRequest.MayFollow(current.Value, found.Request)
            ? new(found.Title, $"exchange/requests/{id}", [found.Request.FromPartyId, found.Request.ToPartyId])
            : null;
    }
}
