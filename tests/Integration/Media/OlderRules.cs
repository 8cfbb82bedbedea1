using System.Text.Json;
using System.Text.RegularExpressions;
using Guanlian.Samples;

namespace Guanlian.Integration.Media;

/// <summary>
/// What the text of IIIF Presentation 2.1 requires and allows of each class that we write, as the published validator of that version
/// understood it: what must be there, which lists hold what, where markup may not stand; and no name that its context does not know.
/// </summary>
internal sealed partial class OlderRules
{
    private const string Context = "http://iiif.io/api/presentation/2/context.json";

    private static readonly string[] Everywhere =
        ["@id", "@type", "label", "metadata", "description", "thumbnail", "attribution", "license", "logo", "service", "seeAlso", "within", "related", "viewingHint", "viewingDirection", "rendering"];

    /// <summary>Class: what it must have, and what it may have beside <see cref="Everywhere"/>.</summary>
    private static readonly Dictionary<string, (string[] Must, string[] May)> Classes = new()
    {
        ["sc:Collection"] = (["@id", "label"], ["collections", "manifests", "members", "navDate", "first", "last", "total", "next", "prev", "startIndex"]),
        ["sc:Manifest"] = (["@id", "label", "sequences"], ["sequences", "structures", "navDate"]),
        ["sc:Sequence"] = (["canvases"], ["canvases", "startCanvas"]),
        ["sc:Canvas"] = (["@id", "label", "height", "width"], ["height", "width", "images", "otherContent"]),
        ["sc:Range"] = (["@id", "label"], ["ranges", "canvases", "members", "startCanvas", "contentLayer"]),
        ["oa:Annotation"] = (["motivation", "resource", "on"], ["motivation", "resource", "on", "stylesheet"]),
        ["dctypes:Image"] = (["@id"], ["format", "height", "width"]),
    };

    private static readonly Dictionary<string, string[]> Hints = new()
    {
        ["sc:Manifest"] = ["individuals", "paged", "continuous"],
        ["sc:Sequence"] = ["individuals", "paged", "continuous"],
        ["sc:Canvas"] = ["non-paged", "facing-pages"],
        ["sc:Range"] = ["top", "individuals", "paged", "continuous"],
        ["sc:Collection"] = ["top", "individuals", "multi-part"],
    };

    private static readonly Lazy<string> Known = new(() => File.ReadAllText(Path.Combine(FormatSamples.Folder, "Schemas", "iiif", "presentation-2.json")));

    private readonly List<string> faults = [];
    private readonly HashSet<string> ids = [], canvases = [], ranges = [], namedCanvases = [], namedRanges = [];

    public static IReadOnlyList<string> Faults(string address, JsonElement document)
    {
        var rules = new OlderRules();
        rules.Expect(Text(document, "@context") == Context, "@context", "is not the standard's");
        rules.Expect(Text(document, "@id") == address, "@id", $"is not where it lies: {address}");
        rules.Resource(document, Text(document, "@type") ?? "", null, top: true);
        rules.faults.AddRange(rules.namedCanvases.Except(rules.canvases).Select(n => $"a range names {n}, which is no canvas here"));
        rules.faults.AddRange(rules.namedRanges.Except(rules.ranges).Select(n => $"a range names {n}, which is no range here"));
        return rules.faults;
    }

    private void Resource(JsonElement one, string at, string? expected, bool top = false, bool minimal = false)
    {
        var type = one.ValueKind == JsonValueKind.Object ? Text(one, "@type") : null;
        if (type is null || !Classes.TryGetValue(type, out var rules) || (expected is not null && type != expected))
        {
            faults.Add($"{at} is no {expected ?? "class of the standard"}");
            return;
        }

        if (one.TryGetProperty("@id", out var id))
        {
            Expect(IsAddress(id) && !id.GetString()!.Contains('#', StringComparison.Ordinal), at, "has no address as its @id");
            Expect(minimal || type == "dctypes:Image" || ids.Add(id.GetString()!), at, $"has the @id of another: {id}");
        }

        foreach (var must in minimal ? ["@id", "label"] : rules.Must)
        {
            Expect(one.TryGetProperty(must, out _), at, $"has no {must}");
        }

        foreach (var property in one.EnumerateObject())
        {
            Expect((top && property.Name == "@context") || Everywhere.Contains(property.Name) || rules.May.Contains(property.Name), at, $"may have no {property.Name}");
            Expect(property.Name.StartsWith('@') || Known.Value.Contains($"\"{property.Name}\"", StringComparison.Ordinal), at, $"has {property.Name}, which the published context does not know");
            Property(property.Name, property.Value, type, $"{at}.{property.Name}");
        }

        if (type == "sc:Canvas")
        {
            canvases.Add(Text(one, "@id")!);
            Expect(Items(one, "images", at).All(a => Text(a, "on") == Text(one, "@id") && Text(a, "motivation") == "sc:painting"), at, "holds what is not painted on it");
        }
        else if (type == "sc:Range")
        {
            ranges.Add(Text(one, "@id")!);
            namedCanvases.UnionWith(Items(one, "canvases", at).Where(IsAddress).Select(c => c.GetString()!));
            namedRanges.UnionWith(Items(one, "ranges", at).Where(IsAddress).Select(r => r.GetString()!));
        }
    }

