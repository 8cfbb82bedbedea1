using System.Globalization;
using System.Security;
using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>The parts of a workbook around its sheets.</summary>
internal static class XlsxParts
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    public const string Head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    // Positions in cellXfs below.
    public const int NumberStyle = 1;
    public const int DateStyle = 2;
    public const int TimeStyle = 3;
    public const int MarkedOffset = 4;
    public const int HeaderStyle = 8;
    public const int TitleStyle = 9;
    public const int NoteStyle = 10;

    public static IEnumerable<(string Path, string Content)> Fixed(IReadOnlyList<(string Name, string Header, bool Notes)> sheets)
    {
        yield return ("xl/workbook.xml", Workbook(sheets));
        yield return ("xl/_rels/workbook.xml.rels", Relations(
            [.. sheets.Select((_, i) => ("worksheet", $"worksheets/sheet{i + 1}.xml")), ("styles", "styles.xml")]));
        yield return ("xl/styles.xml", Styles());
        yield return ("_rels/.rels", Relations([("officeDocument", "xl/workbook.xml")]));
        yield return ("[Content_Types].xml", Types(sheets));
    }

    private static string Workbook(IReadOnlyList<(string Name, string Header, bool Notes)> sheets)
    {
        var xml = new StringBuilder(Head).Append(CultureInfo.InvariantCulture, $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>");
        for (var i = 0; i < sheets.Count; i++)
        {
            xml.Append(CultureInfo.InvariantCulture,
                $"<sheet name=\"{SecurityElement.Escape(sheets[i].Name)}\" sheetId=\"{i + 1}\" r:id=\"r{i + 1}\"/>");
        }
        xml.Append("</sheets>");
        var named = Enumerable.Range(0, sheets.Count).Where(i => sheets[i].Header.Length > 0).ToList();
        if (named.Count == 0)
        {
            return xml.Append("</workbook>").ToString();
        }
        xml.Append("<definedNames>");
        foreach (var i in named)
        {
            var (name, header, _) = sheets[i];
            var quoted = SecurityElement.Escape($"'{name.Replace("'", "''", StringComparison.Ordinal)}'");
            var row = header[(header.LastIndexOf('$') + 1)..];
            xml.Append(CultureInfo.InvariantCulture,
                $"<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{i}\" hidden=\"1\">{quoted}!{header}</definedName>")
                .Append(CultureInfo.InvariantCulture,
                    $"<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{i}\">{quoted}!${row}:${row}</definedName>");
        }
        return xml.Append("</definedNames></workbook>").ToString();
    }

    public static string Relations(IReadOnlyList<(string Type, string Target)> relations) =>
        $"{Head}<Relationships xmlns=\"{Package}/relationships\">"
        + string.Concat(relations.Select((r, i) => $"<Relationship Id=\"r{i + 1}\" Type=\"{Office}/{r.Type}\" Target=\"{r.Target}\"/>"))
        + "</Relationships>";

    private static string Types(IReadOnlyList<(string Name, string Header, bool Notes)> sheets)
    {
        const string office = "application/vnd.openxmlformats";
        const string kind = office + "-officedocument.spreadsheetml";
        static string Part(string path, string type) => $"<Override PartName=\"/xl/{path}\" ContentType=\"{kind}.{type}+xml\"/>";
        return $"{Head}<Types xmlns=\"{Package}/content-types\">"
            + $"<Default Extension=\"rels\" ContentType=\"{office}-package.relationships+xml\"/>"
            + Part("workbook.xml", "sheet.main") + Part("styles.xml", "styles")
            + (sheets.Any(s => s.Notes) ? $"<Default Extension=\"vml\" ContentType=\"{office}-officedocument.vmlDrawing\"/>" : "")
            + string.Concat(sheets.Select((s, i) => Part($"worksheets/sheet{i + 1}.xml", "worksheet")
                + (s.Notes ? Part($"comments{i + 1}.xml", "comments") : "")))
            + "</Types>";
    }

    /// <summary>Plain, number, date, time; the same four marked; header, title, note.</summary>
    private static string Styles()
    {
        const string wrapped = "vertical=\"top\" wrapText=\"1\"";
        const string centred = "horizontal=\"center\" vertical=\"center\"";
        int[] formats = [49, 0, 164, 165];
        var cells = formats.Select(f => Cell(f, 0, 0, 1, wrapped)).Concat(formats.Select(f => Cell(f, 3, 0, 1, wrapped)))
            .Append(Cell(49, 2, 1, 1, centred + " wrapText=\"1\""))
            .Append(Cell(49, 0, 2, 0, centred))
            .Append(Cell(49, 0, 3, 0, wrapped));
        string[] fonts = [Font(11, false, "FF1F1F1F"), Font(11, true, "FF1F1F1F"), Font(16, true, "FF1F1F1F"), Font(10, false, "FF595959")];
        string[] fills = [Fill("none", ""), Fill("gray125", ""), Solid("FFEFE9DD"), Solid("FFFCE4D6")];
        return $"{Head}<styleSheet xmlns=\"{Main}\">"
            + "<numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/>"
            + "<numFmt numFmtId=\"165\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\"/></numFmts>"
            + $"<fonts count=\"4\">{string.Concat(fonts)}</fonts><fills count=\"4\">{string.Concat(fills)}</fills>"
            + "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
            + $"<border>{Side("left")}{Side("right")}{Side("top")}{Side("bottom")}<diagonal/></border></borders>"
            + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
            + $"<cellXfs count=\"11\">{string.Concat(cells)}</cellXfs>"
            + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";
    }

    private static string Cell(int format, int fill, int font, int border, string align) =>
        $"<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"{border}\" xfId=\"0\" applyNumberFormat=\"1\" "
        + $"applyFont=\"1\" applyFill=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment {align}/></xf>";

    private static string Font(int size, bool bold, string colour) =>
        $"<font>{(bold ? "<b/>" : "")}<sz val=\"{size}\"/><color rgb=\"{colour}\"/>"
        + "<name val=\"宋体\"/><family val=\"3\"/><charset val=\"134\"/></font>";

    private static string Fill(string pattern, string colours) =>
        $"<fill><patternFill patternType=\"{pattern}\">{colours}</patternFill></fill>";

    private static string Solid(string colour) => Fill("solid", $"<fgColor rgb=\"{colour}\"/><bgColor indexed=\"64\"/>");

    private static string Side(string side) => $"<{side} style=\"thin\"><color rgb=\"FFBFBFBF\"/></{side}>";
}
