using System.Collections.Concurrent;
using System.Globalization;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Tiles;
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
internal sealed class ServePicture(ServeImage images, TileFiles files, RenderGate gate)
{
    /// <summary>Bytes of made pictures that are remembered; beyond that all are made again as they are asked for.</summary>
    private const long MostBytes = 32 << 20;

    private static readonly int[] Edges = [PictureSize.Small, PictureSize.Medium, PictureSize.Large, PictureSize.Huge];

    private readonly ConcurrentDictionary<string, byte[]> made = new();
    private long bytes;

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
                Format = http.Request.Headers.Accept.ToString().Contains("image/webp", StringComparison.OrdinalIgnoreCase) ? ImageFormat.Webp : ImageFormat.Jpg,
            };
            await SendAsync(http, seen, pack, view, ServeImage.MarkOf(seen, pack, view));
        }
    }

    private async Task SendAsync(HttpContext http, SeenImage seen, TilePack pack, Rendering view, string? mark)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"{ServeImage.TagOf(seen, mark)[..^1]}-{view.Width}{(view.Format == ImageFormat.Webp ? "w" : "")}\"");
        var headers = http.Response.Headers;
        (headers.ETag, headers.CacheControl, headers.Vary) = (tag, seen.Public ? ServeImage.ForAll : ServeImage.ForOne, "Accept");
        if (ServeImage.Knows(http.Request.Headers.IfNoneMatch.ToString(), tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var picture = view.Format != ImageFormat.Webp && mark is null && StoredAnswer.Of(pack, view) is { } stored ? pack.Bytes(stored)
            : made.TryGetValue($"{seen.Image.Id:N}{tag}", out var known) ? known
            : await MakeAsync($"{seen.Image.Id:N}{tag}", pack, view, mark, http.RequestAborted);
        if (picture is null)
        {
            (headers.RetryAfter, headers.CacheControl) = ("1", "no-store");
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        http.Response.ContentType = view.Format == ImageFormat.Webp ? "image/webp" : "image/jpeg";
        http.Response.ContentLength = picture.Length;
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(picture, http.RequestAborted);
        }
    }

    private async Task<byte[]?> MakeAsync(string name, TilePack pack, Rendering view, string? mark, CancellationToken ct)
    {
        var picture = await gate.RunAsync(RenderImage.Cost(pack, view), () => RenderImage.Render(pack, view, mark), ct);
        if (picture is not null && made.TryAdd(name, picture) && Interlocked.Add(ref bytes, picture.Length) > MostBytes)
        {
            made.Clear();
            Interlocked.Exchange(ref bytes, 0);
        }

        return picture;
    }
}
