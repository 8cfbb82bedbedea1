namespace Guanlian.Platform.Tables;

/// <summary>One column that a table may carry: the name we use for it and the other headings under which people send it.</summary>
public sealed record TableColumn(string Name, bool Required = false)
{
    /// <summary>Other accepted headings. Brackets, blanks, line breaks and units need no variant of their own.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>Several columns of the table may belong to it, in their order (a cascade: 年代 over three columns).</summary>
    public bool Several { get; init; }
}

/// <summary>What the caller expects of a table. The header row is found by these words, wherever it stands.</summary>
public sealed record TableShape(IReadOnlyList<TableColumn> Columns)
{
    public TableShape(params TableColumn[] columns) : this((IReadOnlyList<TableColumn>)columns) { }

    public TableLimits Limits { get; init; } = new();

    internal IReadOnlyList<ColumnNames> Normalised { get; } = [.. Columns.Select(c => new ColumnNames(c))];
}

/// <summary>A column's names as they are compared.</summary>
internal sealed class ColumnNames(TableColumn column)
{
    public string Name { get; } = column.Name;
    public bool Several { get; } = column.Several;
    public string Own { get; } = HeaderText.Normalise(column.Name);
    public HashSet<string> Others { get; } = [.. column.OtherNames.Select(HeaderText.Normalise)];
    public HashSet<string> Bare { get; } =
        [.. column.OtherNames.Prepend(column.Name).Select(n => HeaderText.WithoutBrackets(HeaderText.Normalise(n)))];
}

/// <summary>How much of a stranger's file we are willing to take in.</summary>
public sealed record TableLimits
{
    public long Bytes { get; init; } = 64L << 20;
    public int Rows { get; init; } = 250_000;
    public int CellsPerRow { get; init; } = 512;
    public int CellLength { get; init; } = 32_767;

    /// <summary>Unpacked size of all parts of a workbook that are read.</summary>
    public long UnpackedBytes { get; init; } = 1L << 30;

    /// <summary>Characters of a workbook's shared strings: the only part held in memory.</summary>
    public int SharedCharacters { get; init; } = 32 << 20;

    /// <summary>Honest sheets pack 10 to 60 times; parts beyond this (and beyond 16 MB) are bombs.</summary>
    public int PackingRatio { get; init; } = 250;

    /// <summary>Title lines and notes above the header are looked through this far.</summary>
    public int RowsSearchedForHeader { get; init; } = 40;
}
