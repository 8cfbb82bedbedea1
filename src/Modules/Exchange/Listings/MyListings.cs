using Guanlian.Contracts.Members;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>Everything an institution has written down, what must be confirmed again first; the page and its workbook.</summary>
internal static class MyListings
{
    /// <summary>Days before its last day from which a listing asks to be confirmed again.</summary>
    internal const int DaysAhead = 14;

    /// <param name="Due">Must be confirmed again soon, or has lapsed.</param>
    internal sealed record Item(Listing Listing, bool Due);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exchange/mine.xlsx", async (
        string? side, string? state, Handler mine, CurrentActor current, IPartyDirectory parties, Wording words, CancellationToken ct) =>
    {
        var items = await mine.HandleAsync(Codes.Read<Side>(side), Codes.Read<ListingState>(state), ct);
        var party = current.Value.PartyId is { } id ? await parties.FindAsync(id, ct) : null;
        return (IResult)new TableDownload(words["exchange.mine.title"], TableFormat.Xlsx,
            ListingSheet.Of(words, words["exchange.mine.title"], items.Select(i => new FindListings.Item(i.Listing, party))));
    }).RequireAuthorization(ExchangePermissions.EditListings);

    internal sealed class Handler(ExchangeDb db, CurrentActor current, TimeProvider clock)
    {
        /// <param name="side">Needs or offers only.</param>
        /// <param name="state">One state only.</param>
        /// <param name="ct">Ends with the request.</param>
        public async Task<IReadOnlyList<Item>> HandleAsync(Side? side, ListingState? state, CancellationToken ct)
        {
            if (current.Value.PartyId is not { } party || !ListingAccess.MayEdit(current.Value, party))
            {
                return [];
            }

            var soon = Dates.InChina(clock.GetUtcNow()).AddDays(DaysAhead);
            var rows = await db.Listings.AsNoTracking().Where(l => l.PartyId == party
                && (side == null || l.Side == side) && (state == null || l.State == state)).ToListAsync(ct);
            return
            [
                .. rows.Select(l => new Item(l, l.State is ListingState.Published or ListingState.Reserved && l.ConfirmBy <= soon))
                    .OrderByDescending(i => i.Due).ThenBy(i => i.Listing.State > ListingState.Reserved)
                    .ThenBy(i => i.Listing.Side).ThenBy(i => i.Listing.Domain).ThenByDescending(i => i.Listing.CreatedAt),
            ];
        }
    }
}
