using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Media.Iiif;

/// <summary>How answers of the IIIF addresses are written: JSON-LD with its context, open to every site.</summary>
internal static class IiifAnswers
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Any viewer on any site may show it, also that it is not there.</summary>
    public static void ForEverybody(HttpContext http)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        http.Response.Headers.AccessControlExposeHeaders = "Link, ETag";
    }

    /// <param name="http">The request.</param>
    /// <param name="body">What to say.</param>
    /// <param name="context">Of the JSON-LD; named in the content type.</param>
    /// <param name="plainByDefault">Older versions of the standards answer application/json unless JSON-LD is asked for.</param>
    public static async Task WriteAsync(HttpContext http, JsonObject body, string context, bool plainByDefault)
    {
        var accept = http.Request.Headers.Accept.ToString();
        var linked = accept.Contains("application/ld+json", StringComparison.OrdinalIgnoreCase)
            || (!plainByDefault && !accept.Contains("application/json", StringComparison.OrdinalIgnoreCase));
        http.Response.Headers.Append("Vary", "Accept");
        http.Response.ContentType = linked ? $"application/ld+json;profile=\"{context}\"" : "application/json";
        await http.Response.WriteAsync(body.ToJsonString(Json), http.RequestAborted);
    }

    /// <summary>A collection of Presentation 3.0, or 2.1 for those that name that version; made for whoever asks.</summary>
    public static async Task WriteCollectionAsync(HttpContext http, JsonObject body)
    {
        var two = Manifests.AsksForTwo(http.Request);
        http.Response.Headers.CacheControl = http.User.Identity?.IsAuthenticated == true ? "private, no-cache" : "public, max-age=60";
        await WriteAsync(http, two ? OlderManifests.OfCollection(body) : body, two ? OlderManifests.Context : Manifests.Context, plainByDefault: two);
    }

    public static async Task RefuseAsync(HttpContext http, string code)
    {
        var words = http.RequestServices.GetRequiredService<Wording>();
        await Results.Problem(title: words[code], statusCode: StatusCodes.Status400BadRequest, extensions: new Dictionary<string, object?> { ["code"] = code }).ExecuteAsync(http);
    }
}
