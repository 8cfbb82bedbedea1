namespace Guanlian.Platform.Tables;

/// <summary>One data row, by the names of the shape. Values are trimmed; an empty cell is null.</summary>
public sealed class TableRow
{
    private readonly HeaderMatch header;
    private readonly string?[] cells;

    internal TableRow(string? sheet, int number, HeaderMatch header, string?[] cells, IReadOnlyList<TableProblem> findings)
    {
        Sheet = sheet;
        Number = number;
        Findings = findings;
        this.header = header;
        this.cells = cells;
    }

    public string? Sheet { get; }

    /// <summary>As the spreadsheet counts it, from one.</summary>
    public int Number { get; }

    /// <summary>Formulas, errors, dropped characters … in this row.</summary>
    public IReadOnlyList<TableProblem> Findings { get; }

    public string? this[string column] => header.ColumnOf(column) is { } at && at < cells.Length ? cells[at] : null;

    /// <summary>The filled cells of a column that may stand over several, in their order.</summary>
    public IReadOnlyList<string> All(string column) =>
        [.. header.ColumnsOf(column).Where(at => at < cells.Length).Select(at => cells[at]).OfType<string>()];

    /// <summary>Whether the file has this column at all (an absent column is not an empty value).</summary>
    public bool Has(string column) => header.ColumnOf(column) is not null;

    /// <summary>Filled cells of the columns nobody asked for, under the headings they have.</summary>
    public IEnumerable<KeyValuePair<string, string>> Extra
    {
        get
        {
            foreach (var (at, name) in header.ExtraColumns)
            {
                if (at < cells.Length && cells[at] is { } text)
                {
                    yield return new(name, text);
                }
            }
        }
    }

    /// <summary>Where a value of this row stands, in the words of the file.</summary>
    public TablePlace Place(string column) => header.ColumnOf(column) is { } at
        ? new TablePlace(Sheet, Number, header.HeadingAt(at), CellText.Address(at, Number))
        : new TablePlace(Sheet, Number, column);

    /// <summary>A finding about one value of this row.</summary>
    public TableProblem Problem(
        string code, string column, TableWeight weight = TableWeight.Problem, params (string Name, object? Value)[] holes) =>
        new(code, Place(column), this[column]) { Weight = weight, Holes = holes };
}
