using System.Buffers;
using System.Globalization;
using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>CSV as Chinese Excel opens it rightly: UTF-8 with its mark, CRLF, and no text that could run as a formula.</summary>
public static class CsvTableWriter
{
    public static async Task WriteAsync(Stream target, TableSheet sheet, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        await using var text = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true);
        var line = new StringBuilder();
        await text.WriteAsync(Line(line, sheet.Columns.Select(c => TableCell.From(c.Name))), ct);
        await foreach (var row in sheet.Rows.WithCancellation(ct))
        {
            await text.WriteAsync(Line(line, row), ct);
        }
    }

    private static readonly SearchValues<char> Special = SearchValues.Create("\",;\t|\n");

    private static StringBuilder Line(StringBuilder line, IEnumerable<TableCell> cells)
    {
        return line.Clear().AppendJoin(',', cells.Select(c => Field(c.Value))).Append("\r\n");
    }

    private static string Field(object? value)
    {
        var text = value switch
        {
            null => "",
            string s => CellText.Guard(CellText.Clean(s, out _)),
            DateTime date => CellText.Date(date),
            double number => CellText.Number(number),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => "",
        };
        return !text.AsSpan().ContainsAny(Special) && text.AsSpan().Trim().Length == text.Length
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
