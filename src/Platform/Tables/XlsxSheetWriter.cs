using System.Globalization;
using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>The XML of one sheet, a row at a time.</summary>
internal sealed class XlsxSheetWriter(StreamWriter xml, TableSheet sheet, XlsxNotes notes)
{
    private const int RowsPerSheet = 1_048_576;
    private const int RowsMeasured = 100;
    private const int Narrowest = 6;
    private const int Widest = 48;
    private readonly StringBuilder line = new();
    private readonly List<string> merged = [];
    private int row;

    /// <summary>Returns the range of the header row; empty where there is none.</summary>
    public async Task<string> WriteAsync(RowsAhead rows, CancellationToken ct)
    {
        var width = Math.Max(1, sheet.Columns.Count);
        var above = (sheet.Title is null ? 0 : 1) + sheet.Notes.Count;
        line.Append("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"").Append(XlsxParts.Main)
            .Append("\" xmlns:r=\"").Append(XlsxParts.Office).Append("\">")
            .Append("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
        if (!sheet.Form)
        {
            line.Append("<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"").Append(above + 1)
                .Append("\" topLeftCell=\"A").Append(above + 2).Append("\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>");
        }
        line.Append("<sheetFormatPr defaultRowHeight=\"16\"/>");
        AppendWidths(await rows.PeekAsync(RowsMeasured));
        line.Append("<sheetData>");
        if (sheet.Title is { } title)
        {
            AppendRow([title], XlsxParts.TitleStyle);
        }
        foreach (var note in sheet.Notes)
        {
            AppendRow([note], XlsxParts.NoteStyle);
        }
        var header = "";
        if (!sheet.Form)
        {
            AppendRow([.. sheet.Columns.Select(c => TableCell.From(c.Name))], XlsxParts.HeaderStyle);
            header = $"$A${row}:${CellText.Letters(width - 1)}${row}";
        }
        while (row < RowsPerSheet && await rows.NextAsync() is { } cells)
        {
            if (sheet.Form)
            {
                AppendFormRow(cells, width);
            }
            else
            {
                AppendRow(cells, null);
            }
            if (line.Length > 1 << 15)
            {
                await FlushAsync(ct);
            }
        }
        line.Append("</sheetData>");
        if (!sheet.Form)
        {
            line.Append("<autoFilter ref=\"").Append(header.Replace("$", "", StringComparison.Ordinal)).Append("\"/>");
        }
        merged.InsertRange(0, Enumerable.Range(1, width > 1 ? above : 0).Select(i => $"A{i}:{CellText.Letters(width - 1)}{i}"));
        if (merged.Count > 0)
        {
            line.Append(CultureInfo.InvariantCulture, $"<mergeCells count=\"{merged.Count}\">")
                .AppendJoin("", merged.Select(m => $"<mergeCell ref=\"{m}\"/>")).Append("</mergeCells>");
        }
        line.Append("<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>")
            .Append("<pageSetup paperSize=\"9\" orientation=\"").Append(width > 7 ? "landscape" : "portrait")
                .Append("\" fitToHeight=\"0\"/>")
            .Append("<headerFooter><oddFooter>&amp;C&amp;P / &amp;N</oddFooter></headerFooter>")
            .Append(notes.Any ? "<legacyDrawing r:id=\"r1\"/></worksheet>" : "</worksheet>");
        await FlushAsync(ct);
        return header;
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        await xml.WriteAsync(line, ct);
        line.Clear();
    }

    /// <summary>A Chinese character is as wide as two letters.</summary>
    private void AppendWidths(IReadOnlyCollection<IReadOnlyList<TableCell>> first)
    {
        if (sheet.Columns.Count == 0)
        {
            return;
        }
        line.Append("<cols>");
        for (var i = 0; i < sheet.Columns.Count; i++)
        {
            var widest = first.Where(r => i < r.Count).Select(r => Letters(r[i].Value)).DefaultIfEmpty(0).Max();
            var width = sheet.Columns[i].Width ?? Math.Clamp(Math.Max(widest, Letters(sheet.Columns[i].Name) + 3) + 1, Narrowest, Widest);
            line.Append(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{width}\" customWidth=\"1\"/>");
        }
        line.Append("</cols>");
    }

    private static int Letters(object? value) => value switch
    {
        null => 0,
        string text => text.Split('\n').Max(l => l.Sum(c => c >= '\u1100' ? 2 : 1)),
        DateTime => 12,
        _ => 10,
    };

    private void AppendRow(IReadOnlyList<TableCell> cells, int? style)
    {
        row++;
        line.Append("<row r=\"").Append(row).Append(style == XlsxParts.TitleStyle ? "\" ht=\"28\" customHeight=\"1\">" : "\">");
        for (var i = 0; i < cells.Count; i++)
        {
            AppendCell(cells[i], i, style);
        }
        line.Append("</row>");
    }

    private void AppendFormRow(IReadOnlyList<TableCell> cells, int width)
    {
        row++;
        line.Append("<row r=\"").Append(row).Append("\">");
        for (var i = 0; i < width; i++)
        {
            AppendCell(i < cells.Count ? cells[i] : default, i, cells.Count == 1 ? XlsxParts.NoteStyle : i < cells.Count && i % 2 == 0 ? XlsxParts.HeaderStyle : 0);
        }
        line.Append("</row>");
        if (cells.Count < width)
        {
            merged.Add($"{CellText.Letters(cells.Count - 1)}{row}:{CellText.Letters(width - 1)}{row}");
        }
    }

    private void AppendCell(TableCell cell, int column, int? style)
    {
        var mark = cell.Marked ? XlsxParts.MarkedOffset : 0;
        if (cell.Note is { } note)
        {
            notes.Add(column, row, note);
        }
        switch (cell.Value)
        {
            case null or "" when !cell.Marked && style is null:
                return;
            case null:
                Open(column, style ?? mark, "/>");
                return;
            case DateTime date when date.Year >= 1901:
                Open(column, (date.TimeOfDay == TimeSpan.Zero ? XlsxParts.DateStyle : XlsxParts.TimeStyle) + mark, "><v>");
                line.Append(date.ToOADate().ToString("R", CultureInfo.InvariantCulture)).Append("</v></c>");
                return;
            case double or decimal when Exact(cell.Value) is { } number:
                Open(column, XlsxParts.NumberStyle + mark, "><v>");
                line.Append(number).Append("</v></c>");
                return;
            default:
                Open(column, style ?? mark, " t=\"inlineStr\"><is><t xml:space=\"preserve\">");
                AppendEscaped(AsText(cell.Value));
                line.Append("</t></is></c>");
                return;
        }
    }

    private void Open(int column, int style, string rest) =>
        line.Append("<c r=\"").Append(CellText.Letters(column)).Append(row).Append("\" s=\"").Append(style).Append('"').Append(rest);

    /// <summary>A spreadsheet keeps fifteen digits: longer numbers stay text.</summary>
    private static string? Exact(object value) => value switch
    {
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        decimal m when m.ToString("0.#############################", CultureInfo.InvariantCulture) is { } text
            && text.Count(char.IsAsciiDigit) <= 15 => text,
        _ => null,
    };

    private static string AsText(object value) => value switch
    {
        string s => s.Length > 32_767 ? s[..32_767] : s,
        DateTime date => CellText.Date(date),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    private void AppendEscaped(string text)
    {
        foreach (var c in XlsxText.Escape(CellText.Clean(text, out _)))
        {
            _ = c switch
            {
                '&' => line.Append("&amp;"),
                '<' => line.Append("&lt;"),
                '>' => line.Append("&gt;"),
                _ => line.Append(c),
            };
        }
    }
}
