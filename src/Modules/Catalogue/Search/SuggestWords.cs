using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Objects;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Guanlian.Catalogue.Search;

/// <summary>What the one box proposes while somebody types: times, categories and materials with their years, and names of objects that he may see.</summary>
internal static class SuggestWords
{
    private const int MostTerms = 6;
    private const int MostNames = 6;
    private static readonly string[] Lists = ["period", "category", "material"];

    /// <param name="Text">What to put into the box.</param>
    /// <param name="Note">Years, or which list it is of.</param>
    /// <param name="Href">Where it leads at once; null where it is to be searched for.</param>
    internal sealed record Suggestion(string Text, string? Note, string? Href);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/catalogue/suggest", HandleAsync).AllowAnonymous();

    private static async Task<IResult> HandleAsync(
        string? q, string? @as, string? who, HttpResponse response, SearchObjects.Handler search, StandIn readers, CodeBook codes, Wording words, CancellationToken ct)
    {
        response.Headers.CacheControl = "no-store";
        var typed = q?.Trim() ?? "";
        if (typed.Length is 0 or > 60)
        {
            return Results.Ok(Array.Empty<Suggestion>());
        }

        var terms = Lists.SelectMany(list => codes.Find(list)?.Suggest(typed, 3) ?? []).DistinctBy(e => e.Zh).Take(MostTerms).Select(e => new Suggestion(
            e.Word(Wording.InChinese), ShownField.Years(e.From, e.To) ?? words[$"catalogue.facet.{e.List}"], null));
        var (reader, _) = await readers.OfAsync(ViewAs.Read(@as, who), null, ct);
        var found = await search.HandleAsync(new(SearchAsk.With(typed), reader) { Facets = false, PageSize = MostNames * 2 }, ct);
        var names = found.Rows.Select(ObjectCard.Of).DistinctBy(c => c.Title).Take(MostNames).Select(c => new Suggestion(c.Title, c.Owner, c.Href));
        return Results.Ok(terms.Concat(names).ToList());
    }
}
