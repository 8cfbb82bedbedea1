using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Guanlian.Hosting.Media;

namespace Guanlian.Integration.Media;

/// <summary>Known ways of hurting decoders of images: loops, lies about lengths, bombs in side rooms, files that are two things at once.</summary>
internal static class HostileTricks
{
    private const ushort Width = 256, Height = 257, BitsPerSample = 258, Compression = 259, Photometric = 262, StripOffsets = 273, SamplesPerPixel = 277, RowsPerStrip = 278, StripByteCounts = 279,
        TileWidth = 322, TileLength = 323, TileOffsets = 324, TileByteCounts = 325, SubIfds = 330;

    /// <returns>Name, bytes, and whether a lenient decoder may make something of it.</returns>
    public static IEnumerable<(string Name, byte[] Bytes, bool May)> All()
    {
        var (jpeg, png) = (Picture.Slope(60, 40).Encode("jpegsave"), Picture.Slope(60, 40).Encode("pngsave"));
        var (webp, jp2, tiff) = (Picture.Slope(60, 40).Encode("webpsave"), Picture.Slope(60, 40).Encode("jp2ksave"), Picture.Slope(60, 40).Encode("tiffsave"));

        yield return ("tiff whose directory follows itself.tif", Tiff(8, (Width, 10), (Height, 10), (BitsPerSample, 8), (SamplesPerPixel, 1), (Photometric, 1), (StripOffsets, 8), (RowsPerStrip, 10), (StripByteCounts, 100)), true);
        yield return ("tiff with a side directory in circles.tif", Tiff(0, (Width, 10), (Height, 10), (BitsPerSample, 8), (Photometric, 1), (StripOffsets, 8), (StripByteCounts, 100), (SubIfds, 8)), true);
        yield return ("tiff whose strips lie beyond.tif", Tiff(0, (Width, 1000), (Height, 1000), (BitsPerSample, 8), (Photometric, 1), (StripOffsets, 0x7ffffff0), (RowsPerStrip, 1000), (StripByteCounts, 1_000_000)), false);
        yield return ("tiff of a strip of four thousand million bytes.tif", Tiff(0, (Width, 60_000), (Height, 60_000), (BitsPerSample, 8), (Photometric, 1), (StripOffsets, 8), (RowsPerStrip, 60_000), (StripByteCounts, 0xffffffff)), false);
        yield return ("tiff of a tile without size.tif", Tiff(0, (Width, 100), (Height, 100), (BitsPerSample, 8), (Photometric, 1), (TileWidth, 0), (TileLength, 0), (TileOffsets, 8), (TileByteCounts, 100)), false);
        yield return ("tiff of a tile larger than memory.tif", Tiff(0, (Width, 99_000), (Height, 20_000), (BitsPerSample, 8), (Photometric, 1), (TileWidth, 0xfffffff0), (TileLength, 0xfffffff0), (TileOffsets, 8), (TileByteCounts, 100)), false);
        yield return ("tiff of no width.tif", Tiff(0, (Width, 0), (Height, 10), (BitsPerSample, 8), (Photometric, 1), (StripOffsets, 8), (StripByteCounts, 100)), false);
        yield return ("tiff of sixty thousand bands.tif", Tiff(0, (Width, 1000), (Height, 1000), (BitsPerSample, 8), (SamplesPerPixel, 60_000), (Photometric, 1), (StripOffsets, 8), (RowsPerStrip, 1000), (StripByteCounts, 1000)), false);
        yield return ("tiff of odd bits.tif", Tiff(0, (Width, 10), (Height, 10), (BitsPerSample, 65_535), (Photometric, 1), (StripOffsets, 8), (StripByteCounts, 100)), false);
        yield return ("tiff packed in no known way.tif", Tiff(0, (Width, 10), (Height, 10), (BitsPerSample, 8), (Compression, 64_000), (Photometric, 1), (StripOffsets, 8), (StripByteCounts, 100)), false);
        yield return ("tiff of many entries.tif", [(byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 0xff, 0xff, 0, 1], false);
        yield return ("big tiff to nowhere.tif", [(byte)'I', (byte)'I', 43, 0, 8, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f], false);
        yield return ("tiff cut in its directory.tif", tiff[..^20], true);

        yield return ("png with a bomb as its profile.png", With(png, "iCCP", [.. "x\0\0"u8, .. Packed(200 << 20)]), true);
        yield return ("png with a bomb as its text.png", With(png, "zTXt", [.. "Comment\0\0"u8, .. Packed(200 << 20)]), true);
        yield return ("png with a chunk longer than itself.png", [.. png[..33], 0x7f, 0xff, 0xff, 0xff, .. "tEXt"u8, .. png[33..]], true);
        yield return ("png with its end first.png", [.. png[..33], 0, 0, 0, 0, .. "IEND"u8, 0xae, 0x42, 0x60, 0x82, .. png[33..]], false);
        yield return ("png with two heads.png", [.. png[..33], .. png[8..33], .. png[33..]], true);
        yield return ("png with ten thousand comments.png", [.. png[..33], .. Enumerable.Range(0, 10_000).SelectMany(_ => Chunk("tEXt", "a\0b"u8.ToArray())), .. png[33..]], true);

        yield return ("jpeg of many passes.jpg", ManyScans(Picture.Slope(2000, 2000).Encode("jpegsave", c => c.Set("interlace", "true"))), true);
        yield return ("jpeg with a block that never ends.jpg", [0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, .. jpeg[2..]], false);
        yield return ("jpeg with a block of no length.jpg", [0xff, 0xd8, 0xff, 0xe1, 0, 0, .. jpeg[2..]], true);
        yield return ("jpeg of no components.jpg", [0xff, 0xd8, 0xff, 0xc0, 0, 8, 8, 0, 10, 0, 10, 0, 0xff, 0xda, 0, 6, 0, 0, 63, 0, 0xff, 0xd9], false);
        yield return ("jpeg with a sick exif.jpg", [0xff, 0xd8, 0xff, 0xe1, 0, 24, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, .. jpeg[2..]], true);
        yield return ("jpeg that is a zip too.jpg", [.. jpeg, .. Zip()], true);
        yield return ("jpeg that is a page too.jpg", [.. jpeg, .. "<script>alert(document.domain)</script>"u8], true);
        yield return ("zip that ends in a jpeg.jpg", [.. Zip(), .. jpeg], false);

        yield return ("webp that is longer than it says.webp", Changed(webp, 4, 4), true);
        yield return ("webp that is shorter than it says.webp", [.. Changed(webp, 4, 0x7fffffff)], true);
        yield return ("webp canvas without a picture.webp", [.. "RIFF"u8, 22, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0, 0xff, 0x3f, 0, 0xff, 0x3f, 0], false);
        yield return ("jp2 with a box in itself.jp2", [.. jp2[..32], 0, 0, 0, 0, .. "jp2h"u8, .. jp2[32..]], true);
        yield return ("jp2 with a box of one byte.jp2", [.. jp2[..12], 0, 0, 0, 1, .. "ftyp"u8, 0, 0, 0, 0, 0, 0, 0, 1], false);
        yield return ("heif of boxes in boxes.heic", Boxes(2000), false);
        yield return ("../../../etc/passwd.png", png[..40], false);
        yield return ("..\\..\\windows\\win.jpg", jpeg[..20], false);
        yield return ("name\u0001with a bell\u0007.jpg", jpeg[..30], false);
    }

    /// <summary>A little TIFF of one directory.</summary>
    private static byte[] Tiff(uint next, params (ushort Tag, uint Value)[] entries)
    {
        var bytes = new byte[8 + 2 + (entries.Length * 12) + 4 + 200];
        "II*\0"u8.CopyTo(bytes);
        bytes[4] = 8;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), (ushort)entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var at = bytes.AsSpan(10 + (i * 12));
            BinaryPrimitives.WriteUInt16LittleEndian(at, entries[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(at[2..], 4); // a long
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], 1);
            BinaryPrimitives.WriteUInt32LittleEndian(at[8..], entries[i].Value);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(10 + (entries.Length * 12)), next);
        return bytes;
    }

    /// <summary>The last pass again and again: little to send, much to do.</summary>
    private static byte[] ManyScans(byte[] jpeg)
    {
        var last = 0;
        for (var i = 0; i + 1 < jpeg.Length; i++)
        {
            last = jpeg[i] == 0xff && jpeg[i + 1] == 0xda ? i : last;
        }

        var pass = jpeg[last..^2];
        var times = Math.Max(1, 400_000 / pass.Length);
        return [.. jpeg[..^2], .. Enumerable.Range(0, times).SelectMany(_ => pass), 0xff, 0xd9];
    }

    private static byte[] Packed(int bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1 << 20];
            for (var i = 0; i < bytes / block.Length; i++)
            {
                zlib.Write(block);
            }
        }

        return packed.ToArray();
    }

    /// <summary>A chunk right behind the head.</summary>
    private static byte[] With(byte[] png, string type, byte[] data) => [.. png[..33], .. Chunk(type, data), .. png[33..]];

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var crc = uint.MaxValue;
        foreach (var one in body)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xedb88320 : crc >> 1;
            }
        }

        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, ~crc);
        return [.. length, .. body, .. sum];
    }

    private static byte[] Zip()
    {
        using var made = new MemoryStream();
        using (var zip = new ZipArchive(made, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("a.html").Open();
            entry.Write("<script>alert(1)</script>"u8);
        }

        return made.ToArray();
    }

    private static byte[] Changed(byte[] bytes, int at, int number)
    {
        var changed = (byte[])bytes.Clone();
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(at), number);
        return changed;
    }

    private static byte[] Boxes(int deep)
    {
        byte[] head = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8];
        var bytes = new byte[deep * 8];
        for (var i = 0; i < deep; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(i * 8), (deep - i) * 8);
            "meta"u8.CopyTo(bytes.AsSpan((i * 8) + 4));
        }

        return [.. head, .. bytes];
    }
}
