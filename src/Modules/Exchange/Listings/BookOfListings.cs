using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Exchange.Access;
using Guanlian.Exchange.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Listings;

/// <summary>Needs and offers that an institution stated, for its county book; its drafts only for whoever writes them.</summary>
internal sealed class BookOfListings(ExchangeDb db, CurrentActor current, Wording words) : IBookChapter
{
    public int Order => 10;

    public string Title => "exchange.book.listings";

    public IReadOnlyList<string> Columns { get; } = ["exchange.field.side", "exchange.field.title", "exchange.field.domain", "exchange.field.state"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        var rows = await db.Listings.AsNoTracking().Where(l => l.PartyId == partyId).OrderBy(l => l.CreatedAt).ThenBy(l => l.Id).ToListAsync(ct);
        return
        [
            .. rows.Where(l => ListingAccess.MaySee(current.Value, l)).Select(l => new BookLine(
                    Dates.InChina(l.CreatedAt), [ListingWords.Of(words, l.Side), l.Title, ListingWords.Of(words, l.Domain), ListingWords.Of(words, l.State)],
                    $"exchange/listings/{l.Id}"))
                .Where(l => year is null || l.On.Year == year),
        ];
    }
}

/// <summary>Requests that an institution sent or got, for its county book; for its own people only, as the list of them is.</summary>
internal sealed class BookOfRequests(ExchangeDb db, IPartyDirectory directory, CurrentActor current, Wording words) : IBookChapter
{
    public int Order => 20;

    public string Title => "exchange.book.requests";

    public IReadOnlyList<string> Columns { get; } = ["exchange.requests.direction", "exchange.field.title", "exchange.requests.with", "exchange.field.state"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        if (!ListingAccess.MayEdit(current.Value, partyId))
        {
            return [];
        }

        var rows = await (from r in db.Requests.AsNoTracking()
                          join l in db.Listings on r.ListingId equals l.Id
                          where r.FromPartyId == partyId || r.ToPartyId == partyId
                          orderby r.CreatedAt, r.Id
                          select new { Request = r, l.Title }).ToListAsync(ct);
        var cards = await directory.FindAsync([.. rows.SelectMany(r => new[] { r.Request.FromPartyId, r.Request.ToPartyId }).Distinct()], ct);
        return
        [
            .. rows.Select(r => new BookLine(
                    Dates.InChina(r.Request.CreatedAt),
                    [
                        words[r.Request.FromPartyId == partyId ? "exchange.requests.sent" : "exchange.requests.received"], r.Title,
                        cards.GetValueOrDefault(r.Request.FromPartyId == partyId ? r.Request.ToPartyId : r.Request.FromPartyId)?.Name,
                        words[$"exchange.request-state.{r.Request.State}"],
                    ],
                    $"exchange/requests/{r.Request.Id}"))
                .Where(l => year is null || l.On.Year == year),
        ];
    }
}
