using System.Buffers.Binary;

namespace Guanlian.Platform.Tables;

/// <summary>
/// Which cells of an old workbook are formulas or errors: the reading library gives a formula as its value and an error as nothing,
/// and both must not pass in silence.
/// </summary>
internal sealed class XlsMarks
{
    private const int MostFormulas = 200_000;
    private const int BoundSheet = 0x85;
    private const int FilePass = 0x2f;
    private const int EndOfSheet = 0x0a;
    private const int Formula = 0x06;
    private const int BoolErr = 0x205;
    private readonly List<Dictionary<(int Row, int Column), string?>> sheets = [];

    /// <summary>Null for a plain cell.</summary>
    public XlsMark? At(int sheet, int row, int column) =>
        sheet < sheets.Count && sheets[sheet].TryGetValue((row, column), out var error) ? new XlsMark(error) : null;

    /// <summary>Reads the marks, and refuses what is no workbook or is locked.</summary>
    public static XlsMarks Read(byte[] file)
    {
        var container = new CompoundFile(file);
        if (container.Names.Contains("EncryptedPackage"))
        {
            throw new TableFault(TableProblem.Of(TableWords.Encrypted));
        }

        if (container.Names.Contains("WordDocument") || container.Names.Contains("PowerPoint Document"))
        {
            throw new TableFault(TableProblem.Of(TableWords.OtherKind, ("kind", container.Names.Contains("WordDocument") ? "DOC" : "PPT")));
        }

        var book = container.Read("Workbook") ?? container.Read("Book")
            ?? throw new TableFault(TableProblem.Of(TableWords.OtherKind, ("kind", "CFB")));
        var marks = new XlsMarks();
        var starts = new List<uint>();
        foreach (var (type, body) in Records(book, 0))
        {
            if (type == FilePass)
            {
                throw new TableFault(TableProblem.Of(TableWords.Encrypted));
            }

            if (type == BoundSheet && body.Length > 5 && book[body.Start + 5] == 0)
            {
                starts.Add(BinaryPrimitives.ReadUInt32LittleEndian(book.AsSpan(body.Start)));
            }
        }

        foreach (var start in starts)
        {
            marks.sheets.Add(start < book.Length ? Sheet(book, (int)start) : []);
        }

        return marks;
    }

    private static Dictionary<(int Row, int Column), string?> Sheet(byte[] book, int start)
    {
        var cells = new Dictionary<(int, int), string?>();
        foreach (var (type, body) in Records(book, start))
        {
            var bytes = book.AsSpan(body.Start, body.Length);
            if (type is not (Formula or BoolErr) || bytes.Length < 8)
            {
                continue;
            }

            var at = (BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));
            if (type == BoolErr)
            {
                if (bytes[7] == 1)
                {
                    cells[at] = ErrorText(bytes[6]);
                }
            }
            else if (bytes.Length >= 14 && bytes[12] == 0xff && bytes[13] == 0xff && bytes[6] == 2)
            {
                cells[at] = ErrorText(bytes[8]);
            }
            else if (cells.Count < MostFormulas)
            {
                cells[at] = null;
            }
        }

        return cells;
    }

    private static IEnumerable<(int Type, (int Start, int Length) Body)> Records(byte[] book, int start)
    {
        for (var at = start; at + 4 <= book.Length;)
        {
            var (type, length) =
                (BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at)), BinaryPrimitives.ReadUInt16LittleEndian(book.AsSpan(at + 2)));
            if (type == EndOfSheet || at + 4 + length > book.Length)
            {
                yield break;
            }

            yield return (type, (at + 4, length));
            at += 4 + length;
        }
    }

    private static string ErrorText(byte code) => code switch
    {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#?",
    };
}

/// <summary>A formula or an error; the error's text if it is one.</summary>
internal readonly record struct XlsMark(string? Error);
