using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>
/// Reads records of RFC 4180 as spreadsheets write them. Rows count as a spreadsheet counts them: a quoted line break stays
/// inside its row, an empty line is a row. Stray quotes are read as Excel does and marked.
/// </summary>
internal sealed class DelimitedRows(TextReader text, char delimiter, TableLimits limits)
{
    private readonly char[] buffer = new char[1 << 15];
    private readonly StringBuilder field = new();
    private int length;
    private int position;

    public IEnumerable<RawRow> Read()
    {
        var row = new RawRow();
        for (var number = 1; ReadRow(row, number); number++)
        {
            // "sep=;" is a hint for Excel, not data.
            if (number == 1 && row.Cells.Count <= 2 && row.Cells[0].Text?.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) == true)
            {
                continue;
            }
            yield return row;
        }
    }

    private int Peek()
    {
        if (position == length)
        {
            length = text.Read(buffer, 0, buffer.Length);
            position = 0;
            if (length == 0)
            {
                return -1;
            }
        }
        return buffer[position];
    }

    private int Next()
    {
        var c = Peek();
        position += c < 0 ? 0 : 1;
        return c;
    }

    private bool ReadRow(RawRow row, int number)
    {
        if (Peek() < 0)
        {
            return false;
        }
        row.Number = number;
        row.Cells.Clear();
        while (ReadField(row, number))
        {
            if (row.Cells.Count >= limits.CellsPerRow)
            {
                throw new TableFault(
                    TableProblem.Of(TableWords.TooManyCells, ("limit", limits.CellsPerRow)) with { Place = new TablePlace(null, number) });
            }
        }
        return true;
    }

    /// <summary>Adds one field; false when it was the last of its row.</summary>
    private bool ReadField(RawRow row, int number)
    {
        field.Clear();
        var mark = CellMark.None;
        if (Peek() == '"')
        {
            Next();
            ReadQuoted(ref mark, number, row.Cells.Count);
            mark |= Peek() is var c && (c < 0 || c == delimiter || c is '\r' or '\n') ? CellMark.None : CellMark.StrayQuote;
        }
        while (true)
        {
            var c = Next();
            if (c < 0 || c == delimiter || c is '\r' or '\n')
            {
                if (c == '\r' && Peek() == '\n')
                {
                    Next();
                }
                row.Cells.Add(new RawCell(CellText.Unguard(field.ToString()), mark));
                return c == delimiter;
            }
            Keep((char)c, ref mark);
        }
    }

    private void ReadQuoted(ref CellMark mark, int number, int column)
    {
        while (true)
        {
            var c = Next();
            if (c < 0)
            {
                throw new TableFault(TableProblem.Of(TableWords.OpenQuote) with
                {
                    Place = new TablePlace(null, number, null, CellText.Address(column, number)),
                    Value = field.ToString(0, Math.Min(40, field.Length)),
                });
            }
            if (c == '"')
            {
                if (Peek() != '"')
                {
                    return;
                }
                Next();
            }
            Keep((char)c, ref mark);
        }
    }

    private void Keep(char c, ref CellMark mark)
    {
        if (field.Length < limits.CellLength)
        {
            field.Append(c);
        }
        else
        {
            mark |= CellMark.TooLong;
        }
    }
}
