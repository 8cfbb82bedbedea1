using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace Guanlian.Platform.Tables;

/// <summary>The old binary workbook (.xls).</summary>
internal sealed class XlsTable : IRawTable
{
    private readonly IExcelDataReader reader;
    private readonly XlsMarks marks;
    private readonly List<Sheet> sheets = [];

    public XlsTable(Stream stream, TableLimits limits)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        marks = Guarded(() => XlsMarks.Read(Whole(stream)));
        stream.Position = 0;
        reader = Guarded(() => ExcelReaderFactory.CreateBinaryReader(stream, new ExcelReaderConfiguration { LeaveOpen = true }));
        var index = 0;
        do
        {
            sheets.Add(new Sheet(this, index++, reader.Name, reader.VisibleState != "visible", reader.RowCount, limits));
        }
        while (Guarded(reader.NextResult));
    }

    public IReadOnlyList<IRawSheet> Sheets => sheets;
    public string Format => "XLS";

    public void Dispose() => reader.Dispose();

    private static byte[] Whole(Stream stream)
    {
        stream.Position = 0;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The library meets damage with many kinds of exceptions; all mean the same to the sender.</summary>
    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException)
        {
            throw new TableFault(TableProblem.Of(TableWords.Encrypted));
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException or TableFault))
        {
            throw new TableFault(TableProblem.Of(TableWords.Broken, ("kind", "XLS")));
        }
    }

    private sealed class Sheet(XlsTable table, int index, string name, bool hidden, int rows, TableLimits limits) : IRawSheet
    {
        public string? Name => name;
        public bool IsHidden => hidden;
        public int RowsExpected => rows;
        public IReadOnlyList<string> MergedRanges { get; private set; } = [];

        public IEnumerable<RawRow> Rows()
        {
            var reader = table.reader;
            Guarded(() =>
            {
                reader.Reset();
                return Enumerable.Range(0, index).All(_ => reader.NextResult());
            });
            MergedRanges = [.. (reader.MergeCells ?? []).Select(m =>
                $"{CellText.Address(m.FromColumn, m.FromRow + 1)}:{CellText.Address(m.ToColumn, m.ToRow + 1)}")];
            var row = new RawRow();
            for (var number = 1; Guarded(reader.Read); number++)
            {
                row.Number = number;
                row.Cells.Clear();
                if (reader.FieldCount > limits.CellsPerRow)
                {
                    throw new TableFault(
                        TableProblem.Of(TableWords.TooManyCells, ("limit", limits.CellsPerRow))
                            with
                        { Place = new TablePlace(name, number) });
                }
                for (var i = 0; i < reader.FieldCount; i++)
                {
                    row.Cells.Add(Marked(Guarded(() => Cell(reader, i, limits)), table.marks.At(index, number - 1, i)));
                }
                yield return row;
            }
        }

        private static RawCell Marked(RawCell cell, XlsMark? mark) => mark switch
        {
            null => cell,
            { Error: { } error } => new RawCell(error, CellMark.Error),
            _ => cell with { Mark = cell.Mark | CellMark.Formula },
        };

        private static RawCell Cell(IExcelDataReader reader, int i, TableLimits limits) =>
            reader.GetValue(i) switch
            {
                null => default,
                double d => new RawCell(
                    CellText.Number(d, reader.GetNumberFormatString(i)), CellText.IsInexact(d) ? CellMark.Inexact : CellMark.None),
                int n => new RawCell(CellText.Number(n, reader.GetNumberFormatString(i))),
                DateTime date => new RawCell(date.Date == DateTime.FromOADate(0) ? CellText.Time(date.TimeOfDay) : CellText.Date(date)),
                TimeSpan time => new RawCell(CellText.Time(time)),
                bool truth => new RawCell(truth ? "TRUE" : "FALSE"),
                string s when s.Length > limits.CellLength => new RawCell(s[..limits.CellLength], CellMark.TooLong),
                var other => new RawCell(other.ToString()),
            };
    }
}
