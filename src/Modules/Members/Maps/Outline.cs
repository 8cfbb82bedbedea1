using System.Text.Json;
using Guanlian.Members.Divisions;

namespace Guanlian.Members.Maps;

/// <summary>The outlines of one province (or, where an operator gave one, of the country), to draw points on.</summary>
/// <param name="Code">The province's code; 100000 for the country.</param>
/// <param name="Approval">审图号; null for a sketch without one.</param>
public sealed record Outline(string Code, string? Approval, IReadOnlyList<Outline.Area> Areas)
{
    public const string Country = "100000";

    /// <summary>One prefecture or district.</summary>
    /// <param name="Rings">Closed rings of longitude and latitude.</param>
    public sealed record Area(string Code, string Name, IReadOnlyList<IReadOnlyList<(double Longitude, double Latitude)>> Rings);

    /// <summary>Reads GeoJSON: a FeatureCollection of polygons in WGS-84 whose properties hold <c>adcode</c> and <c>name</c>.</summary>
    /// <returns>Null where the text is something else.</returns>
    internal static Outline? Read(string code, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var areas = root.GetProperty("features").EnumerateArray().Select(ReadArea).Where(a => a.Rings.Count > 0).ToList();
            var approval = root.TryGetProperty("approval", out var said) ? said.GetString()?.Trim() : null;
            return areas.Count == 0 ? null : new(code, approval is { Length: > 0 } ? approval : null, areas);
        }
        catch (Exception e) when (
            e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    private static Area ReadArea(JsonElement feature)
    {
        var (properties, geometry) = (feature.GetProperty("properties"), feature.GetProperty("geometry"));
        var adcode = properties.GetProperty("adcode");
        var polygons = geometry.GetProperty("type").GetString() switch
        {
            "Polygon" => [geometry.GetProperty("coordinates")],
            "MultiPolygon" => geometry.GetProperty("coordinates").EnumerateArray().ToList(),
            _ => new List<JsonElement>(),
        };
        var rings = polygons.SelectMany(p => p.EnumerateArray())
            .Select(ring => (IReadOnlyList<(double, double)>)[.. ring.EnumerateArray().Select(p => (p[0].GetDouble(), p[1].GetDouble()))])
            .Where(ring => ring.Count > 3 && ring.All(IsPlace)).ToList();
        var code = adcode.ValueKind == JsonValueKind.Number ? adcode.GetRawText() : adcode.GetString();
        return new(Division.IsCode(code) ? code! : "", properties.GetProperty("name").GetString() ?? "", rings);
    }

    private static bool IsPlace((double Longitude, double Latitude) point) =>
        point.Longitude is >= -180 and <= 180 && point.Latitude is >= -89 and <= 89;
}
