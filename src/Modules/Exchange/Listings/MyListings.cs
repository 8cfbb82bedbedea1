using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>Everything an institution has written down, what must be confirmed again first.</summary>
internal static class MyListings
{
    /// <summary>Days before its last day from which a listing asks to be confirmed again.</summary>
    internal const int DaysAhead = 14;

    /// <param name="Due">Must be confirmed again soon, or has lapsed.</param>
    internal sealed record Item(Listing Listing, bool Due);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<IReadOnlyList<Item>> HandleAsync(CancellationToken ct)
        {
            if (current.Value.PartyId is not { } party || !ListingAccess.MayEdit(current.Value, party))
            {
                return [];
            }

            var soon = Dates.InChina(clock.GetUtcNow()).AddDays(DaysAhead);
            var rows = await db.Listings.AsNoTracking().Where(l => l.PartyId == party).ToListAsync(ct);
            return
            [
                .. rows.Select(l => new Item(l, l.State is ListingState.Published or ListingState.Reserved && l.ConfirmBy <= soon))
                    .OrderByDescending(i => i.Due).ThenBy(i => i.Listing.State > ListingState.Reserved)
                    .ThenBy(i => i.Listing.Side).ThenBy(i => i.Listing.Domain).ThenByDescending(i => i.Listing.CreatedAt),
            ];
        }
    }
}
