using System.Globalization;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Tiles;
using Guanlian.Media.Vips;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Media.Iiif;

/// <summary>
/// A page shows a whole image in one of a few sizes: as WebP to browsers that take it, a third smaller; else as the stored JPEG. The
/// address is the same, so caches are told that the answer depends on what is accepted.
/// </summary>
internal sealed class ServePicture(ServeImage images, TileFiles files, MadePictures made)
{
    private static readonly int[] Edges = [PictureSize.Small, PictureSize.Medium, PictureSize.Large, PictureSize.Huge];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var door = routes.ServiceProvider.GetRequiredService<ServePicture>();
        routes.MapMethods("/pictures/{id}/{edge:int}", [HttpMethods.Get, HttpMethods.Head], (HttpContext http, int edge) => door.AnswerAsync(http, edge))
            .AllowAnonymous().ExcludeFromDescription().WithMetadata(new DisableRateLimitingAttribute());
    }

    /// <summary>Relative address.</summary>
    public static string AddressOf(StoredImage image, int edge, PageFace? face = null) => string.Create(CultureInfo.InvariantCulture, $"pictures/{image.Id:N}{face?.Ending}/{edge}");

    private async Task AnswerAsync(HttpContext http, int edge)
    {
        if (!Edges.Contains(edge) || await images.SeenAsync(http) is not { } seen || files.Take(seen.Image) is not { } use)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using (use)
        {
            var pack = use.Tiles.From(seen.FirstLevel);
            var (width, height) = PictureSize.Fit(seen.Image, edge);
            var view = new Rendering(0, 0, pack.Grid.Width, pack.Grid.Height, Math.Min(width, pack.Grid.Width), Math.Min(height, pack.Grid.Height))
            {
                // Without libvips the stored JPEG is what there is.
                Format = VipsLibrary.IsHere && http.Request.Headers.Accept.ToString().Contains("image/webp", StringComparison.OrdinalIgnoreCase) ? ImageFormat.Webp : ImageFormat.Jpg,
            };
            await SendAsync(http, seen, pack, view, ServeImage.MarkOf(seen, pack, view));
        }
    }

    private async Task SendAsync(HttpContext http, SeenImage seen, TilePack pack, Rendering view, string? mark)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"{seen.TagOf(mark)[..^1]}-{view.Width}{(view.Format == ImageFormat.Webp ? "w" : "")}\"");
        var headers = http.Response.Headers;
        (headers.ETag, headers.CacheControl, headers.Vary) = (tag, seen.Public ? ServeImage.ForAll : ServeImage.ForOne, "Accept");
        if (ServeImage.Knows(http.Request.Headers.IfNoneMatch.ToString(), tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var picture = view.Format != ImageFormat.Webp && mark is null && StoredAnswer.Of(pack, view) is { } stored ? pack.Bytes(stored)
            : VipsLibrary.IsHere ? await made.GetAsync(seen, pack, view, mark, http.RequestAborted) : null;
        if (picture is null)
        {
            ServeImage.ComeAgain(http);
            return;
        }

        http.Response.ContentType = view.Format == ImageFormat.Webp ? "image/webp" : "image/jpeg";
        http.Response.ContentLength = picture.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(picture, http.RequestAborted);
        }
    }
}
