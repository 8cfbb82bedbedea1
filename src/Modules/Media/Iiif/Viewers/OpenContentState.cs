using System.Globalization;
using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Access;
using Guanlian.Media.Details;
using Guanlian.Media.Looking;
using Guanlian.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Media.Iiif.Viewers;

/// <summary>Somebody opens a link that a viewer has shared: a IIIF content state leads to the object's page, near the same place.</summary>
internal static class OpenContentState
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/iiif/view", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext http, Handler handler, IConfiguration settings)
    {
        if (ContentState.Read(http.Request.Query["iiif-content"]) is not { } state)
        {
            await IiifAnswers.RefuseAsync(http, "media.viewer.cannot-open");
            return;
        }

        if (await handler.HandleAsync(state, PublicBase.Of(settings, http.Request), http.RequestAborted) is not { } page)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{http.Request.PathBase}/{page}";
    }

    internal sealed class Handler(IObjectBook objects, ImageAccess images)
    {
        /// <returns>The address of the page with the view; null where the reader sees no such thing here.</returns>
        public async Task<string?> HandleAsync(ContentState state, Uri root, CancellationToken ct)
        {
            // Either names the object: a canvas begins with its manifest.
            var start = $"{root}iiif/manifest/";
            var named = new[] { state.Canvas, state.Manifest }.FirstOrDefault(n => n?.StartsWith(start, StringComparison.Ordinal) == true);
            var steps = named?[start.Length..].Split('/') ?? [];
            if (steps is not [var institution, var number, ..] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
                || await objects.SeenAsync(Uri.UnescapeDataString(institution), serial, ct) is not { } shown)
            {
                return null;
            }

            var seen = await images.OfObjectAsync(shown.Key, ct);
            return steps is [_, _, "canvas", var canvas, ..]
                ? seen.Find(i => i.Id.ToString("N") == canvas) is { } image ? $"{shown.Href()}#view={Region.OfPixels(image, state.Part).View(image)}" : null
                : seen.Count == 0 ? null : shown.Href();
        }
    }
}
