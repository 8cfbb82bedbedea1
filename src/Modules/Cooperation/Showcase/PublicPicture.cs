using System.Buffers.Binary;

namespace Guanlian.Cooperation.Showcase;

/// <summary>
/// A photograph as the public gets it: without what cameras write into it (place, time, owner). Of a JPEG the segments stay that the picture
/// itself needs, and which way up it is; of a PNG the chunks that draw it. What stands behind the picture (a second one, a film) goes.
/// What cannot be read is given as nothing.
/// </summary>
internal static class PublicPicture
{
    private static readonly HashSet<string> Kept = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD"];

    public static byte[] Of(byte[] content, string mediaType) => mediaType == "image/png" ? Png(content) : Jpeg(content);

    private static byte[] Jpeg(byte[] file)
    {
        using var kept = new MemoryStream(file.Length);
        kept.Write([0xFF, 0xD8]);
        var (at, scanned) = (2, false);
        while (at + 2 <= file.Length && file[at] == 0xFF && file[at + 1] is var marker and not 0xD9)
        {
            if (marker is 0xFF)
            {
                at++;
                continue;
            }

            var length = at + 4 <= file.Length ? 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at + 2)) : 0;
            if (length < 4 || at + length > file.Length)
            {
                return [];
            }

            if (marker is 0xDA)
            {
                (length, scanned) = (EndOfScan(file, at + length) - at, true);
            }

            var says = file.AsSpan(at + 4, length - 4);
            if (marker == 0xE1 && Orientation(says) is { } turned and > 1)
            {
                kept.Write(Turned(turned));
            }
            else if (Draws(marker, says))
            {
                kept.Write(file, at, length);
            }

            at += length;
        }

        kept.Write([0xFF, 0xD9]);
        return scanned ? kept.ToArray() : [];
    }

    // Frames, tables, scans; of what programs add, only the colours.
    private static bool Draws(byte marker, ReadOnlySpan<byte> says) => marker switch
    {
        (>= 0xC0 and <= 0xCF) or (>= 0xDA and <= 0xDF) => true,
        0xE0 => says.StartsWith("JFIF\0"u8),
        0xE2 => says.StartsWith("ICC_PROFILE\0"u8),
        0xEE => says.StartsWith("Adobe"u8),
        _ => false,
    };

    // A scan ends at the next marker; stuffed and restart bytes are its own. One that was cut off ends with the file.
    private static int EndOfScan(byte[] file, int at)
    {
        while (at + 2 <= file.Length && (file[at] != 0xFF || file[at + 1] is 0x00 or (>= 0xD0 and <= 0xD7)))
        {
            at++;
        }

        return at + 2 <= file.Length ? at : file.Length;
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
            var name = System.Text.Encoding.ASCII.GetString(file, at + 4, 4);
            if (Kept.Contains(name))
            {
                kept.Write(file, at, whole);
            }

            if (name == "IEND")
            {
                return kept.ToArray();
            }

            at += whole;
        }

        return [];
    }
}
