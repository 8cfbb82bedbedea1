namespace Guanlian.Platform.Tables;

/// <summary>One cell to write: text, a number or a date; <see cref="Marked"/> makes it stand out (a changed value, say).</summary>
public readonly record struct TableCell
{
    private TableCell(object? value) => Value = value;

    internal object? Value { get; }
    public bool Marked { get; init; }

    /// <summary>A note that hangs at the cell (XLSX only).</summary>
    public string? Note { get; init; }

    public static implicit operator TableCell(string? text) => new(text);
    public static implicit operator TableCell(int number) => new((decimal)number);
    public static implicit operator TableCell(long number) => new((decimal)number);
    public static implicit operator TableCell(decimal number) => new(number);
    public static implicit operator TableCell(double number) => new(double.IsFinite(number) ? number : CellText.Number(number));
    public static implicit operator TableCell(DateOnly date) => new(date.ToDateTime(TimeOnly.MinValue));
    public static implicit operator TableCell(DateTimeOffset time) => new(time.DateTime);

    public static TableCell From(string? text) => text;

    public static TableCell Day(DateOnly? date) => date is { } day ? day : default(TableCell);
}

/// <summary>A column to write. Width is in half-width letters; left out, it follows the heading and the first rows.</summary>
public sealed record TableHeading(string Name, int? Width = null);

/// <summary>One sheet to write; rows are drawn one by one and never held.</summary>
public sealed record TableSheet(string Name, IReadOnlyList<TableHeading> Columns, IAsyncEnumerable<IReadOnlyList<TableCell>> Rows)
{
    /// <summary>A line above the header (XLSX only: a text file is data and nothing else).</summary>
    public string? Title { get; init; }

    /// <summary>Lines between title and header: source, date, how to read the marks.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// A form instead of a list (XLSX only): no header; label and text by turns, ruled; the last cell of a short row reaches to the end, and a
    /// row of one cell is a line of its own.
    /// </summary>
    public bool Form { get; init; }
}
