using System.Globalization;
using System.Text.Json.Nodes;
using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Http;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Guanlian.Media.Iiif;

/// <summary>A viewer asks what belongs to an object: its manifest, IIIF Presentation 3.0, or 2.1 for those that name that version.</summary>
internal static class DescribeObject
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/iiif/manifest/{institution}/{serial:int}", AnswerAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task AnswerAsync(HttpContext http, Handler handler, IConfiguration settings, string institution, int serial)
    {
        IiifAnswers.ForEverybody(http);
        var found = await handler.HandleAsync(institution, serial, http.RequestAborted);
        if (found is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var two = Manifests.AsksForTwo(http.Request);
        http.Response.Headers.CacheControl = found.Object.Public && http.User.Identity?.IsAuthenticated != true ? "public, max-age=60" : "private, no-cache";
        var body = new Manifests(PublicBase.Of(settings, http.Request), handler.Words).Of(found);
        await IiifAnswers.WriteAsync(http, two ? OlderManifests.Of(body) : body, two ? OlderManifests.Context : Manifests.Context, plainByDefault: two);
    }

    /// <param name="Object">The record.</param>
    /// <param name="Owner">Whose.</param>
    /// <param name="Facts">What may be said of it.</param>
    /// <param name="Images">In their order.</param>
    internal sealed record Found(ObjectInBook Object, PartyCard Owner, IReadOnlyList<ObjectFact> Facts, IReadOnlyList<StoredImage> Images);

    internal sealed class Handler(ImageAccess access, IObjectBook objects, IPartyDirectory parties, Wording words)
    {
        public Wording Words => words;

        /// <returns>Null where the reader sees no object there, or none of its images.</returns>
        public async Task<Found?> HandleAsync(string institution, int serial, CancellationToken ct)
        {
            if (await objects.SeenAsync(institution, serial, ct) is not { } shown)
            {
                return null;
            }

            var images = await access.OfObjectAsync(shown.Key, ct);
            return images.Count == 0 ? null
                : new(shown, (await parties.FindAsync(shown.Key.InstitutionId, ct))!, await objects.FactsAsync(shown.Key, ct), images);
        }
    }
}

/// <summary>Writes manifests of Presentation 3.0.</summary>
internal sealed class Manifests(Uri root, Wording words)
{
    public const string Context = "http://iiif.io/api/presentation/3/context.json";

    public static bool AsksForTwo(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("iiif.io/api/presentation/2/", StringComparison.OrdinalIgnoreCase);

    public string IdOf(ObjectInBook shown) =>
        string.Create(CultureInfo.InvariantCulture, $"{root}iiif/manifest/{Uri.EscapeDataString(shown.InstitutionCode)}/{shown.Serial}");

    public JsonObject Of(DescribeObject.Found found)
    {
        var shown = found.Object;
        var (id, page) = (IdOf(shown), string.Create(CultureInfo.InvariantCulture, $"{root}objects/{Uri.EscapeDataString(shown.InstitutionCode)}/{shown.Serial}"));
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
            ["thumbnail"] = new JsonArray(Thumbnail(found.Images[0])),
            ["items"] = new JsonArray([.. found.Images.Select((image, i) => Canvas(id, image, i + 1))]),
        };
        if (shown.RightsUri is { } rights)
        {
            manifest["rights"] = rights;
        }

        return manifest;
    }

    /// <summary>A text in both languages; one that only one language has is said once.</summary>
    public static JsonObject Both(string zh, string? en)
    {
        var map = new JsonObject { ["zh-Hans"] = new JsonArray(zh) };
        if (!string.IsNullOrEmpty(en) && en != zh)
        {
            map["en"] = new JsonArray(en);
        }

        return map;
    }

    public JsonObject ProviderOf(PartyCard owner) => new()
    {
        ["id"] = $"{root}museums/{Uri.EscapeDataString(owner.Code)}",
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

    public JsonObject Thumbnail(StoredImage image)
    {
        var (width, height) = PictureSize.Fit(image, PictureSize.Medium);
        return new()
        {
            ["id"] = $"{ImageId(3, image)}/full/{PictureSize.Text(width, height)}/0/default.jpg",
            ["type"] = "Image",
            ["format"] = "image/jpeg",
            ["width"] = width,
            ["height"] = height,
        };
    }

    private static JsonObject SeeAlso(string id, string format, string profile, string label) =>
        new() { ["id"] = id, ["type"] = "Dataset", ["format"] = format, ["profile"] = profile, ["label"] = new JsonObject { ["none"] = new JsonArray(label) } };

    private JsonObject Canvas(string manifest, StoredImage image, int number)
    {
        var id = $"{manifest}/canvas/{image.Id:N}";
        return new()
        {
            ["id"] = id,
            ["type"] = "Canvas",
            ["label"] = Both(LabelOf(image, Wording.Chinese, number), LabelOf(image, Wording.English, number)),
            ["width"] = image.Width,
            ["height"] = image.Height,
            ["thumbnail"] = new JsonArray(Thumbnail(image)),
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
                    ["body"] = Body(image),
                }),
            }),
        };
    }

    private JsonObject Body(StoredImage image) => new()
    {
        ["id"] = $"{ImageId(3, image)}/full/max/0/default.jpg",
        ["type"] = "Image",
        ["format"] = "image/jpeg",
        ["width"] = image.Width,
        ["height"] = image.Height,
        ["service"] = new JsonArray(
            new JsonObject { ["id"] = ImageId(3, image), ["type"] = "ImageService3", ["profile"] = "level2" },
            new JsonObject { ["@id"] = ImageId(2, image), ["@type"] = "ImageService2", ["profile"] = "http://iiif.io/api/image/2/level2.json" }),
    };

    private string ImageId(int api, StoredImage image) => string.Create(CultureInfo.InvariantCulture, $"{root}iiif/{api}/{image.Id:N}");

    private string LabelOf(StoredImage image, string language, int number)
    {
        var caption = language == Wording.Chinese ? image.CaptionZh : image.CaptionEn;
        return caption.Length > 0 ? caption
            : image.ViewKind != ViewKind.None ? words.In(language, $"media.view.{image.ViewKind.ToString().ToLowerInvariant()}")
            : Wording.Fill(words.In(language, "media.view.number"), [("number", number)]);
    }
}

/// <summary>Sizes of pictures on pages: those that lie stored, so that nothing is made when a page is read.</summary>
internal static class PictureSize
{
    public const int Small = 200, Medium = 400, Large = 800, Huge = 1600;

    /// <summary>The size with this longest edge; the image's own where it is smaller.</summary>
    public static (int Width, int Height) Fit(StoredImage image, int edge)
    {
        var longest = Math.Max(image.Width, image.Height);
        return longest <= edge ? (image.Width, image.Height) : (Of(image.Width), Of(image.Height));

        int Of(int length) => Math.Max(1, (int)Math.Round((double)length * edge / longest));
    }

    public static string Text(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{width},{height}");

    /// <summary>Relative address of the picture in that size.</summary>
    public static string AddressOf(StoredImage image, int edge)
    {
        var (width, height) = Fit(image, edge);
        return $"iiif/3/{image.Id:N}/full/{(width == image.Width && height == image.Height ? "max" : Text(width, height))}/0/default.jpg";
    }

    /// <summary>For <c>srcset</c>: every stored size up to the largest given.</summary>
    public static string SetOf(StoredImage image, int most) => string.Join(", ", new[] { Small, Medium, Large, Huge }.Where(e => e <= most)
        .Select(e => (Address: AddressOf(image, e), Fit(image, e).Width)).DistinctBy(s => s.Address)
        .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Address} {s.Width}w")));
}
