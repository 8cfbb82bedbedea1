using System.Globalization;
using System.IO.Compression;
using System.Text;
using QRCoder;

namespace Guanlian.Platform.Paper;

/// <summary>A PDF of text, lines and squares in one font; its text can be searched and copied. All measures are points.</summary>
/// <param name="font">Whose glyphs are embedded, the used ones only.</param>
/// <param name="width">Of the sheet.</param>
/// <param name="height">Of the sheet.</param>
public sealed class PdfFile(CjkFont font, double width, double height)
{
    private readonly List<StringBuilder> pages = [];
    private readonly Dictionary<int, int> used = [];
    private readonly List<StringBuilder> links = [];

    /// <summary>A4 across.</summary>
    public static (double Width, double Height) Across => (841.89, 595.28);

    /// <summary>A4 upright.</summary>
    public static (double Width, double Height) Upright => (595.28, 841.89);

    /// <summary>How many sheets there are.</summary>
    public int Pages => pages.Count;

    /// <summary>Begins a sheet.</summary>
    public void NewPage()
    {
        pages.Add(new StringBuilder("0.5 w\n"));
        links.Add(new());
    }

    /// <summary>An area of the present sheet that leads to an address; its upper left corner at x, y.</summary>
    public void Link(double x, double y, double wide, double high, string address)
    {
        var safe = new string([.. new Uri(address).AbsoluteUri.Where(c => c is > ' ' and < (char)127 and not ('(' or ')' or '\\'))]);
        links[^1].Append(CultureInfo.InvariantCulture,
            $"<< /Type /Annot /Subtype /Link /Border [0 0 0] /Rect [{x:0.##} {height - y - high:0.##} {x + wide:0.##} {height - y:0.##}] /A << /S /URI /URI ({safe}) >> >> ");
    }

    /// <summary>Distances are from the upper left corner, in points; y is the baseline.</summary>
    public void Text(double x, double y, double size, string text, int? page = null)
    {
        var glyphs = new StringBuilder(text.Length * 4);
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = font.Glyph(rune.Value);
            used.TryAdd(glyph, rune.Value);
            glyphs.Append(CultureInfo.InvariantCulture, $"{glyph:X4}");
        }

        pages[page ?? ^1].Append(CultureInfo.InvariantCulture, $"BT /F {size:0.##} Tf {x:0.##} {height - y:0.##} Td <{glyphs}> Tj ET\n");
    }

    /// <summary>A line, a half point wide.</summary>
    /// <param name="red">As a correction is drawn.</param>
    public void Line(double x, double y, double toX, double toY, bool red = false) => pages[^1].Append(CultureInfo.InvariantCulture,
        $"{(red ? "0.66 0.2 0.12" : "0 0 0")} RG {x:0.##} {height - y:0.##} m {toX:0.##} {height - toY:0.##} l S\n");

    /// <summary>A line of dashes, as where a seal belongs.</summary>
    public void Dashes(double x, double y, double toX, double toY, int? page = null) => pages[page ?? ^1].Append(CultureInfo.InvariantCulture,
        $"q [3 3] 0 d 0.5 G {x:0.##} {height - y:0.##} m {toX:0.##} {height - toY:0.##} l S Q\n");

    /// <summary>A QR code in a square of that size, its upper left corner at x, y.</summary>
    public void Code(double x, double y, double size, string text, int? page = null)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var side = size / code.ModuleMatrix.Count;
        var drawn = new StringBuilder("0 g\n");
        for (var row = 0; row < code.ModuleMatrix.Count; row++)
        {
            for (var column = 0; column < code.ModuleMatrix.Count; column++)
            {
                if (code.ModuleMatrix[row][column])
                {
                    drawn.Append(CultureInfo.InvariantCulture, $"{x + (column * side):0.###} {height - y - ((row + 1) * side):0.###} {side:0.###} {side:0.###} re\n");
                }
            }
        }

        pages[page ?? ^1].Append(drawn).Append("f\n");
    }

    /// <summary>Writes the file.</summary>
    public void Save(Stream target)
    {
        var at = new List<long>();
        var position = 0L;
        Write("%PDF-1.6\n%\u00e2\u00e3\u00cf\u00d3\n");
        Begin($"<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>");
        Begin($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select((_, i) => $"{8 + (2 * i)} 0 R"))}] >>");
        Begin("<< /Type /Font /Subtype /Type0 /BaseFont /GUANLI+NotoSansCJKsc-Regular /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 7 0 R >>");
        Begin("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /GUANLI+NotoSansCJKsc-Regular /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
            + $"/FontDescriptor 5 0 R /DW 1000 /W [{string.Join(' ', used.Keys.Order().Select(g => $"{g} [{font.Width(g)}]"))}] >>");
        Begin("<< /Type /FontDescriptor /FontName /GUANLI+NotoSansCJKsc-Regular /Flags 4 /FontBBox [-1000 -1050 2930 1810] /ItalicAngle 0 /Ascent 880 /Descent -120 "
            + "/CapHeight 733 /StemV 80 /FontFile3 6 0 R >>");
        Packed(" /Subtype /CIDFontType0C", font.Outlines(used.Keys.ToHashSet()));
        Packed("", Encoding.ASCII.GetBytes(Characters()));
        for (var i = 0; i < pages.Count; i++)
        {
            Begin(string.Create(CultureInfo.InvariantCulture,
                $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:0.##} {height:0.##}] /Resources << /Font << /F 3 0 R >> >>{(links[i].Length == 0 ? "" : $" /Annots [{links[i]}]")} /Contents {9 + (2 * i)} 0 R >>"));
            Packed("", Encoding.ASCII.GetBytes(pages[i].ToString()));
        }

        var table = position;
        Write($"xref\n0 {at.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in at)
        {
            Write($"{offset:0000000000} 00000 n \n");
        }

        Write($"trailer\n<< /Size {at.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");

        void Write(string text) => Bytes(Encoding.Latin1.GetBytes(text));

        void Bytes(byte[] bytes)
        {
            target.Write(bytes);
            position += bytes.Length;
        }

        void Begin(string body)
        {
            at.Add(position);
            Write($"{at.Count} 0 obj\n{body}\nendobj\n");
        }

        void Packed(string more, byte[] content)
        {
            using var packed = new MemoryStream();
            using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            {
                zlib.Write(content);
            }

            at.Add(position);
            Write($"{at.Count} 0 obj\n<< /Length {packed.Length} /Filter /FlateDecode{more} >>\nstream\n");
            Bytes(packed.ToArray());
            Write("\nendstream\nendobj\n");
        }
    }

    /// <summary>Which character each glyph stands for, so that the text can be searched and copied.</summary>
    private string Characters()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /Guanlian def\n"
            + "1 begincodespacerange <0000> <FFFF> endcodespacerange\n");
        foreach (var chunk in used.OrderBy(u => u.Key).Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{chunk.Length} beginbfchar\n");
            foreach (var (glyph, character) in chunk)
            {
                var units = string.Concat(char.ConvertFromUtf32(character).Select(c => ((int)c).ToString("X4", CultureInfo.InvariantCulture)));
                map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{units}>\n");
            }

            map.Append("endbfchar\n");
        }

        return map.Append("endcmap CMapName currentdict /CMap defineresource pop end end\n").ToString();
    }
}
