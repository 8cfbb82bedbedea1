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
        return (IResult)new TableDownload(words["exchange.board.title"], TableFormat.Xlsx,
            ListingSheet.Of(words, words["exchange.board.title"], found.Items));
    }).AllowAnonymous();
}
