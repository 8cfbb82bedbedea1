using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;

namespace Guanlian.Unit.Platform.Tables;

/// <summary>Files to read, and what reading them gave.</summary>
internal static class Samples
{
    public static readonly TableShape Register = new(
        new TableColumn("序号", Required: true) { OtherNames = ["编号"] },
        new TableColumn("省份", Required: true) { OtherNames = ["省、自治区、直辖市"] },
        new TableColumn("博物馆名称", Required: true) { OtherNames = ["名称", "馆名"] },
        new TableColumn("性质", Required: true),
        new TableColumn("质量等级", Required: true),
        new TableColumn("是否免费开放"),
        new TableColumn("藏品数（件/套）", Required: true),
        new TableColumn("珍贵文物（件/套）"),
        new TableColumn("展览（个）"),
        new TableColumn("教育活动（次）"),
        new TableColumn("参观人数（万人次）"));

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../../.."));

    public static byte[] File(string name) => System.IO.File.ReadAllBytes(Path.Combine(Root, "tests/Unit/Platform/samples", name));

    public static string RegisterText { get; } = Encoding.UTF8.GetString(File("register-shanxi-20.csv"));

    public static async Task<ReadBack> ReadAsync(byte[] file, TableShape shape)
    {
        var opened = await TableReader.OpenAsync(new MemoryStream(file), shape, default);
        if (opened.Refused)
        {
            return new ReadBack([], [], opened.Refusal, "");
        }
        using var table = opened.Value;
        var rows = new List<TableRow>();
        var end = await table.ReadRowsAsync((row, _) =>
        {
            rows.Add(row);
            return ValueTask.CompletedTask;
        }, default);
        return new ReadBack(rows, end.Refused ? [] : end.Value.Findings, end.Refusal, table.Format);
    }

    public static Task<ReadBack> ReadAsync(string csv, TableShape shape) => ReadAsync(Encoding.UTF8.GetBytes(csv), shape);

    /// <summary>A workbook from raw sheet XML (what stands inside worksheet).</summary>
    public static byte[] Workbook(string sheetXml, string? styles = null, string? strings = null)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        static string Link(string id, string type, string target) => $"<Relationship Id=\"{id}\" Type=\"{office}/{type}\" Target=\"{target}\"/>";
        static string Links(params string[] links) => $"<Relationships xmlns=\"{relations}\">{string.Concat(links)}</Relationships>";
        return Zip(
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", Links(Link("a", "officeDocument", "/xl/workbook.xml"))),
            ("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">"
                + "<sheets><sheet name=\"数据\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", Links(
                Link("s1", "worksheet", "worksheets/sheet1.xml"), Link("s2", "styles", "styles.xml"), Link("s3", "sharedStrings", "sharedStrings.xml"))),
            ("xl/styles.xml", styles ?? $"<styleSheet xmlns=\"{main}\"/>"),
            ("xl/sharedStrings.xml", strings ?? $"<sst xmlns=\"{main}\"/>"),
            ("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{main}\">{sheetXml}</worksheet>"));
    }

    public static byte[] Zip(params (string Path, string Content)[] parts)
    {
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var (path, content) in parts)
            {
                using var part = new StreamWriter(archive.CreateEntry(path).Open());
                part.Write(content);
            }
        }
        return bytes.ToArray();
    }

    /// <summary>An old Office container with streams of these names; each begins like a workbook that is locked.</summary>
    public static byte[] Container(params string[] names)
    {
        const int sector = 512;
        // Header, one sector of allocation table, one of directory, then 8 sectors (4096 bytes) for each stream.
        var file = new byte[sector * (3 + (names.Length * 8))];
        void U16(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), (ushort)value);
        void U32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
        new byte[] { 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1 }.CopyTo(file, 0);
        U16(24, 0x3e);
        U16(26, 3);
        U16(28, 0xfffe);
        U16(30, 9);
        U16(32, 6);
        U32(44, 1);
        U32(48, 1);
        U32(56, 4096);
        U32(60, 0xfffffffe);
        U32(68, 0xfffffffe);
        file.AsSpan(76, 436).Fill(0xff);
        U32(76, 0);
        file.AsSpan(sector, sector).Fill(0xff);
        U32(sector, 0xfffffffd);
        U32(sector + 4, 0xfffffffe);
        Entry(0, "Root Entry", 5, 0xfffffffe, 0);
        for (var i = 0; i < names.Length; i++)
        {
            var first = 2 + (i * 8);
            for (var s = 0; s < 8; s++)
            {
                U32(sector + ((first + s) * 4), s == 7 ? 0xfffffffe : (uint)(first + s + 1));
            }
            Entry(i + 1, names[i], 2, (uint)first, 4096);
            // BOF of BIFF8, then FILEPASS.
            new byte[] { 0x09, 0x08, 0x10, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x2f, 0, 6, 0, 0, 0, 1, 2, 3, 4 }.CopyTo(
                file, sector * (first + 1));
        }
        return file;

        void Entry(int number, string name, byte type, uint start, uint size)
        {
            var at = (2 * sector) + (number * 128);
            Encoding.Unicode.GetBytes(name).CopyTo(file, at);
            U16(at + 64, (name.Length + 1) * 2);
            file[at + 66] = type;
            U32(at + 68, 0xffffffff);
            U32(at + 72, 0xffffffff);
            U32(at + 76, number == 0 ? 1 : 0xffffffff);
            U32(at + 116, start);
            U32(at + 120, size);
        }
    }

    public static string Inline(string address, string text) => $"<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";
}

internal sealed record ReadBack(IReadOnlyList<TableRow> Rows, IReadOnlyList<TableProblem> Findings, Refusal? Refused, string Format)
{
    public object? Hole(string name) => Refused?.Holes.FirstOrDefault(h => h.Name == name).Value;
}
