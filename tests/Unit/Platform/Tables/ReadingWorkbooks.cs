using System.Text;
using Guanlian.Platform.Tables;

namespace Guanlian.Unit.Platform.Tables;

public sealed class ReadingWorkbooks
{
    [Theory]
    [InlineData("register-shanxi-20.xls", "XLS")]
    [InlineData("register-shanxi-20-two-headers.xlsx", "XLSX")]
    public async Task Workbooks_of_other_programs_give_the_rows_of_the_register(string file, string format)
    {
        var text = await Samples.ReadAsync(Samples.RegisterText, Samples.Register);
        var book = await Samples.ReadAsync(Samples.File(file), Samples.Register);

        Assert.Null(book.Refused);
        Assert.Equal(format, book.Format);
        Assert.Equal(
            text.Rows.Select(r => Samples.Register.Columns.Select(c => r[c.Name])),
            book.Rows.Select(r => Samples.Register.Columns.Select(c => r[c.Name])));
        Assert.Equal((TableWords.SheetSkipped, "说明"), (book.Findings.Single().Code, book.Findings.Single().Place.Sheet));
    }

    [Theory]
    [InlineData("formulas-gnumeric.xlsx")]
    [InlineData("formulas-gnumeric.xls")]
    public async Task Formulas_give_their_saved_result_and_a_notice_and_errors_a_problem(string file)
    {
        var read = await Samples.ReadAsync(Samples.File(file), new TableShape(
            new TableColumn("序号", true), new TableColumn("藏品数", true), new TableColumn("入藏日期"), new TableColumn("登记号")));

        Assert.Equal(("1298", "2024-03-05", "007"), (read.Rows[0]["藏品数"], read.Rows[0]["入藏日期"], read.Rows[0]["登记号"]));
        Assert.Equal([("C2", TableWords.Formula), ("D2", TableWords.Formula)], read.Rows[0].Findings.Select(f => (f.Place.Cell, f.Code)));
        Assert.Equal((null, "1999-12-31"), (read.Rows[1]["藏品数"], read.Rows[1]["入藏日期"]));
        Assert.Equal([("C3", TableWords.Error, "#DIV/0!"), ("E3", TableWords.Inexact, "1234567890123460000000")],
            read.Rows[1].Findings.Select(f => (f.Place.Cell, f.Code, f.Value)));
    }

    [Fact]
    public async Task An_error_in_a_column_that_nobody_asked_for_is_only_a_notice()
    {
        var shape = new TableShape(new TableColumn("序号", true), new TableColumn("博物馆名称", true));
        var read = await Samples.ReadAsync(Samples.File("formulas-gnumeric.xlsx"), shape);
        Assert.Equal(TableWeight.Notice, read.Rows[1].Findings.Single(f => f.Code == TableWords.Error).Weight);
    }

    [Fact]
    public async Task A_formula_whose_result_was_never_saved_is_a_problem()
    {
        var file = Samples.Workbook($"<sheetData><row>{Samples.Inline("A1", "a")}{Samples.Inline("B1", "b")}</row>"
            + "<row r=\"2\"><c r=\"A2\"><f>1+1</f></c><c r=\"B2\"><v>1</v></c></row></sheetData>");
        var read = await Samples.ReadAsync(file, new TableShape(new TableColumn("a"), new TableColumn("b")));
        Assert.Equal((TableWords.FormulaWithoutValue, TableWeight.Problem),
            (read.Rows[0].Findings.Single().Code, read.Rows[0].Findings.Single().Weight));
    }

    [Fact]
    public async Task Merged_data_cells_are_reported_because_only_the_first_has_the_value()
    {
        var file = Samples.Workbook($"<sheetData><row>{Samples.Inline("A1", "a")}{Samples.Inline("B1", "b")}</row>"
            + $"<row>{Samples.Inline("A2", "x")}{Samples.Inline("B2", "1")}</row><row>{Samples.Inline("B3", "2")}</row></sheetData>"
            + "<mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>");
        var read = await Samples.ReadAsync(file, new TableShape(new TableColumn("a"), new TableColumn("b")));
        Assert.Equal((TableWords.Merged, "A2:A3"), (read.Findings.Single().Code, read.Findings.Single().Place.Cell));
        Assert.Null(read.Rows[1]["a"]);
    }

