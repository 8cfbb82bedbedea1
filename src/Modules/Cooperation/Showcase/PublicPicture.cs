using System.Buffers.Binary;

namespace Guanlian.Cooperation.Showcase;

/// <summary>
/// A photograph as the public gets it: without what cameras write into it (place, time, owner). Of a JPEG the segments stay that the picture
/// itself needs, and which way up it is; of a PNG the chunks that draw it. What cannot be read is given as nothing.
/// </summary>
internal static class PublicPicture
{
    private static readonly HashSet<string> Kept = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD"];

    public static byte[] Of(byte[] content, string mediaType) => mediaType == "image/png" ? Png(content) : Jpeg(content);

    private static byte[] Jpeg(byte[] file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write([0xFF, 0xD8]);
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker is 0xFF)
            {
                at++;
                continue;
            }

            if (marker is 0xDA)
            {
                kept.Write(file, at, file.Length - at);
                return kept.ToArray();
            }

            var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2));
            if (length < 4 || at + length > file.Length)
            {
                return [];
            }

            if (marker == 0xE1 && Orientation(file.AsSpan(at + 4, length - 4)) is { } turned and > 1)
            {
                kept.Write(Turned(turned));
            }
            else if (marker is not (0xE1 or (>= 0xE3 and <= 0xED) or 0xEF or 0xFE))
            {
                kept.Write(file, at, length);
            }

            at += length;
        }

        return [];
    }

    // Tag 0x0112 of the first directory, in either byte order.
    private static int? Orientation(ReadOnlySpan<byte> segment)
    {
        if (segment.Length < 14 || !segment.StartsWith("Exif\0\0"u8))
        {
            return null;
        }

        var tiff = segment[6..];
        var big = tiff[0] == (byte)'M';
        var at = (int)Math.Min(int.MaxValue, Int(tiff[4..], big));
        if (at < 8 || at + 2 > tiff.Length)
        {
            return null;
        }

        var count = Short(tiff[at..], big);
        for (var n = 0; n < count && at + 2 + (12 * (n + 1)) <= tiff.Length; n++)
        {
            var entry = tiff[(at + 2 + (12 * n))..];
            if (Short(entry, big) == 0x0112)
            {
                return Short(entry[8..], big) is >= 1 and <= 8 and var turned ? turned : null;
            }
        }

        return null;
    }

    private static byte[] Turned(int orientation) =>
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    private static int Short(ReadOnlySpan<byte> at, bool big) => big ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);

    private static uint Int(ReadOnlySpan<byte> at, bool big) => big ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);

    private static byte[] Png(byte[] file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write(file, 0, Math.Min(8, file.Length));
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
            {
                return [];
            }

            var whole = (int)length + 12;
            if (Kept.Contains(System.Text.Encoding.ASCII.GetString(file, at + 4, 4)))
            {
                kept.Write(file, at, whole);
            }

            at += whole;
        }

        return kept.ToArray();
    }
}
