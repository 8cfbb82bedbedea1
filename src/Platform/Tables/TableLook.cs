namespace Guanlian.Platform.Tables;

/// <summary>A table as it lies there: what it is, and the sheets that hold something.</summary>
/// <param name="Format">UTF-8, GB18030, XLSX, JSON …</param>
/// <param name="Sheets">Hidden and empty ones are left out.</param>
public sealed record TableLook(string Format, IReadOnlyList<SheetLook> Sheets)
{
    internal static TableLook At(IRawTable raw, int rows, TableLimits limits)
    {
        var sheets = new List<SheetLook>();
        foreach (var sheet in raw.Sheets.Where(s => !s.IsHidden))
        {
            var first = sheet.Rows().Where(r => !r.IsBlank).Take(limits.RowsSearchedForHeader + rows).Select(r => r.Copy()).ToList();
            if (first.Count > 0)
            {
                sheets.Add(SheetLook.Of(sheet.Name, first, rows, limits));
            }
        }
        return sheets.Count > 0 ? new(raw.Format, sheets) : throw new TableFault(TableProblem.Of(TableWords.NoRows));
    }
}

/// <summary>One sheet.</summary>
/// <param name="Name">Null for text files.</param>
/// <param name="HeaderRow">The row that is taken for the header, as the spreadsheet counts.</param>
/// <param name="Headings">Its words; a column without one goes by its letters.</param>
/// <param name="Rows">The first rows below it, as read.</param>
public sealed record SheetLook(
    string? Name, int HeaderRow, IReadOnlyList<string> Headings, IReadOnlyList<(int Number, IReadOnlyList<string?> Cells)> Rows)
{
    private const int LongestHeading = 80;

    /// <summary>First values of a column that differ.</summary>
    public IEnumerable<string> Samples(int column) => Rows.Where(r => column < r.Cells.Count).Select(r => r.Cells[column]).OfType<string>().Distinct();

    internal static SheetLook Of(string? name, List<RawRow> rows, int most, TableLimits limits)
    {
        // Titles and notes fill one or two cells; the header is the first row that is about as wide as the table and says it in words.
        var widest = rows.Max(Filled);
        var at = Math.Max(0, rows.FindIndex(0, Math.Min(rows.Count, limits.RowsSearchedForHeader), r => Filled(r) * 10 >= widest * 7 && IsWords(r)));
        var headings = new List<string>();
        for (var i = 0; i < rows.Skip(at).Max(r => r.Cells.Count); i++)
        {
            var heading = i < rows[at].Cells.Count ? CellText.Clean(rows[at].Cells[i].Text ?? "", out _).Trim() : "";
            headings.Add(heading.Length == 0 ? CellText.Letters(i) : heading);
        }
        return new(name, rows[at].Number, headings,
            [.. rows.Skip(at + 1).Take(most).Select(r => (r.Number, (IReadOnlyList<string?>)[.. r.Cells.Select(Read)]))]);
    }

    private static string? Read(RawCell cell) =>
        cell.Text is null || CellText.Clean(cell.Text, out _).Trim() is not { Length: > 0 } text ? null : text;

    private static int Filled(RawRow row) => row.Cells.Count(c => !string.IsNullOrWhiteSpace(c.Text));

    private static bool IsWords(RawRow row)
    {
        var texts = row.Cells.Select(c => c.Text?.Trim() ?? "").Where(t => t.Length > 0).ToList();
        return texts.TrueForAll(t => t.Length <= LongestHeading && !decimal.TryParse(t, out _)) && texts.Distinct().Count() == texts.Count;
    }
}
