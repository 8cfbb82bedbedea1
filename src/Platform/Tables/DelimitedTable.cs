using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>A text file with one table; the delimiter is the one under which the header's words are found.</summary>
internal sealed class DelimitedTable : IRawTable, IRawSheet
{
    private readonly Stream stream;
    private readonly Encoding encoding;
    private readonly TableLimits limits;
    private readonly char delimiter;

    public DelimitedTable(Stream stream, TableShape shape)
    {
        this.stream = stream;
        limits = shape.Limits;
        encoding = TextEncodings.Detect(stream);
        RefuseMarkup();
        delimiter = Delimiters.MaxBy(d => Likelihood(d, shape));
        RowsExpected = Lines();
    }

    // In order of preference: the first wins a tie.
    private static readonly char[] Delimiters = [',', '\t', ';', '|'];

    public IReadOnlyList<IRawSheet> Sheets => [this];
    public string Format => encoding.WebName.ToUpperInvariant();
    public string? Name => null;
    public bool IsHidden => false;
    public int RowsExpected { get; }
    public IReadOnlyList<string> MergedRanges => [];

    public IEnumerable<RawRow> Rows() => Rows(delimiter);

    public void Dispose()
    {
        // The stream belongs to the reader.
    }

    private int Lines()
    {
        stream.Position = 0;
        var (lines, block) = (0, new byte[1 << 16]);
        for (int got; (got = stream.Read(block)) > 0;)
        {
            lines += block.AsSpan(0, got).Count((byte)'\n');
        }
        return lines;
    }

    private IEnumerable<RawRow> Rows(char with)
    {
        stream.Position = 0;
        var text = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
        return new DelimitedRows(text, with, limits).Read();
    }

    private (int Matched, int Shared) Likelihood(char with, TableShape shape)
    {
        List<RawRow> first = [];
        try
        {
            foreach (var row in Rows(with).Take(limits.RowsSearchedForHeader).Where(r => !r.IsBlank))
            {
                first.Add(row.Copy());
            }
        }
        catch (TableFault)
        {
            // Met again, and told, when the rows are read for good.
        }
        var best = HeaderSearch.Best(first, shape);
        return (best?.Matched ?? 0, first.Count == 0 ? 0 : first.Min(r => r.Cells.Count));
    }

    /// <summary>Web pages and XML saved under a spreadsheet's name.</summary>
    private void RefuseMarkup()
    {
        stream.Position = 0;
        using var text = new StreamReader(stream, encoding, true, 4096, leaveOpen: true);
        var buffer = new char[2048];
        var start = new string(buffer, 0, text.ReadBlock(buffer)).TrimStart();
        bool Has(string word) => start.Contains(word, StringComparison.OrdinalIgnoreCase);
        if (start.StartsWith('<'))
        {
            throw new TableFault(TableProblem.Of(
                Has("urn:schemas-microsoft-com:office:spreadsheet") ? TableWords.XmlSpreadsheet
                : Has("<html") || Has("<table") || Has("<!doctype html") || Has("<meta") ? TableWords.Html
                : TableWords.OtherKind, ("kind", "XML")));
        }
        if (start.StartsWith("MIME-Version:", StringComparison.OrdinalIgnoreCase))
        {
            throw new TableFault(TableProblem.Of(TableWords.Html));
        }
        if (start.StartsWith("{\\rtf", StringComparison.Ordinal) || start.StartsWith("%PDF", StringComparison.Ordinal))
        {
            throw new TableFault(TableProblem.Of(TableWords.OtherKind, ("kind", start[0] == '{' ? "RTF" : "PDF")));
        }
    }
}
