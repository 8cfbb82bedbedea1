using System.ComponentModel;
using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Search;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>The search for programs: the same words, choices and order as in the address of the search page.</summary>
internal static class SearchApi
{
    private const int UsualOnPage = 50;

    /// <summary>What an address may ask; the search reads it from there as its page does.</summary>
    internal sealed record Asked(
        [property: Description("Words, as in the search box: periods, years, numbers, pinyin, \"phrases\", -excluded.")] string? Q,
        [property: Description("Codes of institutions.")] string? Museum, [property: Description("Codes of categories.")] string? Category,
        [property: Description("Codes of periods.")] string? Period, [property: Description("Codes of materials.")] string? Material,
        [property: Description("oldest, newest or added; best first without it.")] string? Sort,
        [property: Description("Which page; from the address in next.")] int? Page,
        [property: Description("Records on a page, 1 to 500; usually 50.")] int? Limit);

    /// <summary>A page of what was found.</summary>
    internal sealed record Result(
        [property: Description("How many records were found.")] int Records, [property: Description("件/套 in them.")] long Pieces,
        [property: Description("Actual count.")] long Actual, IReadOnlyList<ApiShapes.Record> Items,
        [property: Description("Address of the next page; absent on the last.")] string? Next);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/search", FindAsync).AllowAnonymous().WithTags("Objects")
        .WithName("SearchObjects").WithSummary("Searches the records open to the reader.").Produces<Result>().ProducesProblem(422);

    private static async Task<IResult> FindAsync(
        HttpContext http, SearchObjects.Handler search, CurrentReader reader, IConfiguration settings, [AsParameters] Asked asked, CancellationToken ct)
    {
        if (asked.Limit is < 1 or > ObjectsApi.MostOnPage)
        {
            return ObjectsApi.Refused(new Refusal.Invalid("catalogue.api.limit", "limit") { Holes = [("limit", ObjectsApi.MostOnPage)] });
        }

        var ask = SearchAsk.Read(http.Request.QueryString.Value);
        if (Crawlers.AsksForFacets(http.Request, ask))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var size = asked.Limit ?? UsualOnPage;
        var places = PublicAddress.Of(settings, http.Request);
        var answer = await search.HandleAsync(new(ask, reader.Value) { Facets = false, PageSize = size }, ct);
        var more = (long)answer.Page * size < answer.Total.Records;
        return new StreamedAnswer("application/json; charset=utf-8", async body =>
        {
            body.Write(string.Create(
                CultureInfo.InvariantCulture, $"{{\"records\":{answer.Total.Records},\"pieces\":{answer.Total.Pieces},\"actual\":{answer.Total.Actual},\"items\":["));
            var first = true;
            foreach (var found in answer.Rows.Where(r => r.Owner is not null))
            {
                body.Write(first ? "" : ",");
                first = false;
                body.Write(json => ObjectJson.Write(json, new(found.Object, found.Owner!, places)));
                await body.SendAsync(ct);
            }

            body.Write("]");
            if (more)
            {
                var next = QueryString.Create(http.Request.Query.Where(q => q.Key != "page"))
                    .Add("page", (answer.Page + 1).ToString(CultureInfo.InvariantCulture));
                body.Write(",\"next\":");
                body.Write(json => json.WriteStringValue($"{places.Base}api/search{next}"));
            }

            body.Write("}");
        });
    }
}
