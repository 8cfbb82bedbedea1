using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Search;

/// <summary>Anybody takes along what was found, exactly as far as he may see it: same words, same choices, same order, all pages.</summary>
internal static class ExportFound
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/catalogue/objects.xlsx", (HttpRequest request, SearchObjects.Handler search, StandIn readers, Wording words, IConfiguration settings, TimeProvider clock, CancellationToken ct) =>
            AnswerAsync(request, search, readers, words, PublicAddress.Of(settings, request), clock, TableFormat.Xlsx, ct)).AllowAnonymous();
        routes.MapGet("/catalogue/objects.csv", (HttpRequest request, SearchObjects.Handler search, StandIn readers, Wording words, IConfiguration settings, TimeProvider clock, CancellationToken ct) =>
            AnswerAsync(request, search, readers, words, PublicAddress.Of(settings, request), clock, TableFormat.Csv, ct)).AllowAnonymous();
    }

    private static async Task<IResult> AnswerAsync(
        HttpRequest request, SearchObjects.Handler search, StandIn readers, Wording words, PublicAddress places, TimeProvider clock, TableFormat format, CancellationToken ct)
    {
        var ask = SearchAsk.Read(request.QueryString.Value);
        if (Crawlers.AsksForFacets(request, ask))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var (reader, _) = await readers.OfAsync(ask.Through, null, ct);
        var title = words["catalogue.search.title"];
        return new TableDownload(title, format, new TableSheet(
            words["catalogue.collection.sheet"],
            [
                new(words["catalogue.column.number"]), new(words["catalogue.column.title"]), new(words["catalogue.column.category"]),
                new(words["catalogue.column.period"]), new(words["catalogue.column.material"]), new(words["catalogue.column.grade"]),
                new(words["catalogue.search.maker"]), new(words["catalogue.column.pieces"]), new(words["catalogue.column.actual"]),
                new(words["catalogue.search.owner"]), new(words["catalogue.search.address"]),
            ],
            RowsAsync(search, new(ask, reader), places, default))
        {
            Title = title,
            Notes = [words["catalogue.collection.taken", ("at", clock.GetUtcNow()), ("address", $"{places.Base}{ask.Address()}")]],
        });
    }

    private static async IAsyncEnumerable<IReadOnlyList<TableCell>> RowsAsync(
        SearchObjects.Handler search, SearchObjects.Query query, PublicAddress places, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var found in search.AllAsync(query, ct))
        {
            var card = ObjectCard.Of(found);
            yield return
            [
                card.Number, card.Title, card.Category, card.Period, card.Material, card.Grade, card.Maker,
                card.Pieces is { } pieces ? pieces : default(TableCell), card.Actual is { } actual ? actual : default(TableCell), card.Owner, places.Of(card.OwnerCode, found.Object.Row.Serial),
            ];
        }
    }
}
