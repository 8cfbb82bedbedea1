using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Guanlian.Platform.Tables;

/// <summary>Text nodes of a workbook, read with a bound.</summary>
internal static partial class XlsxText
{
    public static List<string> SharedStrings(XmlReader xml, TableLimits limits)
    {
        var strings = new List<string>();
        var left = limits.SharedCharacters;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                var text = Rich(xml, limits.CellLength + 1);
                left -= text.Length + 16;
                if (left < 0)
                {
                    throw new TableFault(TableProblem.Of(TableWords.Bomb, ("part", "sharedStrings"), ("size", limits.SharedCharacters)));
                }
                strings.Add(text);
            }
        }
        return strings;
    }

    /// <summary>All t elements below the current one, without phonetic guides; ends on its end tag.</summary>
    public static string Rich(XmlReader xml, int most)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }
        var depth = xml.Depth;
        var text = "";
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            if (xml.LocalName == "rPh")
            {
                Skip(xml);
            }
            else if (xml.LocalName == "t" && text.Length < most)
            {
                text += Plain(xml, most - text.Length);
            }
        }
        return text;
    }

    /// <summary>One for each thread: a workbook has millions of cells, and nothing waits while one is read.</summary>
    private static char[] Chunk => chunkOfThread ??= new char[1024];

    [ThreadStatic]
    private static char[]? chunkOfThread;

    /// <summary>Text of the current element up to a length; ends on its end tag.</summary>
    public static string Plain(XmlReader xml, int most)
    {
        if (xml.IsEmptyElement)
        {
            return "";
        }
        var depth = xml.Depth;
        StringBuilder? text = null;
        var only = "";
        var chunk = Chunk;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace))
            {
                continue;
            }
            for (int got; (got = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0;)
            {
                if (only.Length == 0 && text is null)
                {
                    only = new string(chunk, 0, Math.Min(got, most));
                    continue;
                }
                text ??= new StringBuilder(only);
                text.Append(chunk, 0, Math.Min(got, most - text.Length));
            }
        }
        return Unescape(text?.ToString() ?? only);
    }

    public static void Skip(XmlReader xml)
    {
        var depth = xml.Depth;
        while (!xml.IsEmptyElement && xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
        }
    }

    /// <summary>Workbooks write odd characters as _x000D_ and that very spelling as _x005F_x000D_.</summary>
    private static string Unescape(string text) =>
        text.Contains("_x", StringComparison.Ordinal)
            ? Escaped().Replace(text, m =>
                ((char)int.Parse(m.ValueSpan.Slice(2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString())
            : text;

    public static string Escape(string text) =>
        text.Contains("_x", StringComparison.Ordinal) ? Escaped().Replace(text, m => "_x005F" + m.Value) : text;

    [GeneratedRegex("_x[0-9A-Fa-f]{4}_")]
    private static partial Regex Escaped();
}
