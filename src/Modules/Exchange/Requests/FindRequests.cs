using Guanlian.Contracts.Members;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Listings;
using Guanlian.Platform.Access;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Requests;

/// <summary>The requests that an institution sent or got, those waiting for an answer first; the page and its workbook.</summary>
internal static class FindRequests
{
    private const int Most = 2_000;

    /// <param name="Sent">True where the reader's institution asked.</param>
    /// <param name="Other">Name of the other side.</param>
    internal sealed record Item(CooperationRequest Request, string Title, string Other, bool Sent, bool Sample);

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exchange/requests.xlsx", async (
        string? state, Handler find, Wording words, CancellationToken ct) =>
    {
        var items = await find.HandleAsync(Codes.Read<RequestState>(state), ct);
        return (IResult)new TableDownload(words["exchange.requests.title"], TableFormat.Xlsx, Sheet(words, items));
    }).RequireAuthorization(ExchangePermissions.EditListings);

    private static TableSheet Sheet(Wording words, IReadOnlyList<Item> items) => new(
        words["exchange.requests.title"],
        [
            new(words["exchange.field.title"]), new(words["exchange.requests.with"]), new(words["exchange.requests.direction"]),
            new(words["exchange.field.state"]), new(words["exchange.field.reason"]), new(words["exchange.requests.since"]),
        ],
        items.ToAsyncEnumerable().Select(i => (IReadOnlyList<TableCell>)
        [
            i.Title, i.Other, words[i.Sent ? "exchange.requests.sent" : "exchange.requests.received"],
            words[$"exchange.request-state.{i.Request.State}"],
            i.Request.ReasonCode is { } reason ? words[$"exchange.decline.{reason}"] : null, Dates.InChina(i.Request.CreatedAt),
        ]));

    internal sealed class Handler(ExchangeDb db, CurrentActor current, IPartyDirectory parties)
    {
        public async Task<IReadOnlyList<Item>> HandleAsync(RequestState? state, CancellationToken ct)
        {
            if (current.Value.PartyId is not { } party)
            {
                return [];
            }

            var found = await (from r in db.Requests.AsNoTracking()
                               join l in db.Listings on r.ListingId equals l.Id
                               where (r.FromPartyId == party || r.ToPartyId == party) && (state == null || r.State == state)
                               orderby r.State == RequestState.Sent descending, r.CreatedAt descending
                               select new { Request = r, l.Title, l.Sample }).Take(Most).ToListAsync(ct);
            var names = await parties.FindAsync(
                found.SelectMany(f => new[] { f.Request.FromPartyId, f.Request.ToPartyId }).Distinct().ToList(), ct);
            return
            [
                .. found.Select(f => new Item(f.Request, f.Title,
                    names.GetValueOrDefault(f.Request.FromPartyId == party ? f.Request.ToPartyId : f.Request.FromPartyId)?.Name ?? "",
                    f.Request.FromPartyId == party, f.Sample)),
            ];
        }
    }
}