    private void Property(string property, JsonElement value, string of, string at)
    {
        switch (property)
        {
            case "label":
                Words(value, at, mayBeMarkup: false);
                break;
            case "description" or "attribution":
                Words(value, at, mayBeMarkup: true);
                break;
            case "metadata":
                foreach (var pair in List(value, at, least: 0))
                {
                    Words(pair.GetProperty("label"), at, mayBeMarkup: false);
                    Words(pair.GetProperty("value"), at, mayBeMarkup: true);
                }

                break;
            case "thumbnail" or "license" or "logo" or "seeAlso" or "within" or "related" or "rendering":
                Expect((value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1)).All(IsResource), at, "is no address and no resource with one");
                break;
            case "height" or "width":
                Expect(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var length) && length > 0, at, "is no length");
                break;
            case "viewingHint":
                Expect(Hints.TryGetValue(of, out var hints) && hints.Contains(value.GetString()), at, "is no hint for this class");
                break;
            case "canvases" or "ranges" when of == "sc:Range":
                Expect(List(value, at).All(IsAddress), at, "does not list addresses");
                break;
            case "sequences" or "canvases" or "images" or "structures":
                foreach (var item in List(value, at))
                {
                    Resource(item, at, property switch { "sequences" => "sc:Sequence", "canvases" => "sc:Canvas", "images" => "oa:Annotation", _ => "sc:Range" });
                }

                break;
            case "collections" or "manifests":
                foreach (var item in List(value, at, least: 0))
                {
                    Resource(item, at, property == "collections" ? "sc:Collection" : "sc:Manifest", minimal: true);
                }

                break;
            case "resource":
                Resource(value, at, "dctypes:Image");
                break;
            case "service":
                Expect(Text(value, "@context") == "http://iiif.io/api/image/2/context.json" && IsResource(value) && Level().IsMatch(Text(value, "profile") ?? ""), at, "is no image service of version 2");
                break;
        }
    }

    private void Words(JsonElement value, string at, bool mayBeMarkup)
    {
        foreach (var one in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : Enumerable.Repeat(value, 1))
        {
            var text = one.ValueKind == JsonValueKind.String ? one.GetString() : Text(one, "@value");
            Expect(!string.IsNullOrEmpty(text), at, "says nothing");
            Expect(one.ValueKind == JsonValueKind.String || Language().IsMatch(Text(one, "@language") ?? "zh"), at, "is in no language");

            // We write no markup: what looks like it is a museum's plain text, and must not be taken for any.
            Expect(text is null || !(text.StartsWith('<') && text.EndsWith('>')), at, mayBeMarkup ? "would be taken for markup" : "may have no markup");
        }
    }

    private JsonElement.ArrayEnumerator Items(JsonElement of, string name, string at) => of.TryGetProperty(name, out var list) ? List(list, $"{at}.{name}") : default;

    private JsonElement.ArrayEnumerator List(JsonElement value, string at, int least = 1)
    {
        Expect(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= least, at, "is no list, or an empty one");
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : default;
    }

    private void Expect(bool holds, string at, string fault)
    {
        if (!holds)
        {
            faults.Add($"{at} {fault}");
        }
    }

    private static bool IsResource(JsonElement value) => IsAddress(value) || (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("@id", out var id) && IsAddress(id));

    private static bool IsAddress(JsonElement value) => value.ValueKind == JsonValueKind.String && Uri.TryCreate(value.GetString(), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;

    [GeneratedRegex("^http://iiif\\.io/api/image/2/level[012]\\.json$")]
    private static partial Regex Level();

    [GeneratedRegex("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    private static partial Regex Language();
}
