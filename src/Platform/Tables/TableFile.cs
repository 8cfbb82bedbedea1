using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Tables;

/// <summary>An opened table whose header is known. Rows stream; memory does not grow with them.</summary>
public sealed class TableFile : IDisposable
{
    private readonly IRawTable raw;
    private readonly Stream? spooled;
    private readonly TableShape shape;
    private readonly List<(IRawSheet Sheet, HeaderMatch Header)> sheets = [];
    private readonly List<TableProblem> findings = [];

    private TableFile(IRawTable raw, Stream? spooled, TableShape shape)
    {
        this.raw = raw;
        this.spooled = spooled;
        this.shape = shape;
    }

    /// <summary>UTF-8, GB18030, XLSX … as recognised.</summary>
    public string Format => raw.Format;

    /// <summary>About how many rows will come, for progress only; 0 where nothing tells.</summary>
    public int RowsExpected => sheets.Any(s => s.Sheet.RowsExpected == 0) ? 0 : sheets.Sum(s => s.Sheet.RowsExpected);

    public IEnumerable<string?> Sheets => sheets.Select(s => s.Sheet.Name);

    /// <summary>Headings that no column of the shape claims.</summary>
    public IEnumerable<string> ExtraColumns => sheets.SelectMany(s => s.Header.ExtraColumns.Select(e => e.Name)).Distinct();

    public bool Has(string column) => sheets.Exists(s => s.Header.ColumnOf(column) is not null);

    public void Dispose()
    {
        raw.Dispose();
        spooled?.Dispose();
    }

    internal static TableFile Prepare(IRawTable raw, Stream? spooled, TableShape shape)
    {
        var file = new TableFile(raw, spooled, shape);
        TableProblem? refused = null;
        List<RawRow>? first = null;
        foreach (var sheet in raw.Sheets)
        {
            if (sheet.IsHidden)
            {
                file.findings.Add(Notice(TableWords.SheetHidden, sheet.Name));
                continue;
            }
            var rows = sheet.Rows().Where(r => !r.IsBlank).Take(shape.Limits.RowsSearchedForHeader).Select(r => r.Copy()).ToList();
            if (rows.Count == 0)
            {
                continue;
            }
            first ??= rows;
            var header = HeaderSearch.Best(rows, shape);
            var problem = header is null ? null : HeaderSearch.Check(header, shape, sheet.Name);
            if (header is not null && problem is null)
            {
                file.sheets.Add((sheet, header));
                continue;
            }
            refused ??= problem;
            file.findings.Add(problem is null ? Notice(TableWords.SheetSkipped, sheet.Name) : problem with { Weight = TableWeight.Notice });
        }
        return file.sheets.Count > 0 ? file : throw new TableFault(
            refused ?? (first is null ? TableProblem.Of(TableWords.NoRows) : HeaderSearch.NoHeader(first, shape, raw.Format)));
    }

    /// <summary>
    /// Gives every filled row to <paramref name="take"/>, in order. When the outcome is a refusal, the rows taken so far are not
    /// the whole file and must not be used.
    /// </summary>
    public async Task<Outcome<TableEnd>> ReadRowsAsync(Func<TableRow, CancellationToken, ValueTask> take, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(take);
        var read = 0;
        var ends = new List<TableProblem>(findings);
        try
        {
            foreach (var (sheet, header) in sheets)
            {
                foreach (var row in sheet.Rows())
                {
                    ct.ThrowIfCancellationRequested();
                    if (row.Number <= header.LastRow || row.IsBlank)
                    {
                        continue;
                    }
                    if (header.IsRepeatedIn(row))
                    {
                        ends.Add(Notice(TableWords.HeaderRepeated, sheet.Name, row.Number));
                        continue;
                    }
                    if (++read > shape.Limits.Rows)
                    {
                        throw new TableFault(TableProblem.Of(TableWords.TooManyRows, ("limit", shape.Limits.Rows)) with
                        {
                            Place = new TablePlace(sheet.Name, row.Number),
                        });
                    }
                    await take(RowCells.Read(sheet.Name, row, header), ct);
                }
                ends.AddRange(MergedBelow(sheet, header));
            }
        }
        catch (TableFault fault)
        {
            return fault.Problem.AsRefusal();
        }
        return read == 0 ? TableProblem.Of(TableWords.NoRows).AsRefusal() : new TableEnd(read, ends);
    }

    /// <summary>Ranges merged over several data rows: the rows below the first look empty there.</summary>
    private static IEnumerable<TableProblem> MergedBelow(IRawSheet sheet, HeaderMatch header)
    {
        foreach (var range in sheet.MergedRanges)
        {
            var ends = range.Split(':');
            if (ends.Length == 2 && Row(ends[0]) > header.LastRow && Row(ends[1]) > Row(ends[0]))
            {
                yield return new TableProblem(
                    TableWords.Merged, new TablePlace(sheet.Name, Row(ends[0]), null, range))
                { Weight = TableWeight.Notice };
            }
        }
    }

    private static int Row(string address) =>
        int.TryParse(address.AsSpan().TrimStart("ABCDEFGHIJKLMNOPQRSTUVWXYZ$"), out var row) ? row : 0;

    private static TableProblem Notice(string code, string? sheet, int? row = null) =>
        new(code, new TablePlace(sheet, row)) { Weight = TableWeight.Notice };
}

/// <summary>What was read: rows given, and findings about the file as a whole.</summary>
public sealed record TableEnd(int Rows, IReadOnlyList<TableProblem> Findings);
