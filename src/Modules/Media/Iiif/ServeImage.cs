using System.Globalization;
using System.Text.Json.Nodes;
using Guanlian.Media.Access;
using Guanlian.Media.Iiif.Viewers;
using Guanlian.Media.Planes;
using Guanlian.Media.Tiles;
using Guanlian.Media.Vips;
using Guanlian.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Guanlian.Media.Iiif;

/// <summary>A viewer asks for a part of an image in some size: IIIF Image API 3.0 and 2.1, level 2.</summary>
internal sealed class ServeImage(OpenImages open, TileFiles files, RenderGate gate, RenderPlanes planes, MadePictures made, ViewerAccess access, IConfiguration settings)
{
    public const string ForAll = "public, max-age=86400", ForOne = "private, no-cache";

    private static readonly string[] Types = ["image/jpeg", "image/png", "image/webp"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var door = routes.ServiceProvider.GetRequiredService<ServeImage>();
        foreach (var api in Enum.GetValues<ImageApi>())
        {
            var root = string.Create(CultureInfo.InvariantCulture, $"/iiif/{(int)api}/{{id}}");
            Open(routes, root, http => door.ToInfoAsync(http, api));
            Open(routes, root + "/info.json", http => door.InfoAsync(http, api));
            Open(routes, root + "/{region}/{size}/{rotation}/{file}", http => door.ImageAsync(http, api));
        }

        routes.MapMethods("/iiif/{**path}", [HttpMethods.Options], (HttpContext http) =>
        {
            IiifAnswers.ForEverybody(http);
            http.Response.Headers.AccessControlAllowMethods = "GET, HEAD, OPTIONS";
            http.Response.Headers.AccessControlAllowHeaders = "*, Authorization"; // the star does not speak for this one
            http.Response.Headers.AccessControlMaxAge = "86400";
            return Results.NoContent();
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static void Open(IEndpointRouteBuilder routes, string pattern, RequestDelegate answer) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], answer).AllowAnonymous().ExcludeFromDescription()
            .WithMetadata(new DisableRateLimitingAttribute()); // a viewer asks for hundreds of tiles a second; what costs has its own gate

    private async Task ToInfoAsync(HttpContext http, ImageApi api)
    {
        IiifAnswers.ForEverybody(http);
        if (await SeenAsync(http) is not { } seen)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = $"{IdOf(http, api, seen)}/info.json";
    }

    private async Task InfoAsync(HttpContext http, ImageApi api)
    {
        IiifAnswers.ForEverybody(http);
        if (await SeenAsync(http) is not { } seen)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var use = files.Take(seen.Image);
        if (use is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        http.Response.Headers.CacheControl = seen.Public ? "public, max-age=300" : ForOne;
        http.Response.Headers.Append("Link", ProfileLink(api));
        await IiifAnswers.WriteAsync(http, Described(http, api, seen, use.Value.Tiles.From(seen.FirstLevel)), ImageInfo.Context(api), plainByDefault: api == ImageApi.Two);
    }

    /// <summary>What can be asked of it, and where somebody signs in to be shown more.</summary>
    private JsonObject Described(HttpContext http, ImageApi api, SeenImage seen, TilePack pack)
    {
        var info = ImageInfo.Of(api, IdOf(http, api, seen), pack, seen);
        if (api == ImageApi.Three && seen is { Public: true, Limited: true })
        {
            info["@context"] = new JsonArray(ViewerAccess.Context, ImageInfo.Context(api));
            info["service"] = new JsonArray(access.Describe(PublicBase.Of(settings, http.Request), seen.Image.Id));
        }

        return info;
    }

    private async Task ImageAsync(HttpContext http, ImageApi api)
    {
        IiifAnswers.ForEverybody(http);
        if (await SeenAsync(http) is not { } seen || files.Take(seen.Image) is not { } use)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using (use)
        {
            var pack = use.Tiles.From(seen.FirstLevel);
            var asked = ImageRequest.Read(
                api, pack.Grid.Width, pack.Grid.Height, Part(http, "region"), Part(http, "size"), Part(http, "rotation"), Part(http, "file"), seen.Terms.Edge);
            if (asked is null)
            {
                await IiifAnswers.RefuseAsync(http, "media.iiif.cannot-read");
                return;
            }

            await AnswerAsync(http, api, seen, pack, asked);
        }
    }

    private async Task AnswerAsync(HttpContext http, ImageApi api, SeenImage seen, TilePack pack, ImageRequest request)
    {
        var headers = http.Response.Headers;
        var mark = MarkOf(seen, pack, request.Asked);
        var tag = seen.TagOf(mark);
        headers.ETag = tag;
        headers.LastModified = seen.LastModified;
        headers.CacheControl = seen.Public ? ForAll : ForOne;
        headers["Link"] = $"<{IdOf(http, api, seen)}/{request.Canonical}>;rel=\"canonical\", {ProfileLink(api)}";
        if (http.Request.Headers.IfNoneMatch is { Count: > 0 } known ? Knows(known.ToString(), tag) : mark is null && KnowsSince(http.Request, seen))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = Types[(int)request.Asked.Format];
        if (mark is null && StoredAnswer.Of(pack, request.Asked) is { } stored)
        {
            // Straight from the disk's cache into the connection's own memory.
            http.Response.ContentLength = stored.Length;
            var body = http.Response.BodyWriter;
            pack.Read(stored, body.GetSpan(stored.Length));
            body.Advance(stored.Length);
            await body.FlushAsync(http.RequestAborted);
            return;
        }

        await RenderAsync(http, seen, pack, request.Asked, mark);
    }

    private async Task RenderAsync(HttpContext http, SeenImage seen, TilePack pack, Rendering asked, string? mark)
    {
        var picture = !VipsLibrary.IsHere ? null

            // Where a museum limits its images, each visitor's page asks for the same ones, and none of them lies stored.
            : mark is not null || seen.FirstLevel > 0 ? await made.GetAsync(seen, pack, asked, mark, http.RequestAborted)
            : await gate.RunAsync(RenderImage.Cost(pack.Grid, asked), () => planes.Render(pack, asked), http.RequestAborted);
        if (picture is null)
        {
            ComeAgain(http);
            return;
        }

        http.Response.ContentLength = picture.Length;
        await http.Response.Body.WriteAsync(picture, http.RequestAborted);
    }

    /// <summary>It cannot be made just now.</summary>
    public static void ComeAgain(HttpContext http)
    {
        (http.Response.Headers.RetryAfter, http.Response.Headers.CacheControl) = ("1", "no-store");
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    /// <summary>The image of the request's address as its reader sees it.</summary>
    public async ValueTask<SeenImage?> SeenAsync(HttpContext http)
    {
        if (!ImageName.TryParse(Part(http, "id"), out var name))
        {
            return null;
        }

        if (name.Ticket is { } ticket)
        {
            // Handed out by the probe service: it says itself who reads. Unsealed once while its answer is remembered.
            return open.Remembered(name) is { } known ? await known : access.Read(ticket, name.Id) is { } pass ? await open.FindAsync(name, pass) : null;
        }

        // The plain address says the same to everybody who sees it there; only where not everybody does, is the reader asked for.
        if (name.Face == Face.Open && await open.FindAsync(name, null) is { } shared)
        {
            return shared;
        }

        return http.User.Identity?.IsAuthenticated == true
            ? await http.RequestServices.GetRequiredService<ImageAccess>().SeenAsync(name.Id, name.Face, http.RequestAborted) : null;
    }

    /// <summary>What is written over an answer: nothing where nothing is to be, nor over a whole picture as small as in lists.</summary>
    public static string? MarkOf(SeenImage seen, TilePack pack, Rendering asked) =>
        asked is { X: 0, Y: 0 } && asked.PartWidth == pack.Grid.Width && asked.PartHeight == pack.Grid.Height && Math.Max(asked.Width, asked.Height) <= PictureSize.Medium
            ? null : seen.Terms.Mark;

    // For each tile: as PublicBase says it, but without reading an address first.
    private string IdOf(HttpContext http, ImageApi api, SeenImage seen) => string.IsNullOrEmpty(settings[PublicBase.Setting])
        ? string.Create(CultureInfo.InvariantCulture, $"{http.Request.Scheme}://{http.Request.Host.Value}/iiif/{(int)api}/{seen.Name}")
        : string.Create(CultureInfo.InvariantCulture, $"{PublicBase.Of(settings, http.Request)}iiif/{(int)api}/{seen.Name}");

    private static string Part(HttpContext http, string name) => (string)http.Request.RouteValues[name]!;

    private static string ProfileLink(ImageApi api) => api == ImageApi.Two
        ? "<http://iiif.io/api/image/2/level2.json>;rel=\"profile\"" : "<http://iiif.io/api/image/3/level2.json>;rel=\"profile\"";

    // For those that remember no tags. A mark may be the museum's name, and that changes elsewhere.
    private static bool KnowsSince(HttpRequest request, SeenImage seen) =>
        request.Headers.IfModifiedSince is [{ } text] && HeaderUtilities.TryParseDate(text, out var since) && seen.ChangedAt.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();

    public static bool Knows(string known, string tag) => known == "*" || known.Contains(tag, StringComparison.Ordinal);
}
