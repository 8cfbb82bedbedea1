namespace Guanlian.Platform.Tables;

/// <summary>Turns the cells of a file into the row that callers see, with a finding for each that is not plain.</summary>
internal static class RowCells
{
    private static readonly (CellMark Mark, string Code, TableWeight Weight)[] Marks =
    [
        (CellMark.Error, TableWords.Error, TableWeight.Problem),
        (CellMark.FormulaWithoutValue, TableWords.FormulaWithoutValue, TableWeight.Problem),
        (CellMark.TooLong, TableWords.TooLong, TableWeight.Problem),
        (CellMark.Formula, TableWords.Formula, TableWeight.Notice),
        (CellMark.Inexact, TableWords.Inexact, TableWeight.Notice),
        (CellMark.StrayQuote, TableWords.StrayQuote, TableWeight.Notice),
    ];

    public static TableRow Read(string? sheet, RawRow row, HeaderMatch header)
    {
        var values = new string?[row.Cells.Count];
        List<TableProblem>? findings = null;
        for (var i = 0; i < values.Length; i++)
        {
            var (text, mark) = row.Cells[i];
            var clean = text is null ? null : CellText.Clean(text, out var dropped) is var kept && dropped > 0
                ? Report(TableWords.Stripped, kept)
                : kept;
            clean = clean?.Trim();
            values[i] = string.IsNullOrEmpty(clean) || mark.HasFlag(CellMark.Error) ? null : clean;
            if (mark == CellMark.None)
            {
                continue;
            }
            foreach (var known in Marks)
            {
                // One word per cell is enough: a formula that failed is first of all an error.
                if (mark.HasFlag(known.Mark))
                {
                    Report(known.Code, clean ?? "", header.IsWanted(i) ? known.Weight : TableWeight.Notice);
                    break;
                }
            }

            string Report(string code, string value, TableWeight weight = TableWeight.Notice)
            {
                (findings ??= []).Add(new TableProblem(code,
                    new TablePlace(sheet, row.Number, header.HeadingAt(i), CellText.Address(i, row.Number)),
                    value.Length > 200 ? value[..200] + "…" : value)
                { Weight = weight });
                return value;
            }
        }
        return new TableRow(sheet, row.Number, header, values, (IReadOnlyList<TableProblem>?)findings ?? []);
    }
}
