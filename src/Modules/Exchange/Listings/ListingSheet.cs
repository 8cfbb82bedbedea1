using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;

namespace Guanlian.Exchange.Listings;

/// <summary>Needs and offers as a sheet.</summary>
internal static class ListingSheet
{
    public static TableSheet Of(Wording words, string name, IEnumerable<FindListings.Item> items) => new(
        name,
        [
            new(words["exchange.field.title"]), new(words["exchange.field.side"]), new(words["exchange.field.party"]),
            new(words["exchange.field.place"]), new(words["exchange.field.domain"]), new(words["exchange.field.resource"]),
            new(words["exchange.field.strength"]), new(words["exchange.field.quantity"]), new(words["exchange.field.unit"]),
            new(words["exchange.field.urgency"]), new(words["exchange.field.window"]), new(words["exchange.field.state"]),
            new(words["exchange.field.confirmed"]), new(words["exchange.field.confirm-by"]),
            new(words["exchange.field.details"], 60),
        ],
        items.ToAsyncEnumerable().Select(item => Row(words, item)));

    private static IReadOnlyList<TableCell> Row(Wording words, FindListings.Item item)
    {
        var l = item.Listing;
        var title = l.Sample ? $"{l.Title}（{words["platform.sample.mark"]}）" : l.Title;
        return
        [
            title, ListingWords.Of(words, l.Side), item.Party?.Name, item.Party?.Place, ListingWords.Of(words, l.Domain),
            ListingWords.Of(words, l.Resource), l.Strength, l.Quantity is { } quantity ? quantity : (string?)null, l.Unit,
            ListingWords.Urgency(words, l.Urgency), ListingWords.Window(words, l), ListingWords.Of(words, l.State),
            TableCell.Day(l.ConfirmedAt is { } at ? Dates.InChina(at) : null), TableCell.Day(l.ConfirmBy),
            l.Details,
        ];
    }
}
