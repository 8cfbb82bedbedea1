using Guanlian.Media.Masters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Guanlian.Media.Multimedia;

/// <summary>A player asks for a stretch of a sound or a film, a viewer for a model. What recorders wrote of place and machine is blank.</summary>
internal static class ServeMultimedia
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/multimedia/{id}/file", [HttpMethods.Get, HttpMethods.Head], async (HttpContext http, MultimediaAccess access, IMasterStore store, string id) =>
        {
            if (!Guid.TryParseExact(id, "N", out var which) || await access.SeenAsync(which, http.RequestAborted) is not { File: var file } seen
                || await store.OpenAsync(file.Sha256, http.RequestAborted) is not { } master)
            {
                return Results.NotFound();
            }

            http.Response.Headers.CacheControl = seen.Public ? "public, max-age=300" : "private, no-cache";
            // Opened by itself it is a file and nothing else.
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; media-src 'self'; sandbox";
            return Results.Stream(new BlankedStream(master, Blank.Read(file.Blanks)), MultimediaKind.MediaTypeOf(file.Kind), entityTag: new EntityTagHeaderValue($"\"{file.Sha256[..20]}\""), enableRangeProcessing: true);
        }).AllowAnonymous().ExcludeFromDescription();
}
