using Guanlian.Catalogue.Formats.Writing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>The door of the repository: GET and POST, open to all.</summary>
internal static class OaiEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods(
        "/oai", [HttpMethods.Get, HttpMethods.Post],
        async (HttpContext http, OaiProvider provider, IConfiguration settings) =>
        {
            http.Response.ContentType = "text/xml; charset=utf-8";
            await provider.AnswerAsync(await SentAsync(http.Request), PublicAddress.Of(settings, http.Request), http.Response.Body, http.RequestAborted);
        }).AllowAnonymous().DisableAntiforgery();

    private static async Task<IEnumerable<KeyValuePair<string, string>>> SentAsync(HttpRequest request)
    {
        IEnumerable<KeyValuePair<string, StringValues>> sent = HttpMethods.IsPost(request.Method) && request.HasFormContentType
            ? await request.ReadFormAsync()
            : request.Query;
        return sent.SelectMany(p => p.Value.Select(v => KeyValuePair.Create(p.Key, v ?? "")));
    }
}
