using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Guanlian.Media.Iiif.Viewers;

/// <summary>
/// What a IIIF content state (Content State API 1.0) points to: a manifest, a canvas of one, a part of that. It comes as an address, as
/// JSON, or as JSON encoded for addresses.
/// </summary>
/// <param name="Manifest">Address of the manifest; null where only a canvas is named.</param>
/// <param name="Canvas">Address of the canvas.</param>
/// <param name="Part">x, y, width, height in pixels of the canvas.</param>
internal sealed record ContentState(string? Manifest, string? Canvas, double[]? Part)
{
    private const int MostLength = 16_000, MostDepth = 6;

    public static ContentState? Read(string? text)
    {
        if (text is not { Length: > 0 and <= MostLength })
        {
            return null;
        }

        if (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal))
        {
            return new(text, null, null);
        }

        try
        {
            var json = text.TrimStart().StartsWith('{') ? text : Uri.UnescapeDataString(new UTF8Encoding(false, true).GetString(WebEncoders.Base64UrlDecode(text)));
            using var read = JsonDocument.Parse(json, new() { MaxDepth = 32 });
            return Of(read.RootElement, 0);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException) // the last for half a character
        {
            return null;
        }
    }

    private static ContentState? Of(JsonElement said, int depth)
    {
        if (said.ValueKind == JsonValueKind.Array)
        {
            // Several places: a page shows one, the first.
            return said.GetArrayLength() == 0 || depth > MostDepth ? null : Of(said[0], depth + 1);
        }

        if (said.ValueKind == JsonValueKind.String)
        {
            return new(said.GetString(), null, null);
        }

        if (said.ValueKind != JsonValueKind.Object || depth > MostDepth)
        {
            return null;
        }

        return Text(said, "type") switch
        {
            "Annotation" when said.TryGetProperty("target", out var target) => Of(target, depth + 1),
            "SpecificResource" when said.TryGetProperty("source", out var source) && Of(source, depth + 1) is { } found => found with { Part = Selected(said) ?? found.Part },
            "Manifest" => new(Text(said, "id"), null, null),
            "Canvas" or "Image" => OfCanvas(said),
            _ => null,
        };
    }

    private static ContentState OfCanvas(JsonElement said)
    {
        var id = (Text(said, "id") ?? "").Split('#', 2);
        var within = said.TryGetProperty("partOf", out var part) && part.ValueKind == JsonValueKind.Array && part.GetArrayLength() > 0 ? part[0] : part;
        return new(within.ValueKind == JsonValueKind.Object ? Text(within, "id") : null, id[0], id.Length > 1 ? Box(id[1]) : null);
    }

    private static double[]? Selected(JsonElement said)
    {
        var selector = said.TryGetProperty("selector", out var found) && found.ValueKind == JsonValueKind.Array && found.GetArrayLength() > 0 ? found[0] : found;
        return selector.ValueKind == JsonValueKind.Object && Text(selector, "value") is { } value ? Box(value) : null;
    }

    // xywh=1,2,3,4 or xywh=pixel:1,2,3,4
    private static double[]? Box(string fragment)
    {
        var box = fragment.Split('&').FirstOrDefault(f => f.StartsWith("xywh=", StringComparison.Ordinal))?[5..];
        var numbers = box?.Replace("pixel:", "", StringComparison.Ordinal).Split(',')
            .Select(n => double.TryParse(n, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : -1).ToArray();
        return numbers is [>= 0, >= 0, > 0, > 0] ? numbers : null;
    }

    private static string? Text(JsonElement said, string name) =>
        said.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
