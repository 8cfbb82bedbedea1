using System.Text;
using Guanlian.Platform.Tables;

namespace Guanlian.Unit.Platform.Tables;

public sealed class ReadingTextTables
{
    public static TheoryData<string, bool> Encodings => new()
    {
        { "utf-8", false }, { "utf-8", true }, { "gb18030", false }, { "gbk", false }, { "utf-16", true }, { "utf-16BE", true },
            { "utf-16", false },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task The_same_rows_come_out_of_every_encoding_that_offices_use(string name, bool mark)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        var file = (mark ? encoding.GetPreamble() : []).Concat(encoding.GetBytes(Samples.RegisterText)).ToArray();

        var read = await Samples.ReadAsync(file, Samples.Register);

        Assert.Null(read.Refused);
        Assert.Equal(20, read.Rows.Count);
        Assert.Equal(("4861", "八路军太行纪念馆", "69.6605"), (read.Rows[1]["序号"], read.Rows[1]["博物馆名称"], read.Rows[1]["参观人数（万人次）"]));
        Assert.Empty(read.Rows[1].Extra);
    }

    [Theory]
    [InlineData(',')]
    [InlineData('\t')]
    [InlineData(';')]
    public async Task The_delimiter_is_the_one_under_which_the_words_are_found(char delimiter)
    {
        var read = await Samples.ReadAsync(Samples.RegisterText.Replace(',', delimiter), Samples.Register);
        Assert.Equal((20, "安泽县博物馆"), (read.Rows.Count, read.Rows[0]["博物馆名称"]));
    }

    [Fact]
    public async Task Full_width_commas_are_named_as_the_reason()
    {
        var read = await Samples.ReadAsync(Samples.RegisterText.Replace(',', '，'), Samples.Register);
        Assert.Equal(TableWords.FullWidthComma, read.Refused?.Code);
    }

    [Fact]
    public async Task A_file_glued_from_two_encodings_is_refused_at_its_first_wrong_line()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var lines = Samples.RegisterText.Split('\n');
        var file = Encoding.UTF8.GetBytes(string.Join('\n', lines[..11]) + "\n").Concat(Encoding.GetEncoding("gb18030").GetBytes(lines[11]))
            .ToArray();

        var read = await Samples.ReadAsync(file, Samples.Register);

        Assert.Equal((TableWords.EncodingMixed, "12"), (read.Refused?.Code, read.Hole("line")));
    }

    [Fact]
    public async Task A_file_cut_in_the_middle_of_a_character_is_refused()
    {
        var whole = Encoding.UTF8.GetBytes(Samples.RegisterText);
        var cut = whole.AsSpan(0, whole.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes("馆")) + 1).ToArray();
        var read = await Samples.ReadAsync(cut, Samples.Register);
        Assert.Equal((TableWords.EncodingMixed, "21"), (read.Refused?.Code, read.Hole("line")));
    }

    [Fact]
    public async Task Bytes_that_are_no_text_in_any_encoding_are_refused_with_their_place()
    {
        var file = Encoding.ASCII.GetBytes("a,b\n1,2\n").Concat(new byte[] { 0xff, 0xff, (byte)'\n' }).ToArray();
        var read = await Samples.ReadAsync(file, new TableShape(new TableColumn("a")));
        Assert.Equal((TableWords.Encoding, "3", "8"), (read.Refused?.Code, read.Hole("line"), read.Hole("offset")));
    }

    [Fact]
    public async Task Quoted_fields_keep_commas_quotes_and_line_breaks_and_rows_count_as_in_a_spreadsheet()
    {
        var read = await Samples.ReadAsync(
            "名称,备注\r\n\"甲,\"\"乙\"\"\r\n丙\",x\r\n\r\n丁,y\r\n", new TableShape(new TableColumn("名称"), new TableColumn("备注")));
        Assert.Equal(["甲,\"乙\"\n丙", "丁"], read.Rows.Select(r => r["名称"]));
        Assert.Equal([2, 4], read.Rows.Select(r => r.Number));
        Assert.Equal(new TablePlace(null, 4, "备注", "B4"), read.Rows[1].Place("备注"));
    }

    [Fact]
    public async Task A_quote_that_is_never_closed_is_refused_where_it_was_opened()
    {
        var read = await Samples.ReadAsync("名称,备注\n甲,\"没有完\n乙,y\n", new TableShape(new TableColumn("名称"), new TableColumn("备注")));
        Assert.Equal((TableWords.OpenQuote, "B2"), (read.Refused?.Code, read.Hole("cell")));
    }

    [Fact]
    public async Task Control_characters_are_dropped_and_reported_with_their_cell()
    {
        var read = await Samples.ReadAsync(
            "名称,备注\n甲\u0001\u202e乙,\"一\u200b\"\n", new TableShape(new TableColumn("名称"), new TableColumn("备注")));
        Assert.Equal("甲乙", read.Rows[0]["名称"]);
        Assert.Equal([(TableWords.Stripped, "A2"), (TableWords.Stripped, "B2")], read.Rows[0].Findings.Select(f => (f.Code, f.Place.Cell)));
    }

    [Fact]
    public async Task Limits_stop_wide_rows_and_cut_long_cells()
    {
        var shape = new TableShape(
            new TableColumn("a"), new TableColumn("b"))
        { Limits = new() { CellsPerRow = 4, CellLength = 10, Rows = 2 } };
        Assert.Equal(TableWords.TooManyCells, (await Samples.ReadAsync("a,b\n1,2,3,4,5\n", shape)).Refused?.Code);
        Assert.Equal(TableWords.TooManyRows, (await Samples.ReadAsync("a,b\n1,2\n3,4\n5,6\n", shape)).Refused?.Code);
        var cut = await Samples.ReadAsync("a,b\n12345678901,2\n", shape);
        Assert.Equal(("1234567890", TableWords.TooLong), (cut.Rows[0]["a"], cut.Rows[0].Findings.Single().Code));
        Assert.Equal(TableWords.TooLarge, (await Samples.ReadAsync("a,b\n1,2\n", shape with { Limits = new() { Bytes = 5 } }))
            .Refused?.Code);
    }

    [Fact]
    public async Task The_full_registers_are_read_where_they_are_at_hand()
    {
        var folder = Path.Combine(Samples.Root, "../shared/data/museums-cn-register");
        if (!Directory.Exists(folder))
        {
            return;
        }
        foreach (var (name, count) in new[] { ("register-shanxi.csv", 226), ("register-shanghai.csv", 139) })
        {
            var read = await Samples.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(folder, name)), Samples.Register);
            Assert.Equal(count, read.Rows.Count);
            Assert.All(read.Rows, r => Assert.Empty(r.Findings));
        }
    }
}
