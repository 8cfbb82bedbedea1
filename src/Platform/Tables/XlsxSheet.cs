using System.Globalization;
using System.Xml;

namespace Guanlian.Platform.Tables;

/// <summary>One sheet of a workbook, row after row from the archive.</summary>
internal sealed class XlsxSheet(XlsxTable table, string part, string name, bool hidden, TableLimits limits) : IRawSheet
{
    private int? expected;

    public string? Name => name;
    public bool IsHidden => hidden;
    public int RowsExpected => expected ??= Guarded(Expected);
    public IReadOnlyList<string> MergedRanges { get; private set; } = [];

    public IEnumerable<RawRow> Rows()
    {
        using var xml = Guarded(() => table.Open(part));
        var row = new RawRow();
        var merged = new List<string>();
        while (Guarded(xml.Read))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            if (xml.LocalName == "row")
            {
                Guarded(() => ReadRow(xml, row));
                yield return row;
            }
            else if (xml.LocalName == "mergeCell" && merged.Count < 10_000 && xml.GetAttribute("ref") is { } range)
            {
                merged.Add(range);
            }
        }
        MergedRanges = merged;
    }

    /// <summary>The range that the sheet says it fills, e.g. A1:AK200001.</summary>
    private int Expected()
    {
        using var xml = table.Open(part);
        while (xml.Read() && xml.LocalName != "sheetData")
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "dimension" && xml.GetAttribute("ref") is { } range)
            {
                var last = range[(range.IndexOf(':', StringComparison.Ordinal) + 1)..].TrimStart([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"]);
                return int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var rows) ? rows : 0;
            }
        }
        return 0;
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (XlsxTable.IsDamage(e))
        {
            throw XlsxTable.Damage();
        }
    }

    private bool ReadRow(XmlReader xml, RawRow row)
    {
        row.Number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var own)
            ? own
            : row.Number + 1;
        row.Cells.Clear();
        if (xml.IsEmptyElement)
        {
            return true;
        }
        var depth = xml.Depth;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "c")
            {
                var at = xml.GetAttribute("r") is { } address && CellText.ColumnOf(address) is >= 0 and var column
                    ? column
                    : row.Cells.Count;
                var cell = ReadCell(xml);
                // Styled but empty cells may lie anywhere; only filled ones count against the limit.
                if (cell != default && at >= limits.CellsPerRow)
                {
                    throw new TableFault(
                        TableProblem.Of(TableWords.TooManyCells, ("limit", limits.CellsPerRow))
                            with
                        { Place = new TablePlace(name, row.Number) });
                }
                if (cell != default)
                {
                    row.Put(at, cell);
                }
            }
        }
        return true;
    }

    private RawCell ReadCell(XmlReader xml)
    {
        var type = xml.GetAttribute("t");
        var style = int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : 0;
        if (xml.IsEmptyElement)
        {
            return default;
        }
        string? value = null;
        var mark = CellMark.None;
        var depth = xml.Depth;
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            switch (xml.LocalName)
            {
                case "f":
                    mark |= CellMark.Formula;
                    XlsxText.Skip(xml);
                    break;
                case "v":
                    value = XlsxText.Plain(xml, limits.CellLength + 1);
                    break;
                case "is":
                    value = XlsxText.Rich(xml, limits.CellLength + 1);
                    break;
                default:
                    XlsxText.Skip(xml);
                    break;
            }
        }
        if (string.IsNullOrEmpty(value))
        {
            return mark == CellMark.None || type == "str"
                ? new RawCell(null, mark)
                : new RawCell(null, mark | CellMark.FormulaWithoutValue);
        }
        return Interpret(type, style, value, mark);
    }

    private RawCell Interpret(string? type, int style, string value, CellMark mark)
    {
        switch (type)
        {
            case "s":
                var at = int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
                return Bounded(at < table.Strings.Count ? table.Strings[at] : throw XlsxTable.Damage(), mark);
            case "e":
                return new RawCell(value, mark | CellMark.Error);
            case "b":
                return new RawCell(value == "1" ? "TRUE" : "FALSE", mark);
            case "d":
                return new RawCell(value.Replace('T', ' ').Replace(" 00:00:00", "", StringComparison.Ordinal), mark);
            case "str" or "inlineStr":
                return Bounded(value, mark);
            default:
                return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                    ? Numeric(number, style, mark)
                    : Bounded(value, mark);
        }
    }

    private RawCell Bounded(string text, CellMark mark) =>
        text.Length > limits.CellLength ? new RawCell(text[..limits.CellLength], mark | CellMark.TooLong) : new RawCell(text, mark);

    private RawCell Numeric(double number, int style, CellMark mark)
    {
        if (table.Formats.IsDate(style) && number is >= 0 and < 2_958_466)
        {
            if (number < 1)
            {
                return new RawCell(CellText.Time(TimeSpan.FromSeconds(Math.Round(number * 86_400))), mark);
            }
            // Day 60 of the old calendar, 29 February 1900, never was: days before it are one off.
            var day = table.Since1904 ? number + 1462 : number < 60 ? number + 1 : number;
            return new RawCell(CellText.Date(DateTime.FromOADate(Math.Min(day, 2_958_465.9))), mark);
        }
        return new RawCell(CellText.Number(number, table.Formats.Format(style)),
            mark | (CellText.IsInexact(number) ? CellMark.Inexact : CellMark.None));
    }
}