    public static TheoryData<string, byte[], string> NoTables => new()
    {
        { "a web page", Encoding.UTF8.GetBytes("\ufeff  <html><table><tr><td>序号</td></tr></table></html>"), TableWords.Html },
        { "a web page in UTF-16", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("<!DOCTYPE html><body>"))
            .ToArray(), TableWords.Html },
        { "an XML spreadsheet",
            Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"),
                TableWords.XmlSpreadsheet },
        { "a saved web archive", Encoding.UTF8.GetBytes("MIME-Version: 1.0\r\n"), TableWords.Html },
        { "any zip", Samples.Zip(("a.txt", "x")), TableWords.OtherKind },
        { "a Word document", Samples.Zip(("[Content_Types].xml", "<a/>"), ("word/document.xml", "<a/>")), TableWords.OtherKind },
        { "an OpenDocument", Samples.Zip(("mimetype", "x"), ("content.xml", "<a/>")), TableWords.OtherKind },
        { "a picture", [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0], TableWords.OtherKind },
        { "a PDF", Encoding.ASCII.GetBytes("%PDF-1.7"), TableWords.OtherKind },
        { "a locked new workbook", Samples.Container("EncryptionInfo", "EncryptedPackage"), TableWords.Encrypted },
        { "a locked old workbook", Samples.Container("Workbook"), TableWords.Encrypted },
        { "an old Word document", Samples.Container("WordDocument"), TableWords.OtherKind },
        { "some other container", Samples.Container("Contents"), TableWords.OtherKind },
        { "half a workbook", Samples.File("register-shanxi-20-two-headers.xlsx")[..3000], TableWords.Broken },
        { "half an old workbook", Samples.File("register-shanxi-20.xls")[..2000], TableWords.Broken },
        { "broken XML", Samples.Workbook("<sheetData><row><c"), TableWords.Broken },
        { "an empty workbook", Samples.Workbook("<sheetData/>"), TableWords.NoRows },
        { "an entity bomb", Samples.Workbook("<sheetData/>", strings: "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sst>&a;</sst>"),
            TableWords.Broken },
        { "binary", [1, 2, 0, 0, 3, 0, 0, 5, 255], TableWords.OtherKind },
    };

    [Theory]
    [MemberData(nameof(NoTables))]
    public async Task What_is_no_table_is_refused_by_its_content_whatever_its_name(string what, byte[] file, string code)
    {
        var read = await Samples.ReadAsync(file, Samples.Register);
        Assert.True(code == read.Refused?.Code, $"{what}: {read.Refused?.Code}");
    }

    [Fact]
    public async Task A_sheet_that_unpacks_beyond_reason_is_stopped()
    {
        var bomb = Samples.Workbook("<sheetData>" + new string(' ', 60 << 20) + "</sheetData>");
        Assert.True(bomb.Length < 1 << 20);
        Assert.Equal(TableWords.Bomb, (await Samples.ReadAsync(bomb, Samples.Register)).Refused?.Code);
    }

    [Fact]
    public async Task Every_truncation_of_a_workbook_is_a_named_refusal()
    {
        foreach (var name in new[] { "register-shanxi-20-two-headers.xlsx", "register-shanxi-20.xls" })
        {
            var whole = Samples.File(name);
            for (var length = 1; length < whole.Length; length += whole.Length / 97)
            {
                var read = await Samples.ReadAsync(whole[..length], Samples.Register);
                Assert.True(read.Refused is not null || read.Rows.Count == 20, $"{name} cut at {length}: {read.Rows.Count} rows");
            }
        }
    }

    [Theory]
    [InlineData("register-shanxi-20-two-headers.xlsx")]
    [InlineData("register-shanxi-20.xls")]
    [InlineData("formulas-gnumeric.xls")]
    [InlineData("register-shanxi-20.csv")]
    public async Task Damage_of_any_kind_is_answered_and_never_thrown(string name)
    {
        var whole = Samples.File(name);
        var chance = new Random(20261120);
        for (var round = 0; round < 150; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var hits = chance.Next(1, 8); hits > 0; hits--)
            {
                damaged[chance.Next(damaged.Length)] = (byte)chance.Next(256);
            }
            var caught = await Record.ExceptionAsync(
                () => Samples.ReadAsync(damaged, Samples.Register).WaitAsync(TimeSpan.FromMinutes(2)));
            Assert.True(caught is null, $"{name}, round {round}: {caught}");
        }
    }
}
