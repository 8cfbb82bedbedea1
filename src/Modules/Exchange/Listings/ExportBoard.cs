using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Exchange.Listings;

/// <summary>The board as a workbook: exactly what the page shows under the same questions, all pages of it.</summary>
internal static class ExportBoard
{
    private const int Most = 20_000;

    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exchange/board.xlsx", async (
        string? q, string? side, string? domain, string? resource, string? place, bool? urgent, FindListings.Handler find, Wording words, CancellationToken ct) =>
    {
        var found = await find.HandleAsync(FindListings.Query.Read(q, side, domain, resource, place, urgent ?? false, 1, Most), ct);
        return (IResult)new TableDownload(words["exchange.board.title"], TableFormat.Xlsx, Sheet(words, found));
    }).AllowAnonymous();

    private static TableSheet Sheet(Wording words, FindListings.Found found) => new(
        words["exchange.board.title"],
        [
            new(words["exchange.field.title"]), new(words["exchange.field.side"]), new(words["exchange.field.party"]),
            new(words["exchange.field.place"]), new(words["exchange.field.domain"]), new(words["exchange.field.resource"]),
            new(words["exchange.field.strength"]), new(words["exchange.field.quantity"]), new(words["exchange.field.unit"]),
            new(words["exchange.field.urgency"]), new(words["exchange.field.window"]), new(words["exchange.field.confirmed"]),
            new(words["exchange.field.details"], 60),
        ],
        found.Items.ToAsyncEnumerable().Select(item => Row(words, item)));

    private static IReadOnlyList<TableCell> Row(Wording words, FindListings.Item item)
    {
        var l = item.Listing;
        var title = l.Sample ? $"{l.Title}（{words["platform.sample.mark"]}）" : l.Title;
        return
        [
            title, ListingWords.Of(words, l.Side), item.Party?.Name, item.Party?.Place, ListingWords.Of(words, l.Domain),
            ListingWords.Of(words, l.Resource), l.Strength, l.Quantity is { } quantity ? quantity : (string?)null, l.Unit,
            ListingWords.Urgency(words, l.Urgency), ListingWords.Window(words, l), l.ConfirmedAt is { } at ? Dates.InChina(at) : (string?)null,
            l.Details,
        ];
    }
}
