using System.Globalization;
using System.Text.Json.Nodes;
using Guanlian.Media.Access;
using Guanlian.Media.Tiles;

namespace Guanlian.Media.Iiif;

/// <summary>info.json: what a viewer may ask of an image.</summary>
internal static class ImageInfo
{
    public static string Context(ImageApi api) => string.Create(CultureInfo.InvariantCulture, $"http://iiif.io/api/image/{(int)api}/context.json");

    public static JsonObject Of(ImageApi api, string id, TilePack pack, SeenImage seen)
    {
        var grid = pack.Grid;
        var sizes = new JsonArray([.. pack.Sizes.Select(s => new JsonObject { ["width"] = s.Width, ["height"] = s.Height })]);
        var tiles = new JsonArray(new JsonObject
        {
            ["width"] = TileGrid.Tile,
            ["scaleFactors"] = new JsonArray([.. grid.Levels.Select(l => (JsonNode)l.Scale)]),
        });
        return api == ImageApi.Three ? Three(id, grid, sizes, tiles, seen) : Two(id, grid, sizes, tiles, seen);
    }

    private static JsonObject Three(string id, TileGrid grid, JsonArray sizes, JsonArray tiles, SeenImage seen)
    {
        var info = new JsonObject
        {
            ["@context"] = Context(ImageApi.Three),
            ["id"] = id,
            ["type"] = "ImageService3",
            ["protocol"] = "http://iiif.io/api/image",
            ["profile"] = "level2",
            ["width"] = grid.Width,
            ["height"] = grid.Height,
            ["maxArea"] = ImageRequest.MaxArea,
            ["sizes"] = sizes,
            ["tiles"] = tiles,
            ["preferredFormats"] = new JsonArray("jpg"),
            ["extraFormats"] = new JsonArray("webp"),
            ["extraQualities"] = new JsonArray("color", "gray", "bitonal"),
            ["extraFeatures"] = new JsonArray("canonicalLinkHeader", "mirroring", "profileLinkHeader", "rotationArbitrary", "sizeUpscaling"),
        };
        if (seen.Terms.Edge is { } edge)
        {
            (info["maxWidth"], info["maxHeight"]) = (edge, edge);
        }

        if (KnownRights.Of(RightsOf(seen)) is { } rights)
        {
            info["rights"] = rights;
        }

        return info;
    }

    private static JsonObject Two(string id, TileGrid grid, JsonArray sizes, JsonArray tiles, SeenImage seen)
    {
        var supports = new JsonArray("canonicalLinkHeader", "mirroring", "profileLinkHeader", "regionSquare", "rotationArbitrary", "sizeAboveFull");
        var limits = new JsonObject
        {
            ["formats"] = new JsonArray("jpg", "png", "webp"),
            ["maxArea"] = ImageRequest.MaxArea,
            ["qualities"] = new JsonArray("default", "color", "gray", "bitonal"),
            ["supports"] = supports,
        };
        if (seen.Terms.Edge is { } edge)
        {
            (limits["maxWidth"], limits["maxHeight"]) = (edge, edge);
        }

        var info = new JsonObject
        {
            ["@context"] = Context(ImageApi.Two),
            ["@id"] = id,
            ["protocol"] = "http://iiif.io/api/image",
            ["width"] = grid.Width,
            ["height"] = grid.Height,
            ["profile"] = new JsonArray("http://iiif.io/api/image/2/level2.json", limits),
            ["sizes"] = sizes,
            ["tiles"] = tiles,
        };
        if (RightsOf(seen) is { } rights)
        {
            info["license"] = rights;
        }

        return info;
    }

    /// <summary>The image's own statement, else its object's; words that are no address are for people, on the page.</summary>
    public static string? RightsOf(SeenImage seen) =>
        Uri.TryCreate(seen.Image.Rights, UriKind.Absolute, out var own) && own.Scheme is "http" or "https" ? seen.Image.Rights : seen.Object?.RightsUri;
}
