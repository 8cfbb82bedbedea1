using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using FsCheck;
using FsCheck.Fluent;
using Guanlian.Platform.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Unit.Platform.Tables;

[Collection(MeasuredAlone.Name)]
public sealed class WritingTables
{
    private static readonly string[] Hostile =
    [
        "=1+1", "+86 351", "-5", "@SUM(A1)", "'=1", "''x", "'", "\t=1", "＝1", "a,b", "a;b", "a\"b", "\"", "a\nb", "a\r\nb", "  a  ",
            "\u3000", "_x000D_", "_x005F_",
        "<t>&amp;</t>", "]]>", "007", "1e5", "TRUE", "#REF!", "\u0000\u0001", "\ud800", "𠮷", "馆\u200b联", "2024-03-05", "sep=;", "，", "名称",
            "",
    ];

    private static readonly Arbitrary<string[][]> AnyRows = Gen.Frequency(
            (3, Gen.Elements(Hostile)),
            (2, ArbMap.Default.GeneratorFor<string?>().Select(s => s ?? "")),
            (1, Gen.Two(Gen.Elements(Hostile)).Select(p => p.Item1 + p.Item2)))
        .ArrayOf(3).ArrayOf().ToArbitrary();

    private static readonly TableShape Three = new(new TableColumn("甲", true), new TableColumn("乙（件/套）", true), new TableColumn("丙", true));

    private static TableSheet Sheet(IEnumerable<IReadOnlyList<TableCell>> rows) =>
        new("清单", [.. Three.Columns.Select(c => new TableHeading(c.Name))], rows.ToAsyncEnumerable());

    private static async Task<byte[]> WriteAsync(TableFormat format, params TableSheet[] sheets)
    {
        using var stream = new MemoryStream();
        await (format == TableFormat.Xlsx ? XlsxTableWriter.WriteAsync(stream, sheets, default)
            : CsvTableWriter.WriteAsync(stream, sheets[0], default));
        return stream.ToArray();
    }

    /// <summary>What a reader is promised of a text: no invisible characters, no blank ends, blank is nothing.</summary>
    private static string? Promised(string text) => CellText.Clean(text, out _).Trim() is { Length: > 0 } kept ? kept : null;

