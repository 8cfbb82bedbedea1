using System.Text.Json.Nodes;

namespace Guanlian.Media.Iiif;

/// <summary>The same in Presentation 2.1, for viewers that know no other: turned from 3.0 member by member.</summary>
internal static class OlderManifests
{
    public const string Context = "http://iiif.io/api/presentation/2/context.json";

    public static JsonObject Of(JsonObject three)
    {
        var two = new JsonObject
        {
            ["@context"] = Context,
            ["@id"] = Text(three["id"]),
            ["@type"] = "sc:Manifest",
            ["label"] = Values(three["label"]),
            ["metadata"] = new JsonArray([.. (three["metadata"]?.AsArray() ?? []).Select(m => new JsonObject { ["label"] = Values(m!["label"]), ["value"] = Values(m["value"]) })]),
            ["attribution"] = Values(three["provider"]![0]!["label"]),
            ["related"] = new JsonObject { ["@id"] = Text(three["homepage"]![0]!["id"]), ["format"] = "text/html" },
            ["seeAlso"] = new JsonArray([.. three["seeAlso"]!.AsArray().Select(s => new JsonObject
            {
                ["@id"] = Text(s!["id"]), ["format"] = Text(s["format"]), ["profile"] = Text(s["profile"]),
            })]),
            ["thumbnail"] = Text(three["thumbnail"]![0]!["id"]),
            ["within"] = Text(three["partOf"]![0]!["id"]),
            ["sequences"] = new JsonArray(new JsonObject
            {
                ["@id"] = Text(three["id"]) + "/sequence/normal",
                ["@type"] = "sc:Sequence",
                ["canvases"] = new JsonArray([.. three["items"]!.AsArray().Select(c => Canvas(c!))]),
            }),
        };
        if (three["rights"] is { } rights)
        {
            two["license"] = Text(rights);
        }

        if (three["structures"] is { } structures)
        {
            two["structures"] = new JsonArray([.. structures.AsArray().SelectMany(r => Ranges(r!, top: true))]);
        }

        return two;
    }

    public static JsonObject OfCollection(JsonObject three)
    {
        var items = three["items"]!.AsArray();
        var two = new JsonObject
        {
            ["@context"] = Context,
            ["@id"] = Text(three["id"]),
            ["@type"] = "sc:Collection",
            ["label"] = Values(three["label"]),
            ["collections"] = new JsonArray([.. Lines("Collection")]),
            ["manifests"] = new JsonArray([.. Lines("Manifest")]),
        };
        if (three["summary"] is { } summary)
        {
            two["description"] = Values(summary);
        }

        if (three["provider"] is { } provider)
        {
            two["attribution"] = Values(provider[0]!["label"]);
        }

        return two;

        IEnumerable<JsonObject> Lines(string type) => items.Where(i => Text(i!["type"]) == type)
            .Select(i => new JsonObject { ["@id"] = Text(i!["id"]), ["@type"] = "sc:" + type, ["label"] = Values(i["label"]) });
    }

    // Ranges lay in each other; in the older version they name each other.
    private static IEnumerable<JsonObject> Ranges(JsonNode three, bool top)
    {
        var items = three["items"]!.AsArray();
        var inner = items.Where(i => Text(i!["type"]) == "Range").ToList();
        var range = new JsonObject { ["@id"] = Text(three["id"]), ["@type"] = "sc:Range", ["label"] = Values(three["label"]) };
        if (top)
        {
            range["viewingHint"] = "top";
        }

        if (inner.Count > 0)
        {
            range["ranges"] = new JsonArray([.. inner.Select(i => (JsonNode)Text(i!["id"]))]);
        }

        var canvases = items.Where(i => Text(i!["type"]) == "Canvas").Select(i => (JsonNode)Text(i!["id"])).ToArray();
        if (canvases.Length > 0)
        {
            range["canvases"] = new JsonArray(canvases);
        }

        return inner.SelectMany(i => Ranges(i!, top: false)).Prepend(range);
    }

    private static JsonObject Canvas(JsonNode three)
    {
        var painting = three["items"]![0]!["items"]![0]!;
        var body = painting["body"]!;
        var service = body["service"]![1]!;
        var canvas = new JsonObject
        {
            ["@id"] = Text(three["id"]),
            ["@type"] = "sc:Canvas",
            ["label"] = Values(three["label"]),
            ["width"] = (int)three["width"]!,
            ["height"] = (int)three["height"]!,
            ["images"] = new JsonArray(new JsonObject
            {
                ["@id"] = Text(painting["id"]),
                ["@type"] = "oa:Annotation",
                ["motivation"] = "sc:painting",
                ["on"] = Text(three["id"]),
                ["resource"] = new JsonObject
                {
                    ["@id"] = Text(service["@id"]) + "/full/max/0/default.jpg",
                    ["@type"] = "dctypes:Image",
                    ["format"] = "image/jpeg",
                    ["width"] = (int)body["width"]!,
                    ["height"] = (int)body["height"]!,
                    ["service"] = new JsonObject
                    {
                        ["@context"] = ImageInfo.Context(ImageApi.Two),
                        ["@id"] = Text(service["@id"]),
                        ["profile"] = Text(service["profile"]),
                    },
                },
            }),
        };
        if (three["rights"] is { } rights)
        {
            canvas["license"] = Text(rights);
        }

        return canvas;
    }

    private static string Text(JsonNode? node) => (string)node!;

    private static JsonArray Values(JsonNode? map) =>
        [.. map!.AsObject().SelectMany(l => l.Value!.AsArray().Select(v => new JsonObject { ["@value"] = Text(v), ["@language"] = l.Key }))];
}
