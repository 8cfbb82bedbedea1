using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Guanlian.Platform.Tables;

/// <summary>
/// The notes of one sheet: their texts, and the drawing without which a spreadsheet shows none. Both go to files while the sheet is
/// written, because an archive takes one part at a time.
/// </summary>
internal sealed class XlsxNotes : IAsyncDisposable
{
    private FileStream? texts;
    private FileStream? shapes;
    private StreamWriter? text;
    private StreamWriter? shape;

    public bool Any => text is not null;

    /// <param name="column">From zero.</param>
    /// <param name="row">From one.</param>
    /// <param name="note">What it says.</param>
    public void Add(int column, int row, string note)
    {
        if (text is null || shape is null)
        {
            text = new StreamWriter(texts = TableSpool.Create(), new UTF8Encoding(false), 1 << 15, leaveOpen: true);
            shape = new StreamWriter(shapes = TableSpool.Create(), new UTF8Encoding(false), 1 << 15, leaveOpen: true);
            text.Write($"{XlsxParts.Head}<comments xmlns=\"{XlsxParts.Main}\"><authors><author/></authors><commentList>");
            shape.Write("<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
                + "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><v:shapetype id=\"n\" coordsize=\"21600,21600\" o:spt=\"202\" "
                + "path=\"m,l,21600r21600,l21600,xe\"/>");
        }
        var clean = SecurityElement.Escape(XlsxText.Escape(CellText.Clean(note, out _)));
        text.Write($"<comment ref=\"{CellText.Address(column, row)}\" authorId=\"0\"><text><t xml:space=\"preserve\">{clean}</t></text></comment>");
        shape.Write(string.Create(CultureInfo.InvariantCulture, $"""
            <v:shape type="#n" style="position:absolute;width:160pt;height:60pt;visibility:hidden" fillcolor="#fffbe6"><v:textbox/><x:ClientData ObjectType="Note"><x:Anchor>{column + 1},8,{row - 1},2,{column + 4},8,{row + 3},2</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>
            """));
    }

    /// <summary>Puts the parts into the archive, beside sheet <paramref name="number"/>.</summary>
    public async Task WriteAsync(ZipArchive archive, int number, CancellationToken ct)
    {
        if (text is null || shape is null)
        {
            return;
        }
        await text.WriteAsync("</commentList></comments>");
        await shape.WriteAsync("</xml>");
        await CopyAsync(archive, $"xl/comments{number}.xml", text, texts!, ct);
        await CopyAsync(archive, $"xl/drawings/notes{number}.vml", shape, shapes!, ct);
        await using var relations = new StreamWriter(archive.CreateEntry($"xl/worksheets/_rels/sheet{number}.xml.rels").Open(), new UTF8Encoding(false));
        await relations.WriteAsync(XlsxParts.Relations(
            [("vmlDrawing", $"../drawings/notes{number}.vml"), ("comments", $"../comments{number}.xml")]).AsMemory(), ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable? part in new IAsyncDisposable?[] { text, shape, texts, shapes })
        {
            await (part?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }

    private static async Task CopyAsync(ZipArchive archive, string path, StreamWriter writer, FileStream file, CancellationToken ct)
    {
        await writer.FlushAsync(ct);
        file.Position = 0;
        await using var part = archive.CreateEntry(path, CompressionLevel.Fastest).Open();
        await file.CopyToAsync(part, ct);
    }
}