    [Theory]
    [InlineData(TableFormat.Xlsx)]
    [InlineData(TableFormat.Csv)]
    public void What_is_written_is_read_back_whatever_the_texts_hold(TableFormat format) =>
        Prop.ForAll(AnyRows, rows =>
        {
            var file = WriteAsync(format, Sheet(rows.Select(r => r.Select(TableCell.From).ToArray()))).GetAwaiter().GetResult();
            var read = Samples.ReadAsync(file, Three).GetAwaiter().GetResult();
            var expected = rows.Select(r => r.Select(Promised).ToArray()).Where(r => r.Any(c => c is not null)).ToList();
            Assert.Equal(expected, read.Rows.Select(r => Three.Columns.Select(c => r[c.Name]).ToArray()));
            Assert.All(read.Rows, r => Assert.Empty(r.Findings));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(20261120, 1));

    [Fact]
    public async Task Another_program_reads_our_workbooks_and_the_validator_finds_nothing()
    {
        var sheet = Sheet([["=1+1", 12.5m, new DateOnly(2024, 3, 5)], [TableCell.From("改过") with { Marked = true }, 7, default],
            ["12345678901234567890", 12345678901234567890m, ""]]) with
        {
            Title = "博物馆清单",
            Notes = ["来源：示例", "标色的格是改动"],
        };
        var file = await WriteAsync(TableFormat.Xlsx, sheet, sheet with { Name = "清单" });

        using (var document = SpreadsheetDocument.Open(new MemoryStream(file), isEditable: false))
        {
            Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}"));
        }
        using var reader = ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(file));
        Assert.Equal(("清单", 2), (reader.Name, reader.ResultsCount));
        for (var i = 0; i < 5; i++)
        {
            reader.Read();
        }
        Assert.Equal(("=1+1", 12.5, new DateTime(2024, 3, 5)), (reader.GetString(0), reader.GetDouble(1), reader.GetDateTime(2)));
        Assert.True(reader.NextResult());
        Assert.Equal("清单 (2)", reader.Name);
    }

    [Fact]
    public async Task Csv_opens_well_in_Chinese_Excel_and_runs_no_formula()
    {
        var text = Encoding.UTF8.GetString(await WriteAsync(TableFormat.Csv, Sheet([["=cmd|' /C calc'!A0", -5, "甲,乙"]])));
        Assert.Equal("\ufeff甲,乙（件/套）,丙\r\n\"'=cmd|' /C calc'!A0\",-5,\"甲,乙\"\r\n", text);
    }

    [Theory]
    [InlineData("a/b[c]:d*e?f\\g", "a-b-c--d-e-f-g")]
    [InlineData("", "_")]
    [InlineData("History", "History_")]
    [InlineData("'引号'", "引号")]
    [InlineData("这是一个非常非常非常非常非常非常非常非常长的工作表名称一二三四五", "这是一个非常非常非常非常非常非常非常非常长的工作表名称一二三四")]
    public void Sheet_names_are_made_acceptable(string wanted, string name) => Assert.Equal(name, SheetNames.Free(wanted, []));

    [Fact]
    public async Task A_download_carries_its_Chinese_name_and_a_plain_one()
    {
        var context = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        using var body = new MemoryStream();
        context.Response.Body = body;
        await new TableDownload("山西省/博物馆 名录", TableFormat.Xlsx, Sheet([["a", 1, "b"]])).ExecuteAsync(context);
        Assert.Contains("filename*=UTF-8''%E5%B1%B1%E8%A5%BF%E7%9C%81-%E5%8D%9A", context.Response.Headers.ContentDisposition.ToString(),
            StringComparison.Ordinal);
        Assert.StartsWith("attachment", context.Response.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        Assert.Single((await Samples.ReadAsync(body.ToArray(), Three)).Rows);
    }

    [Theory]
    [InlineData(TableFormat.Xlsx)]
    [InlineData(TableFormat.Csv)]
    public async Task Two_hundred_thousand_rows_are_written_and_read_in_bounded_memory(TableFormat format)
    {
        const int count = 200_000;
        var path = Path.GetTempFileName();
        try
        {
            long most = 0;
            var before = GC.GetTotalMemory(forceFullCollection: true);
            void Measure(int row)
            {
                if (row % 40_000 == 0)
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }
            IEnumerable<IReadOnlyList<TableCell>> Rows()
            {
                for (var i = 0; i < count; i++)
                {
                    Measure(i);
                    yield return [i, string.Create(CultureInfo.InvariantCulture, $"第{i}件藏品"), "一般"];
                }
            }
            await using (var file = File.Create(path))
            {
                await (format == TableFormat.Xlsx ? XlsxTableWriter.WriteAsync(file, [Sheet(Rows())], default)
                    : CsvTableWriter.WriteAsync(file, Sheet(Rows()), default));
            }
            var read = 0;
            await using (var file = File.OpenRead(path))
            {
                using var table = (await TableReader.OpenAsync(file, Three, default)).Value;
                var end = await table.ReadRowsAsync((row, _) =>
                {
                    Measure(read++);
                    return ValueTask.CompletedTask;
                }, default);
                Assert.Equal(count, end.Value.Rows);
            }
            Assert.True(most < 12 << 20, $"{most >> 10} KB held");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Marked_cells_carry_their_notes_and_spreadsheets_accept_the_file()
    {
        IReadOnlyList<TableCell>[] rows =
        [
            ["a", "b", TableCell.From("新") with { Marked = true, Note = "原值：旧 & <古>" }],
            [TableCell.From(null) with { Marked = true, Note = "原值：x" }, "b", 3],
        ];
        var file = await WriteAsync(TableFormat.Xlsx, Sheet(rows), Sheet(rows[1..]));
        using var document = SpreadsheetDocument.Open(new MemoryStream(file), false);
        Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var notes = document.WorkbookPart!.WorksheetParts.SelectMany(p => p.WorksheetCommentsPart!.Comments.Descendants<DocumentFormat.OpenXml.Spreadsheet.Comment>()).ToList();
        Assert.Equal(["A2", "A3", "C2"], notes.Select(n => n.Reference!.Value!).Order());
        Assert.Contains(notes, n => n.InnerText == "原值：旧 & <古>");
        Assert.All(document.WorkbookPart.WorksheetParts, p => Assert.Single(p.VmlDrawingParts));
    }
}
