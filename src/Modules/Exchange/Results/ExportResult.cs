using Guanlian.Exchange.Listings;
using Guanlian.Exchange.Rounds;
using Guanlian.Platform.Http;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Exchange.Results;

/// <summary>Every table of a result as a sheet of one workbook: pairs, unpaired, leaders, modes, all scores, links.</summary>
internal static class ExportResult
{
    internal static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/rounds/{code}/tables.xlsx", async Task<IResult> (
        string code, string? mode, ReadRound read, Wording words, CancellationToken ct) =>
    {
        var found = await read.ResultAsync(code, ct);
        if (found.Refused) return found.ToHttp();
        var (sight, book) = found.Value;
        var chosen = ResultModeNames.Read(mode) ?? sight.Round.Mode ?? PairingOfInput.ModeOf(book.Rules);
        var sheets = new Sheets(words, book, book.Result.Modes[chosen]);
        return new TableDownload($"{sight.Round.Name} {RoundWords.Of(words, chosen)}", TableFormat.Xlsx,
            sheets.Pairs(), sheets.Unpaired(), sheets.Leaders(), sheets.Modes(), sheets.Scores(), sheets.Links());
    }).AllowAnonymous();

    private sealed class Sheets(Wording words, RoundBook book, ModeResult result)
    {
        private readonly ExplainInWords explain = new(words, book);

        public TableSheet Pairs() => Sheet("exchange.result.pairs", result.Pairs.Select(p =>
        {
            var r = book.Rating(p.Leader, p.Museum);
            return Row(p.Museum, book.Name(p.Museum), p.Leader, book.Name(p.Leader), p.Score, r.Fit, r.Near, r.Theme, r.Wish, r.Continuity,
                book.Distance(p.Leader, p.Museum), p.Locked ? words["exchange.result.locked"] : null, Next(p.Museum));
        }), "exchange.round.code", "exchange.part.Receiver", "exchange.round.code", "exchange.part.Leader", "exchange.result.score", "exchange.part.fit",
            "exchange.part.near", "exchange.part.theme", "exchange.part.wish", "exchange.part.continuity", "exchange.result.distance",
            "exchange.result.locked", "exchange.result.next-best");

        public TableSheet Unpaired() => Sheet("exchange.result.unpaired", result.Museums.Where(m => m.Leader is null).Select(m => Row(
                m.Museum, book.Name(m.Museum), RoundWords.Tier(words, book.Museum(m.Museum)!.Tier), RoundWords.Unpaired(words, m.Reason!), Next(m.Museum),
                explain.Names(m.PairedByOneMorePlaceAt)))
            .Concat(book.Input.NotEntered.Select(a => Row(a.Code, a.Name, null, RoundWords.Of(words, a.Reason), null, null))),
            "exchange.round.code", "exchange.part.Receiver", "exchange.entries.tier", "exchange.entries.why", "exchange.result.nearest", "exchange.result.one-more-at");

        public TableSheet Leaders() => Sheet("exchange.result.leaders", result.Leaders.Select(l => Row(
            l.Leader, book.Name(l.Leader), l.Load, l.Load + l.Free, explain.Gain(result, l.OneMorePlace), explain.Names(l.WouldPair), explain.Moves(l.Moves))),
            "exchange.round.code", "exchange.part.Leader", "exchange.result.load", "exchange.entry.places", "exchange.result.one-more",
            "exchange.result.would-pair", "exchange.result.moves");

        public TableSheet Modes() => Sheet("exchange.result.side-by-side", new (string Name, Func<ModeResult, long> Of)[]
        {
            ("exchange.measure.paired", m => m.Totals.Paired),
            ("exchange.tier.0", m => m.Totals.PairedByTier[0]),
            ("exchange.tier.1", m => m.Totals.PairedByTier[1]),
            ("exchange.tier.2", m => m.Totals.PairedByTier[2]),
            ("exchange.measure.leaders", m => m.Totals.LeadersAtLower),
            ("exchange.measure.score", m => m.Totals.Score),
            ("exchange.measure.lowest", m => m.Totals.LowestScore),
            ("exchange.measure.blocking", m => m.BlockingPairs.Count),
        }.Select(x => Row(words[x.Name], x.Of(book.Result.Modes.Optimal), x.Of(book.Result.Modes.Stable), x.Of(book.Result.Modes.MaxMin))),
            "exchange.result.measure", "exchange.mode.Optimal", "exchange.mode.Stable", "exchange.mode.MaxMin");

        public TableSheet Scores() => Sheet("exchange.result.all-scores", book.Result.Ratings.Select(r => Row(
            r.Museum, book.Name(r.Museum), r.Leader, book.Name(r.Leader), r.Score, r.Fit, r.Near, r.Theme, r.Wish, r.Continuity, book.Distance(r.Leader, r.Museum),
            r.Missing is { } missing ? RoundWords.Missing(words, missing) : null)),
            "exchange.round.code", "exchange.part.Receiver", "exchange.round.code", "exchange.part.Leader", "exchange.result.score", "exchange.part.fit",
            "exchange.part.near", "exchange.part.theme", "exchange.part.wish", "exchange.part.continuity", "exchange.result.distance", "exchange.entries.why");

        public TableSheet Links() => Sheet("exchange.links.title", result.Links.Shipments.Select(s =>
        {
            var (need, offer) = (book.Listing(s.Need), book.Listing(s.Offer));
            return Row(need.Party, book.Name(need.Party), ListingWords.Of(words, need.Domain), need.Title, book.Name(offer.Party), offer.Title, s.Quantity,
                offer.Unit ?? need.Unit, s.Score);
        }), "exchange.round.code", "exchange.part.Receiver", "exchange.field.domain", "exchange.links.need", "exchange.field.party", "exchange.links.offer",
            "exchange.field.quantity", "exchange.field.unit", "exchange.result.score");

        private TableSheet Sheet(string title, IEnumerable<IReadOnlyList<TableCell>> rows, params string[] columns) =>
            new(words[title], [.. columns.Select(c => new TableHeading(words[c]))], rows.ToAsyncEnumerable());

        private string? Next(string museum) => result.Museums.First(m => m.Museum == museum).NextBest is [var next, ..]
            ? words["exchange.result.next-said", ("leader", book.Name(next.Leader)), ("loss", explain.Loss(result, next.Loss))]
            : null;

        private static IReadOnlyList<TableCell> Row(params object?[] cells) => [.. cells.Select(Cell)];

        private static TableCell Cell(object? value) => value switch
        {
            int number => number,
            long number => number,
            _ => value as string,
        };
    }
}
