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

        return two;
    }

    private static JsonObject Canvas(JsonNode three)
    {
        var painting = three["items"]![0]!["items"]![0]!;
        var body = painting["body"]!;
        var service = body["service"]![1]!;
        return new()
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
    }

    private static string Text(JsonNode? node) => (string)node!;

    private static JsonArray Values(JsonNode? map) =>
        [.. map!.AsObject().SelectMany(l => l.Value!.AsArray().Select(v => new JsonObject { ["@value"] = Text(v), ["@language"] = l.Key }))];
}
