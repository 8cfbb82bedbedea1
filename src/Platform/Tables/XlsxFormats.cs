using System.Globalization;
using System.Xml;

namespace Guanlian.Platform.Tables;

/// <summary>Which cell styles show dates, and the number formats of the others.</summary>
internal sealed class XlsxFormats
{
    public static readonly XlsxFormats None = new();
    private readonly List<(bool Date, string? Format)> styles = [];

    public bool IsDate(int style) => style >= 0 && style < styles.Count && styles[style].Date;

    public string? Format(int style) => style >= 0 && style < styles.Count ? styles[style].Format : null;

    public static XlsxFormats Read(XmlReader xml)
    {
        var result = new XlsxFormats();
        var own = new Dictionary<int, string>();
        var inCells = false;
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs")
            {
                inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            }
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "numFmt" && own.Count < 5000)
            {
                own[Int(xml.GetAttribute("numFmtId"))] = xml.GetAttribute("formatCode") ?? "";
            }
            else if (xml.NodeType == XmlNodeType.Element && inCells && xml.LocalName == "xf" && result.styles.Count < 70_000)
            {
                var id = Int(xml.GetAttribute("numFmtId"));
                var format = own.GetValueOrDefault(id);
                var builtIn = id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);
                result.styles.Add((format is null ? builtIn : ShowsDate(format), format));
            }
        }
        return result;
    }

    private static int Int(string? text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : 0;

    /// <summary>A format shows a date when one of y m d h s stands outside quotes, brackets and escapes.</summary>
    private static bool ShowsDate(string format)
    {
        for (var i = 0; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '"' or '[':
                    var close = format.IndexOf(format[i] == '"' ? '"' : ']', i + 1);
                    if (format[i] == '[' && close == i + 2 && char.ToLowerInvariant(format[i + 1]) is 'h' or 'm' or 's')
                    {
                        return true;
                    }
                    i = close < 0 ? format.Length : close;
                    break;
                case '\\' or '_' or '*':
                    i++;
                    break;
                case 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S' or 'e':
                    return true;
                case 'G' or 'g':
                    return false;
                default:
                    break;
            }
        }
        return false;
    }
}
