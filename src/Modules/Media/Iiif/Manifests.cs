using System.Globalization;
using System.Text.Json.Nodes;
using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Looking;
using Guanlian.Media.Tiles;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Http;

namespace Guanlian.Media.Iiif;

/// <summary>Writes manifests of Presentation 3.0.</summary>
internal sealed class Manifests(Uri root, Wording words)
{
    public const string Context = "http://iiif.io/api/presentation/3/context.json";

    public static bool AsksForTwo(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("iiif.io/api/presentation/2/", StringComparison.OrdinalIgnoreCase);

    public string IdOf(ObjectInBook shown) =>
        string.Create(CultureInfo.InvariantCulture, $"{root}iiif/manifest/{Uri.EscapeDataString(shown.InstitutionCode)}/{shown.Serial}");

    public static JsonObject Collection(string id, JsonObject label) =>
        new() { ["@context"] = Context, ["id"] = id, ["type"] = "Collection", ["label"] = label };

    public string CollectionOf(string code) => $"{root}iiif/collection/{Uri.EscapeDataString(code)}";

    /// <summary>The collection of what belongs together with an object.</summary>
    public string BelongingOf(ObjectInBook shown) =>
        string.Create(CultureInfo.InvariantCulture, $"{root}iiif/belonging/{Uri.EscapeDataString(shown.InstitutionCode)}/{shown.Serial}");

    public static string CanvasId(string manifest, StoredImage image) => $"{manifest}/canvas/{image.Id:N}";

    /// <summary>An object in a collection.</summary>
    public JsonObject Line(ObjectInBook shown, StoredImage main, PageFace face) => new()
    {
        ["id"] = IdOf(shown),
        ["type"] = "Manifest",
        ["label"] = Both(shown.Title, shown.TitleEn),
        ["thumbnail"] = new JsonArray(Thumbnail(main, face)),
    };

    public JsonObject Of(DescribeObject.Found found)
    {
        var shown = found.Object;
        var (id, page) = (IdOf(shown), $"{root}{shown.Href()}");
        var manifest = new JsonObject
        {
            ["@context"] = Context,
            ["id"] = id,
            ["type"] = "Manifest",
            ["label"] = Both(shown.Title, shown.TitleEn),
            ["metadata"] = new JsonArray([.. found.Facts.Select(f => new JsonObject { ["label"] = Both(f.LabelZh, f.LabelEn), ["value"] = Both(f.Zh, f.En) })]),
            ["provider"] = new JsonArray(ProviderOf(found.Owner)),
            ["homepage"] = new JsonArray(new JsonObject { ["id"] = page, ["type"] = "Text", ["label"] = Both(shown.Title, shown.TitleEn), ["format"] = "text/html" }),
            ["seeAlso"] = new JsonArray(
                SeeAlso($"{page}/lido.xml", "application/xml", "http://www.lido-schema.org", "LIDO"),
                SeeAlso($"{page}/schema.json", "application/ld+json", "https://schema.org", "schema.org")),
            ["thumbnail"] = new JsonArray(Thumbnail(found.Images[0], found.Face)),
            ["partOf"] = new JsonArray([.. PartOf(found)]),
            ["items"] = new JsonArray([.. found.Images.Select((image, i) => Canvas(id, image, found.Face, i + 1, [.. found.Details[image.Id]]))]),
        };
        if (Ranges(id, found.Images) is { } ranges)
        {
            manifest["structures"] = new JsonArray(ranges);
        }

        if (KnownRights.Of(shown.RightsUri) is { } rights)
        {
            manifest["rights"] = rights;
        }

        return manifest;
    }

    /// <summary>A text in both languages; one that only one language has is said once.</summary>
    public static JsonObject Both(string zh, string? en)
    {
        var map = new JsonObject { ["zh-Hans"] = new JsonArray(Plain(zh)) };
        if (!string.IsNullOrEmpty(en) && en != zh)
        {
            map["en"] = new JsonArray(Plain(en));
        }

        return map;
    }

    // What begins with < and ends with > is taken for HTML; the standards ask for a space behind text that is none.
    private static string Plain(string text) => text.StartsWith('<') && text.EndsWith('>') ? text + " " : text;

    /// <summary>The museum, which is not its page: no two things in an answer have one id.</summary>
    public JsonObject ProviderOf(PartyCard owner) => new()
    {
        ["id"] = $"{root}museums/{Uri.EscapeDataString(owner.Code)}#agent",
        ["type"] = "Agent",
        ["label"] = Both(owner.Name, owner.NameEn),
        ["homepage"] = new JsonArray(new JsonObject
        {
            ["id"] = $"{root}museums/{Uri.EscapeDataString(owner.Code)}",
            ["type"] = "Text",
            ["label"] = Both(owner.Name, owner.NameEn),
            ["format"] = "text/html",
        }),
    };

    public JsonObject Thumbnail(StoredImage image, PageFace face)
    {
        var (width, height) = PictureSize.Fit(image, PictureSize.Medium);
        return new()
        {
            ["id"] = $"{ImageId(3, image, face)}/full/{PictureSize.Text(width, height)}/0/default.jpg",
            ["type"] = "Image",
            ["format"] = "image/jpeg",
            ["width"] = width,
            ["height"] = height,
        };
    }

    private static JsonObject SeeAlso(string id, string format, string profile, string label) =>
        new() { ["id"] = id, ["type"] = "Dataset", ["format"] = format, ["profile"] = profile, ["label"] = new JsonObject { ["none"] = new JsonArray(label) } };

    private JsonObject Canvas(string manifest, StoredImage image, PageFace face, int number, IReadOnlyList<ImageDetail> details)
    {
        var id = CanvasId(manifest, image);
        var canvas = new JsonObject
        {
            ["id"] = id,
            ["type"] = "Canvas",
            ["label"] = Both(LabelOf(image, Wording.Chinese, number), LabelOf(image, Wording.English, number)),
            ["width"] = image.Width,
            ["height"] = image.Height,
            ["thumbnail"] = new JsonArray(Thumbnail(image, face)),
            ["items"] = new JsonArray(new JsonObject
            {
                ["id"] = $"{id}/page",
                ["type"] = "AnnotationPage",
                ["items"] = new JsonArray(new JsonObject
                {
                    ["id"] = $"{id}/painting",
                    ["type"] = "Annotation",
                    ["motivation"] = "painting",
                    ["target"] = id,
                    ["body"] = Body(image, face),
                }),
            }),
        };
        if (KnownRights.Of(image.Rights) is { } rights)
        {
            canvas["rights"] = rights;
        }

        if (details.Count > 0)
        {
            canvas["annotations"] = new JsonArray(new JsonObject
            {
                ["id"] = $"{id}/details",
                ["type"] = "AnnotationPage",
                ["items"] = new JsonArray([.. details.Select(d => Comment(id, image, d))]),
            });
        }

        return canvas;
    }

    /// <summary>What a keeper says of a part of the image.</summary>
    private static JsonObject Comment(string canvas, StoredImage image, ImageDetail detail)
    {
        var (x, y, width, height) = detail.Region.PixelsOf(image);
        return new()
        {
            ["id"] = $"{canvas}/details/{detail.Id:N}",
            ["type"] = "Annotation",
            ["motivation"] = "commenting",
            ["target"] = string.Create(CultureInfo.InvariantCulture, $"{canvas}#xywh={x},{y},{width},{height}"),
            ["body"] = new JsonArray([.. new[] { ("zh-Hans", detail.CaptionZh), ("en", detail.CaptionEn) }.Where(c => c.Item2.Length > 0)
                .Select(c => new JsonObject { ["type"] = "TextualBody", ["value"] = c.Item2, ["language"] = c.Item1, ["format"] = "text/plain" })]),
        };
    }

    private JsonObject Body(StoredImage image, PageFace face)
    {
        var scale = 1 << TileGrid.FirstWithin(image.Width, image.Height, face.Edge);
        return new()
        {
            ["id"] = $"{ImageId(3, image, face)}/full/max/0/default.jpg",
            ["type"] = "Image",
            ["format"] = "image/jpeg",
            ["width"] = TileGrid.Over(image.Width, scale),
            ["height"] = TileGrid.Over(image.Height, scale),
            ["service"] = new JsonArray(
                new JsonObject { ["id"] = ImageId(3, image, face), ["type"] = "ImageService3", ["profile"] = "level2" },
                new JsonObject { ["@id"] = ImageId(2, image, face), ["@type"] = "ImageService2", ["profile"] = "http://iiif.io/api/image/2/level2.json" }),
        };
    }

    private IEnumerable<JsonObject> PartOf(DescribeObject.Found found)
    {
        yield return new() { ["id"] = CollectionOf(found.Owner.Code), ["type"] = "Collection", ["label"] = Both(found.Owner.Name, found.Owner.NameEn) };
        if (found.InSet)
        {
            yield return new() { ["id"] = BelongingOf(found.Object), ["type"] = "Collection", ["label"] = Both(In(Wording.Chinese, "media.iiif.set"), In(Wording.English, "media.iiif.set")) };
        }
    }

    /// <summary>Images grouped by what of the object they show; null where nothing is said of that.</summary>
    private JsonObject? Ranges(string manifest, IReadOnlyList<StoredImage> images)
    {
        var groups = images.Where(i => i.ViewKind != ViewKind.None).GroupBy(i => i.ViewKind).OrderBy(g => g.Key).ToList();
        return images.Count < 2 || groups.Count == 0 ? null : new()
        {
            ["id"] = $"{manifest}/range/views",
            ["type"] = "Range",
            ["label"] = Both(In(Wording.Chinese, "media.iiif.views"), In(Wording.English, "media.iiif.views")),
            ["items"] = new JsonArray([.. groups.Select(g => new JsonObject
            {
                ["id"] = $"{manifest}/range/{g.Key.ToString().ToLowerInvariant()}",
                ["type"] = "Range",
                ["label"] = Both(View(g.Key, Wording.Chinese), View(g.Key, Wording.English)),
                ["items"] = new JsonArray([.. g.Select(i => new JsonObject { ["id"] = CanvasId(manifest, i), ["type"] = "Canvas" })]),
            })]),
        };
    }

    private string ImageId(int api, StoredImage image, PageFace face) => string.Create(CultureInfo.InvariantCulture, $"{root}iiif/{api}/{image.Id:N}{face.Ending}");

    private string In(string language, string key) => words.In(language, key);

    private string View(ViewKind kind, string language) => words.In(language, $"media.view.{kind.ToString().ToLowerInvariant()}");

    private string LabelOf(StoredImage image, string language, int number)
    {
        var caption = language == Wording.Chinese ? image.CaptionZh : image.CaptionEn;
        return caption.Length > 0 ? caption
            : image.ViewKind != ViewKind.None ? View(image.ViewKind, language)
            : Wording.Fill(words.In(language, "media.view.number"), [("number", number)]);
    }
}
