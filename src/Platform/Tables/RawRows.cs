namespace Guanlian.Platform.Tables;

[Flags]
internal enum CellMark
{
    None = 0,
    Formula = 1,
    FormulaWithoutValue = 2,
    Error = 4,
    TooLong = 8,
    Inexact = 16,
    StrayQuote = 32,
}

/// <summary>A cell as it stands in the file, already text.</summary>
internal readonly record struct RawCell(string? Text, CellMark Mark = CellMark.None);

/// <summary>One row of a file. The same object is filled again for the next row: copy what is to be kept.</summary>
internal sealed class RawRow
{
    public int Number { get; set; }
    public List<RawCell> Cells { get; } = [];
    public bool IsBlank => Cells.TrueForAll(c => string.IsNullOrWhiteSpace(c.Text) && c.Mark == CellMark.None);

    public RawRow Copy()
    {
        var copy = new RawRow { Number = Number };
        copy.Cells.AddRange(Cells);
        return copy;
    }

    /// <summary>Puts a cell at its column, filling the gap before it.</summary>
    public void Put(int column, RawCell cell)
    {
        while (Cells.Count < column)
        {
            Cells.Add(default);
        }
        if (column < Cells.Count)
        {
            Cells[column] = cell;
        }
        else
        {
            Cells.Add(cell);
        }
    }
}

/// <summary>One sheet of a file; text files have one without a name.</summary>
internal interface IRawSheet
{
    string? Name { get; }
    bool IsHidden { get; }

    /// <summary>About how many rows there are, for progress only; 0 where nothing tells.</summary>
    int RowsExpected { get; }

    /// <summary>Rows from the top; may be called again to start over. Throws <see cref="TableFault"/>.</summary>
    IEnumerable<RawRow> Rows();

    /// <summary>Known once <see cref="Rows"/> was read to its end: ranges in which only the first cell carries the value.</summary>
    IReadOnlyList<string> MergedRanges { get; }
}

internal interface IRawTable : IDisposable
{
    IReadOnlyList<IRawSheet> Sheets { get; }

    /// <summary>How the text was decoded, or the workbook's kind; shown to the user.</summary>
    string Format { get; }
}
