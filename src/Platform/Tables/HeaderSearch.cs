namespace Guanlian.Platform.Tables;

/// <summary>Finds the header among the first rows by its words, below titles and notes, in one row or two.</summary>
internal static class HeaderSearch
{
    public static HeaderMatch? Best(IReadOnlyList<RawRow> firstRows, TableShape shape)
    {
        // One word alone may stand in any sentence; beside other headings it is a header, if a poor one.
        return Candidates(firstRows, shape)
            .Where(c => c.Matched > 1 || (c.Matched == 1 && (shape.Columns.Count == 1 || c.Headings.Skip(1).Any())))
            .OrderBy(c => c.Missing(shape).Any())
            .ThenByDescending(c => c.Matched)
            .ThenBy(c => c.Twice.Count)
            .ThenBy(c => c.RowCount)
            .ThenBy(c => c.LastRow)
            .FirstOrDefault();
    }

    private static IEnumerable<HeaderMatch> Candidates(IReadOnlyList<RawRow> rows, TableShape shape)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            yield return HeaderMatch.Try(null, rows[i], shape);
            if (i > 0)
            {
                yield return HeaderMatch.Try(rows[i - 1], rows[i], shape);
            }
        }
    }

    /// <summary>Why this header will not do, or null.</summary>
    public static TableProblem? Check(HeaderMatch match, TableShape shape, string? sheet)
    {
        var place = new TablePlace(sheet, match.LastRow);
        var missing = match.Missing(shape).ToList();
        if (missing.Count > 0)
        {
            var near = missing
                .Select(m => (m.Name, Near: m.OtherNames.Prepend(m.Name).Select(n => HeaderText.Nearest(n, match.Unclaimed))
                    .FirstOrDefault(n => n is not null)))
                .Where(m => m.Near is not null)
                .Select(m => $"「{m.Near}」→「{m.Name}」");
            return TableProblem.Of(TableWords.ColumnsMissing,
                ("missing", List(missing.Select(m => m.Name))), ("found", List(match.Headings)), ("near", string.Join("，", near)))
                    with
            { Place = place };
        }
        return match.Twice.Count == 0 ? null : TableProblem.Of(TableWords.ColumnTwice,
            ("name", match.Twice[0].Column),
            ("first", CellText.Address(match.Twice[0].First, match.LastRow)),
            ("second", CellText.Address(match.Twice[0].Second, match.LastRow))) with
        { Place = place };
    }

    public static TableProblem NoHeader(IReadOnlyList<RawRow> firstRows, TableShape shape, string format)
    {
        var seen = firstRows.Take(5).SelectMany(r => r.Cells).Select(c => CellText.Clean(c.Text ?? "", out _).Trim())
            .Where(t => t.Length > 0);
        var expected = ("expected",
            (object?)List(shape.Columns.Where(c => c.Required).DefaultIfEmpty(shape.Columns[0]).Select(c => c.Name)));
        return firstRows.Take(5).Any(r => r.Cells.Count == 1 && r.Cells[0].Text?.Count(c => c == '，') >= 2)
            ? TableProblem.Of(TableWords.FullWidthComma, expected)
            : TableProblem.Of(TableWords.NoHeader, expected, ("found", List(seen.Take(20))), ("format", format));
    }

    private static string List(IEnumerable<string> names) =>
        string.Join("、", names.Take(40).Select(n => n.Length > 40 ? n[..40] + "…" : n));
}
