using System.IO.Compression;
using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>
/// Workbooks written straight into the archive, so memory does not grow with rows. Text is always an inline string: it can
/// never become a formula. Each sheet: title and notes if any, header (frozen, with filter, repeated on each printed page), rows.
/// </summary>
public static class XlsxTableWriter
{
    public static async Task WriteAsync(Stream target, IReadOnlyList<TableSheet> sheets, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        // The archive is written synchronously, so it is put together in a file and then sent on.
        await using var file = TableSpool.Create();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            var written = new List<(string Name, string Header, bool Notes)>();
            foreach (var sheet in sheets)
            {
                await using var rows = new RowsAhead(sheet.Rows, ct);
                // A sheet holds a million rows; the rest goes on the next one.
                do
                {
                    var name = SheetNames.Free(sheet.Name, written.Select(w => w.Name));
                    await using var notes = new XlsxNotes();
                    var header = await SheetAsync(archive, written.Count + 1, sheet, rows, notes, ct);
                    written.Add((name, header, notes.Any));
                    await notes.WriteAsync(archive, written.Count, ct);
                }
                while (await rows.MoreAsync());
            }
            foreach (var (path, content) in XlsxParts.Fixed(written))
            {
                await using var part = new StreamWriter(archive.CreateEntry(path).Open(), new UTF8Encoding(false));
                await part.WriteAsync(content.AsMemory(), ct);
            }
        }
        file.Position = 0;
        await file.CopyToAsync(target, ct);
    }

    private static async Task<string> SheetAsync(
        ZipArchive archive, int number, TableSheet sheet, RowsAhead rows, XlsxNotes notes, CancellationToken ct)
    {
        await using var part = archive.CreateEntry($"xl/worksheets/sheet{number}.xml", CompressionLevel.Fastest).Open();
        await using var xml = new StreamWriter(part, new UTF8Encoding(false), 1 << 16);
        return await new XlsxSheetWriter(xml, sheet, notes).WriteAsync(rows, ct);
    }
}

/// <summary>Rows that can be looked at before they are taken: the first ones decide the column widths.</summary>
internal sealed class RowsAhead(IAsyncEnumerable<IReadOnlyList<TableCell>> rows, CancellationToken ct) : IAsyncDisposable
{
    private readonly IAsyncEnumerator<IReadOnlyList<TableCell>> source = rows.GetAsyncEnumerator(ct);
    private readonly Queue<IReadOnlyList<TableCell>> seen = [];
    private bool ended;

    public async ValueTask<IReadOnlyCollection<IReadOnlyList<TableCell>>> PeekAsync(int count)
    {
        while (seen.Count < count && !ended)
        {
            if (await source.MoveNextAsync())
            {
                seen.Enqueue(source.Current);
            }
            else
            {
                ended = true;
            }
        }
        return seen;
    }

    public async ValueTask<bool> MoreAsync() => (await PeekAsync(1)).Count > 0;

    public async ValueTask<IReadOnlyList<TableCell>?> NextAsync() => await MoreAsync() ? seen.Dequeue() : null;

    public ValueTask DisposeAsync() => source.DisposeAsync();
}

/// <summary>What a spreadsheet accepts as a sheet's name.</summary>
internal static class SheetNames
{
    public const int Longest = 31;

    public static string Free(string wanted, IEnumerable<string> taken)
    {
        var used = new HashSet<string>(taken, StringComparer.OrdinalIgnoreCase);
        var name = new string(
            [.. CellText.Clean(wanted, out _).Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' or '\n' or '\t' ? '-' : c)])
            .Trim().Trim('\'');
        if (name.Length == 0 || name.Equals("History", StringComparison.OrdinalIgnoreCase))
        {
            name += "_";
        }
        var free = Cut(name, Longest);
        for (var n = 2; used.Contains(free); n++)
        {
            var suffix = $" ({n})";
            free = Cut(name, Longest - suffix.Length) + suffix;
        }
        return free;
    }

    private static string Cut(string name, int length)
    {
        if (name.Length <= length)
        {
            return name;
        }
        var end = char.IsHighSurrogate(name[length - 1]) ? length - 1 : length;
        return name[..end].TrimEnd('\'');
    }
}
