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
        return Zip(
            ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"),
            ("_rels/.rels", $"<Relationships xmlns=\"{relations}\"><Relationship Id=\"a\" Type=\"{office}/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"数据\" sheetId=\"1\" r:id=\"s1\"/></sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{relations}\"><Relationship Id=\"s1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                + $"<Relationship Id=\"s2\" Type=\"{office}/styles\" Target=\"styles.xml\"/><Relationship Id=\"s3\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"),
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

    public static string Inline(string address, string text) => $"<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";
}

internal sealed record ReadBack(IReadOnlyList<TableRow> Rows, IReadOnlyList<TableProblem> Findings, Refusal? Refused, string Format)
{
    public object? Hole(string name) => Refused?.Holes.FirstOrDefault(h => h.Name == name).Value;
}
