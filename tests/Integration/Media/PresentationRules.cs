using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Guanlian.Samples;

namespace Guanlian.Integration.Media;

/// <summary>
/// What the text of IIIF Presentation 3.0 requires and allows of each class that we write, and what its published JSON-LD context knows:
/// nothing else may stand in a manifest.
/// </summary>
internal sealed partial class PresentationRules
{
    private const string Context = "http://iiif.io/api/presentation/3/context.json";

    private static readonly string[] Everywhere = ["id", "type", "label", "metadata", "summary", "requiredStatement", "rights", "provider", "thumbnail", "behavior", "seeAlso", "service", "homepage", "rendering", "partOf"];

    /// <summary>Class: what it must have, and what it may have beside <see cref="Everywhere"/>.</summary>
    private static readonly Dictionary<string, (string[] Must, string[] May)> Classes = new()
    {
        ["Collection"] = (["label", "items"], ["items", "annotations", "navDate", "viewingDirection", "placeholderCanvas", "accompanyingCanvas", "services", "@context"]),
        ["Manifest"] = (["label", "items"], ["items", "structures", "annotations", "navDate", "viewingDirection", "placeholderCanvas", "accompanyingCanvas", "services", "start", "@context"]),
        ["Canvas"] = (["height", "width", "items"], ["items", "annotations", "height", "width", "duration", "navDate", "placeholderCanvas", "accompanyingCanvas"]),
        ["Range"] = (["items"], ["items", "annotations", "navDate", "viewingDirection", "placeholderCanvas", "accompanyingCanvas", "start", "supplementary"]),
        ["AnnotationPage"] = (["items"], ["items"]),
        ["Annotation"] = (["motivation", "target", "body"], ["motivation", "target", "body", "timeMode"]),
        ["TextualBody"] = (["value"], ["value", "format", "language"]),
        ["Image"] = ([], ["format", "height", "width", "duration", "profile", "language", "annotations"]),
        ["Text"] = (["label"], ["format", "language", "profile"]),
        ["Dataset"] = ([], ["format", "language", "profile"]),
        ["Agent"] = (["label"], ["logo"]),
    };

