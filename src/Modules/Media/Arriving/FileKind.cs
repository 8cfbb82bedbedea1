namespace Guanlian.Media.Arriving;

/// <summary>What a file is, by its first bytes; its name is not asked.</summary>
internal static class FileKind
{
    /// <summary>Bytes that are looked at.</summary>
    public const int Head = 32;

    private static readonly Dictionary<string, string> MediaTypes = new()
    {
        ["jpeg"] = "image/jpeg",
        ["png"] = "image/png",
        ["tiff"] = "image/tiff",
        ["webp"] = "image/webp",
        ["heif"] = "image/heif",
        ["jp2k"] = "image/jp2",
    };

    public static string MediaTypeOf(string kind) => MediaTypes[kind];

    /// <summary>The name of its loader in libvips; null for all that is not taken.</summary>
    public static string? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0xff, 0xd8, 0xff, ..] => "jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => "png",
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "tiff",
        [(byte)'I', (byte)'I', 43, 0, ..] or [(byte)'M', (byte)'M', 0, 43, ..] => "tiff",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "webp",
        [0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' ', 13, 10, 0x87, 10, ..] or [0xff, 0x4f, 0xff, 0x51, ..] => "jp2k",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] when IsHeif(head[8..]) => "heif",
        _ => null,
    };

    private static bool IsHeif(ReadOnlySpan<byte> brand) =>
        brand.Length >= 4 && (brand[..4].SequenceEqual("heic"u8) || brand[..4].SequenceEqual("heix"u8) || brand[..4].SequenceEqual("heim"u8)
            || brand[..4].SequenceEqual("mif1"u8) || brand[..4].SequenceEqual("avif"u8) || brand[..4].SequenceEqual("msf1"u8));
}
