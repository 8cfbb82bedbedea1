using System.Buffers.Binary;
using System.Text.Json;

namespace Guanlian.Media.Multimedia;

/// <summary>A glTF 2.0 model in one file: nothing is fetched from elsewhere, every piece lies inside, and no decoder is needed that we do not carry.</summary>
internal static class GlbFile
{
    private const int Json = 0x4e4f534a, Binary = 0x004e4942, MostJson = 32 << 20;

    // Compressions whose decoders a viewer would fetch from other people's servers.
    private static readonly HashSet<string> NotCarried = ["KHR_draco_mesh_compression", "EXT_meshopt_compression", "KHR_texture_basisu"];

    public static MultimediaKind.Found Check(Stream file)
    {
        Span<byte> head = stackalloc byte[20];
        file.Position = 0;
        file.ReadExactly(head);
        var (version, length, size, type) = (Int(head[4..]), (uint)Int(head[8..]), (uint)Int(head[12..]), Int(head[16..]));
        if (version != 2 || length != file.Length || type != Json || size > MostJson || 20L + size > length)
        {
            return MultimediaKind.No("media.multimedia.broken");
        }

        var text = new byte[size];
        file.ReadExactly(text);
        long inside = 0;
        if (length >= 20 + size + 8)
        {
            file.ReadExactly(head[..8]);
            inside = (uint)Int(head);
            if (Int(head[4..]) != Binary || 28 + size + inside > length)
            {
                return MultimediaKind.No("media.multimedia.broken");
            }
        }

        try
        {
            using var scene = JsonDocument.Parse(text, new() { MaxDepth = 32 });
            return Scene(scene.RootElement, inside) is { } why ? MultimediaKind.No(why) : new("glb", null, []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            return MultimediaKind.No("media.multimedia.broken");
        }
    }

    private static string? Scene(JsonElement scene, long inside)
    {
        if (scene.ValueKind != JsonValueKind.Object || !scene.TryGetProperty("asset", out var asset) || asset.GetProperty("version").GetString() != "2.0" || !Each(scene, "meshes").Any())
        {
            return "media.multimedia.broken";
        }

        if (Each(scene, "extensionsRequired").Concat(Each(scene, "extensionsUsed")).Any(e => NotCarried.Contains(e.GetString() ?? "")))
        {
            return "media.multimedia.compressed";
        }

        if (Each(scene, "buffers").Concat(Each(scene, "images")).Any(p => p.TryGetProperty("uri", out _)))
        {
            return "media.multimedia.not-in-one";
        }

        var views = Each(scene, "bufferViews").ToList();
        var whole = Each(scene, "buffers").Count() <= 1
            && Each(scene, "buffers").All(b => b.GetProperty("byteLength").GetInt64() <= inside)
            && views.All(v => Number(v, "byteOffset") >= 0 && Number(v, "byteLength") > 0 && Number(v, "byteOffset") + Number(v, "byteLength") <= inside)
            && Each(scene, "accessors").Concat(Each(scene, "images")).All(a => !a.TryGetProperty("bufferView", out var view) || (view.GetInt32() >= 0 && view.GetInt32() < views.Count));
        return whole ? null : "media.multimedia.broken";
    }

    private static IEnumerable<JsonElement> Each(JsonElement scene, string name) =>
        scene.TryGetProperty(name, out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static long Number(JsonElement of, string name) => of.TryGetProperty(name, out var number) ? number.GetInt64() : 0;

    private static int Int(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadInt32LittleEndian(at);
}
