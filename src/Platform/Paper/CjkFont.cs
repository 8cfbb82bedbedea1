using System.Buffers.Binary;

namespace Guanlian.Platform.Paper;

/// <summary>
/// A Chinese font as Debian's fonts-noto-cjk has it (an OpenType collection with CFF outlines), read just far enough to print: which glyph a
/// character is, how wide it is, and the outlines of the glyphs that were used.
/// </summary>
public sealed class CjkFont
{
    private static readonly string[] Places =
    [
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
    ];

    /// <summary>Simplified Chinese within the collection: Japanese, Korean, then this.</summary>
    private const int Simplified = 2;

    private readonly byte[] file;
    private readonly Dictionary<string, (int At, int Length)> tables = [];
    private readonly int wideMetrics;
    private readonly List<(uint From, uint To, uint Glyph)> ranges = [];

    private CjkFont(byte[] file)
    {
        this.file = file;
        var at = Int(0) == 0x74746366 ? Int(12 + (4 * Math.Min(Simplified, Int(8) - 1))) : 0;
        for (var i = 0; i < Short(at + 4); i++)
        {
            var entry = at + 12 + (16 * i);
            tables[System.Text.Encoding.ASCII.GetString(file, entry, 4)] = (Int(entry + 8), Int(entry + 12));
        }

        wideMetrics = Short(tables["hhea"].At + 34);
        ReadCharacters();
    }

    /// <summary>The font of this machine; null where it has none of the usual ones.</summary>
    public static CjkFont? Find() => Places.FirstOrDefault(File.Exists) is { } place ? new CjkFont(File.ReadAllBytes(place)) : null;

    /// <summary>The glyph of a character; that of a missing one where the font has none.</summary>
    public int Glyph(int character)
    {
        var (low, high) = (0, ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (from, to, glyph) = ranges[middle];
            if (character < from)
            {
                high = middle - 1;
            }
            else if (character > to)
            {
                low = middle + 1;
            }
            else
            {
                return (int)(glyph + (character - from));
            }
        }

        return 0;
    }

    /// <summary>In thousandths of the size.</summary>
    public int Width(int glyph) => Short(tables["hmtx"].At + (4 * Math.Min(glyph, wideMetrics - 1)));

    public double Width(string text, double size) => text.EnumerateRunes().Sum(r => Width(Glyph(r.Value))) * size / 1000;

    /// <summary>
    /// The outline table with the used glyphs alone: the index of outlines is written anew where it lies, the others being empty, and the
    /// room left behind it is blanked. Nothing else of the table moves, and it packs to little.
    /// </summary>
    public byte[] Outlines(IReadOnlySet<int> used)
    {
        var (start, length) = tables["CFF "];
        var cff = file.AsSpan(start, length).ToArray();
        var (dictFrom, dictTo) = FirstOfIndex(cff, SkipIndex(cff, cff[2]));
        var index = OutlineOffset(cff, dictFrom, dictTo);
        var count = BinaryPrimitives.ReadUInt16BigEndian(cff.AsSpan(index));
        var offsetSize = cff[index + 2];
        var data = index + 3 + (offsetSize * (count + 1)) - 1;
        using var anew = new MemoryStream();
        using var outlines = new MemoryStream();
        Span<byte> four = stackalloc byte[4];
        anew.Write(cff, index, 2);
        anew.WriteByte(4);
        for (var glyph = 0; glyph <= count; glyph++)
        {
            BinaryPrimitives.WriteInt32BigEndian(four, (int)outlines.Length + 1);
            anew.Write(four);
            if (glyph < count && (glyph == 0 || used.Contains(glyph)))
            {
                var from = data + Offset(cff, index + 3, offsetSize, glyph);
                outlines.Write(cff, from, data + Offset(cff, index + 3, offsetSize, glyph + 1) - from);
            }
            else
            {
                outlines.WriteByte(14); // endchar
            }
        }

        outlines.WriteTo(anew);
        var room = cff.AsSpan(index, data + Offset(cff, index + 3, offsetSize, count) - index);
        if (anew.Length > room.Length)
        {
            // Nearly every glyph was used: the table as it is.
            return cff;
        }

        room.Clear();
        anew.ToArray().CopyTo(room);
        return cff;
    }

    private void ReadCharacters()
    {
        var cmap = tables["cmap"].At;
        for (var i = 0; i < Short(cmap + 2); i++)
        {
            var at = cmap + Int(cmap + 4 + (8 * i) + 4);
            if (Short(at) == 12)
            {
                ranges.Clear();
                for (var group = 0; group < Int(at + 12); group++)
                {
                    var entry = at + 16 + (12 * group);
                    ranges.Add(((uint)Int(entry), (uint)Int(entry + 4), (uint)Int(entry + 8)));
                }
            }
        }
    }

    /// <summary>Where the top dictionary says that the outlines lie (operator 17).</summary>
    private static int OutlineOffset(byte[] cff, int from, int to)
    {
        var value = 0;
        for (var at = from; at < to;)
        {
            var b = cff[at];
            if (b == 17)
            {
                return value;
            }

            value = b switch
            {
                28 => BinaryPrimitives.ReadInt16BigEndian(cff.AsSpan(at + 1)),
                29 => BinaryPrimitives.ReadInt32BigEndian(cff.AsSpan(at + 1)),
                _ => value,
            };
            at += b switch { 12 => 2, <= 21 => 1, 28 => 3, 29 => 5, 30 => Real(cff, at), >= 247 and <= 254 => 2, _ => 1 };
        }

        throw new InvalidOperationException("the font has no outlines");
    }

    private static int Real(byte[] cff, int at)
    {
        var length = 1;
        while ((cff[at + length] & 0x0F) != 0x0F && (cff[at + length] >> 4) != 0x0F)
        {
            length++;
        }

        return length + 1;
    }

    private static int SkipIndex(byte[] cff, int at)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(cff.AsSpan(at));
        return count == 0 ? at + 2 : at + 3 + (cff[at + 2] * (count + 1)) - 1 + Offset(cff, at + 3, cff[at + 2], count);
    }

    private static (int From, int To) FirstOfIndex(byte[] cff, int at)
    {
        var count = BinaryPrimitives.ReadUInt16BigEndian(cff.AsSpan(at));
        var data = at + 3 + (cff[at + 2] * (count + 1)) - 1;
        return (data + Offset(cff, at + 3, cff[at + 2], 0), data + Offset(cff, at + 3, cff[at + 2], 1));
    }

    private static int Offset(byte[] cff, int at, int size, int index)
    {
        var value = 0;
        for (var i = 0; i < size; i++)
        {
            value = (value << 8) | cff[at + (index * size) + i];
        }

        return value;
    }

    private int Int(int at) => BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));

    private int Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
}