    private static readonly Lazy<HashSet<string>> Known = new(() => [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(FormatSamples.Folder, "Schemas", "iiif", "presentation-3.json")))
        .RootElement.GetProperty("@context").EnumerateObject().Select(p => p.Name), .. new[] { "@context", "@id", "@type", "partOf", "motivation", "target", "body" }]);

    private readonly List<string> faults = [];
    private readonly HashSet<string> ids = [], canvases = [], named = [];

    public static IReadOnlyList<string> Faults(JsonElement document)
    {
        var rules = new PresentationRules();
        rules.Expect(document.GetProperty("@context").GetString() == Context, "@context", "is not the standard's");
        rules.Resource(document, document.GetProperty("type").GetString()!, whole: true);
        rules.faults.AddRange(rules.named.Except(rules.canvases).Select(n => $"a range names {n}, which is no canvas here"));
        return rules.faults;
    }

    private void Resource(JsonElement one, string at, bool whole)
    {
        if (one.ValueKind != JsonValueKind.Object || !one.TryGetProperty("type", out var type) || !Classes.TryGetValue(type.GetString()!, out var rules))
        {
            faults.Add($"{at} has no known type");
            return;
        }

        var name = type.GetString()!;
        var id = one.TryGetProperty("id", out var given) ? given.GetString()! : "";
        Expect(name == "TextualBody" || (Uri.TryCreate(id, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"), at, $"has no id that is an address: {id}");
        if (whole && name is "Canvas" or "Annotation" or "AnnotationPage" or "Range")
        {
            Expect(ids.Add(id), at, $"has the id of another: {id}");
            Expect(!id.Contains('#', StringComparison.Ordinal), at, "has an id with a fragment");
        }

        foreach (var must in whole ? rules.Must : name is "Manifest" or "Collection" ? ["label"] : [])
        {
            Expect(one.TryGetProperty(must, out _), at, $"has no {must}");
        }

        foreach (var property in one.EnumerateObject())
        {
            Expect(Everywhere.Contains(property.Name) || rules.May.Contains(property.Name), at, $"may have no {property.Name}");
            Expect(Known.Value.Contains(property.Name), at, $"has {property.Name}, which the published context does not know");
            Property(property.Name, property.Value, name, $"{at}.{property.Name}");
        }

        if (whole && name == "Canvas")
        {
            canvases.Add(id);
            foreach (var annotation in one.GetProperty("items").EnumerateArray().SelectMany(p => p.GetProperty("items").EnumerateArray()))
            {
                Expect(annotation.GetProperty("motivation").GetString() == "painting" && annotation.GetProperty("target").GetString() == id, at, "holds what is not painted on it");
            }

            foreach (var annotation in (one.TryGetProperty("annotations", out var said) ? said.EnumerateArray() : default).SelectMany(p => p.GetProperty("items").EnumerateArray()))
            {
                Expect(annotation.GetProperty("motivation").GetString() != "painting" && Inside(annotation.GetProperty("target").GetString()!, id, one), at, "is annotated with what is painted or lies elsewhere");
            }
        }
    }

    private void Property(string property, JsonElement value, string of, string at)
    {
        switch (property)
        {
            case "label" or "summary":
                Languages(value, at);
                break;
            case "metadata":
                foreach (var (pair, i) in Items(value, at, least: 0))
                {
                    Expect(pair.EnumerateObject().Select(p => p.Name).Order().SequenceEqual(["label", "value"]), $"{at}[{i}]", "is no pair of label and value");
                    Languages(pair.GetProperty("label"), $"{at}[{i}].label");
                    Languages(pair.GetProperty("value"), $"{at}[{i}].value");
                }

                break;
            case "rights":
                Expect(Rights().IsMatch(value.GetString()!), at, "is no statement of Creative Commons or RightsStatements.org");
                break;
            case "height" or "width":
                Expect(value.TryGetInt32(out var length) && length > 0, at, "is no length");
                break;
            case "format":
                Expect(Format().IsMatch(value.GetString()!), at, "is no media type");
                break;
            case "items" when of == "Range":
                foreach (var (item, i) in Items(value, at))
                {
                    if (item.GetProperty("type").GetString() == "Canvas")
                    {
                        named.Add(item.GetProperty("id").GetString()!);
                        continue;
                    }

                    Resource(item, $"{at}[{i}]", whole: true);
                }

                break;
            case "items" or "structures" or "annotations" or "thumbnail" or "homepage" or "seeAlso" or "provider" or "logo" or "rendering" or "partOf":
                // Of a manifest "with at least one item"; of a collection only that it has the list.
                foreach (var (item, i) in Items(value, at, least: property == "items" && of == "Collection" ? 0 : 1))
                {
                    Resource(item, $"{at}[{i}]", whole: of is not "Collection" && property is not "partOf");
                }

                break;
            case "body":
                foreach (var (item, i) in value.ValueKind == JsonValueKind.Array ? Items(value, at) : [(value, 0)])
                {
                    Resource(item, $"{at}[{i}]", whole: true);
                }

                break;
            case "service":
                foreach (var (item, i) in Items(value, at))
                {
                    Expect((item.TryGetProperty("id", out _) && item.TryGetProperty("type", out _)) || (item.TryGetProperty("@id", out _) && item.TryGetProperty("@type", out _)), $"{at}[{i}]", "names itself not");
                    Expect(item.TryGetProperty("profile", out _), $"{at}[{i}]", "has no profile");
                }

                break;
        }
    }

    private static bool Inside(string target, string canvas, JsonElement of)
    {
        var box = Box().Match(target);
        return box.Success && box.Groups["of"].Value == canvas && Number("w") > 0 && Number("h") > 0
            && Number("x") + Number("w") <= of.GetProperty("width").GetInt32() && Number("y") + Number("h") <= of.GetProperty("height").GetInt32();

        int Number(string name) => int.Parse(box.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    private void Languages(JsonElement value, string at)
    {
        Expect(value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any(), at, "says nothing in any language");
        foreach (var language in value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : default)
        {
            Expect(language.Name == "none" || Language().IsMatch(language.Name), at, $"has no language {language.Name}");
            Expect(language.Value.ValueKind == JsonValueKind.Array && language.Value.GetArrayLength() > 0
                && language.Value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String && v.GetString()!.Length > 0), at, "has no list of words");
        }
    }

    private IEnumerable<(JsonElement Item, int Number)> Items(JsonElement value, string at, int least = 1)
    {
        Expect(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() >= least, at, "is no list, or an empty one");
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select((item, i) => (item, i)) : [];
    }

    private void Expect(bool holds, string at, string fault)
    {
        if (!holds)
        {
            faults.Add($"{at} {fault}");
        }
    }

    [GeneratedRegex(@"^http://(creativecommons\.org/(licenses|publicdomain)/|rightsstatements\.org/vocab/)\S+$")]
    private static partial Regex Rights();

    [GeneratedRegex("^(?<of>[^#]+)#xywh=(?<x>[0-9]{1,6}),(?<y>[0-9]{1,6}),(?<w>[0-9]{1,6}),(?<h>[0-9]{1,6})$")]
    private static partial Regex Box();

    [GeneratedRegex(@"^[a-z]+/[a-z0-9.+-]+$")]
    private static partial Regex Format();

    [GeneratedRegex(@"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
    private static partial Regex Language();
}
