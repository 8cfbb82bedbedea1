using System.IO.Compression;
using System.Xml;

namespace Guanlian.Platform.Tables;

/// <summary>
/// A workbook (.xlsx) read as it is packed: sheets stream from the archive, only shared strings are held. Own reading, because
/// ready-made readers hide formulas and errors or load whole sheets (see docs/decisions).
/// </summary>
internal sealed class XlsxTable : IRawTable
{
    private readonly ZipArchive archive;
    private readonly TableLimits limits;

    public XlsxTable(Stream stream, TableLimits limits)
    {
        this.limits = limits;
        stream.Position = 0;
        try
        {
            archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            RefuseOtherKinds();
            var workbook = WorkbookPart();
            var parts = Relations(workbook);
            foreach (var (id, (type, target)) in parts)
            {
                if (type.EndsWith("/sharedStrings", StringComparison.Ordinal))
                {
                    using var xml = Open(target);
                    Strings = XlsxText.SharedStrings(xml, limits);
                }
                else if (type.EndsWith("/styles", StringComparison.Ordinal))
                {
                    using var xml = Open(target);
                    Formats = XlsxFormats.Read(xml);
                }
            }
            Sheets = ReadSheets(workbook, parts);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damage();
        }
    }

    public IReadOnlyList<IRawSheet> Sheets { get; }
    public string Format => "XLSX";
    public IReadOnlyList<string> Strings { get; } = [];
    public XlsxFormats Formats { get; } = XlsxFormats.None;
    public bool Since1904 { get; private set; }

    public void Dispose() => archive.Dispose();

    public static bool IsDamage(Exception e) =>
        e is InvalidDataException or XmlException or EndOfStreamException or FormatException or OverflowException or ArgumentException
        or NotSupportedException;

    public static TableFault Damage() => new(TableProblem.Of(TableWords.Broken, ("kind", "XLSX")));

    public XmlReader Open(string part)
    {
        var entry = archive.GetEntry(part) ?? throw Damage();
        // Declared sizes can lie, so the same bound is kept while unpacking.
        var most = Math.Min(limits.UnpackedBytes, Math.Max(16L << 20, entry.CompressedLength * limits.PackingRatio));
        if (entry.Length > most)
        {
            throw new TableFault(TableProblem.Of(TableWords.Bomb, ("part", part), ("size", entry.Length)));
        }
        return XmlReader.Create(new BoundedStream(entry.Open(), most, part), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CheckCharacters = false,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });
    }

    private void RefuseOtherKinds()
    {
        if (archive.Entries.Any(e => e.IsEncrypted))
        {
            throw new TableFault(TableProblem.Of(TableWords.Encrypted));
        }
        if (archive.Entries.Count > 10_000)
        {
            throw new TableFault(TableProblem.Of(TableWords.Bomb, ("part", "zip"), ("size", archive.Entries.Count)));
        }
        bool Has(string part) => archive.GetEntry(part) is not null;
        var kind = Has("xl/workbook.bin") ? "XLSB" : Has("word/document.xml") ? "DOCX" : Has("ppt/presentation.xml") ? "PPTX"
            : Has("content.xml") ? "ODS" : !Has("[Content_Types].xml") ? "ZIP" : null;
        if (kind is not null)
        {
            throw new TableFault(TableProblem.Of(TableWords.OtherKind, ("kind", kind)));
        }
    }

    private string WorkbookPart() =>
        Relations("").Values.Where(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Select(r => r.Target).FirstOrDefault()
            ?? "xl/workbook.xml";

    private Dictionary<string, (string Type, string Target)> Relations(string part)
    {
        var relations = new Dictionary<string, (string, string)>();
        var folder = part.Contains('/', StringComparison.Ordinal) ? part[..(part.LastIndexOf('/') + 1)] : "";
        var path = $"{folder}_rels/{part[folder.Length..]}.rels";
        if (archive.GetEntry(path) is null)
        {
            return relations;
        }
        using var xml = Open(path);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "Relationship" && xml.GetAttribute("Target") is { } target
                && xml.GetAttribute("TargetMode") != "External")
            {
                var full = new Uri(new Uri("zip:///" + folder), target).AbsolutePath.TrimStart('/');
                relations[xml.GetAttribute("Id") ?? ""] = (xml.GetAttribute("Type") ?? "", Uri.UnescapeDataString(full));
            }
        }
        return relations;
    }

    private List<IRawSheet> ReadSheets(string workbook, Dictionary<string, (string Type, string Target)> parts)
    {
        var sheets = new List<IRawSheet>();
        using var xml = Open(workbook);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }
            if (xml.LocalName == "workbookPr")
            {
                Since1904 = xml.GetAttribute("date1904") is "1" or "true";
            }
            else if (xml.LocalName == "sheet" && RelationId(xml) is { } id && parts.TryGetValue(id, out var part)
                && part.Type.EndsWith("/worksheet", StringComparison.Ordinal))
            {
                var name = CellText.Clean(xml.GetAttribute("name") ?? "", out _);
                sheets.Add(new XlsxSheet(this, part.Target, name, xml.GetAttribute("state") is "hidden" or "veryHidden", limits));
            }
        }
        return sheets;
    }

    private static string? RelationId(XmlReader xml)
    {
        for (var more = xml.MoveToFirstAttribute(); more; more = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0)
            {
                var id = xml.Value;
                xml.MoveToElement();
                return id;
            }
        }
        xml.MoveToElement();
        return null;
    }
}

/// <summary>Stops unpacking at a bound, whatever the archive declares.</summary>
internal sealed class BoundedStream(Stream inner, long most, string part) : Stream
{
    private long taken;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => taken; set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var got = inner.Read(buffer);
        taken += got;
        return taken <= most ? got : throw new TableFault(TableProblem.Of(TableWords.Bomb, ("part", part), ("size", taken)));
    }

    public override void Flush() { }
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
