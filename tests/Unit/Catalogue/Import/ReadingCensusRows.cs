using System.Text;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Import;
using Guanlian.Catalogue.Profiles;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Tables;

namespace Guanlian.Unit.Catalogue.Import;

public sealed class ReadingCensusRows
{
    internal static async Task<List<ProposedRow>> ReadAsync(byte[] file, string layout = "census", IReadOnlyDictionary<string, Person>? people = null)
    {
        var mapping = Mappings.Shipped[layout];
        var opened = await TableReader.OpenAsync(new MemoryStream(file), mapping.Shape(), default);
        Assert.True(!opened.Refused, opened.Refusal?.Code);
        using var table = opened.Value;
        var reader = new RowReader(mapping, ProfileBook.Shipped[mapping.Profile], CodeBook.Standard, people ?? new Dictionary<string, Person>());
        var rows = new List<ProposedRow>();
        Assert.False((await table.ReadRowsAsync((row, _) =>
        {
            if (reader.Read(row) is { } read)
            {
                rows.Add(read);
            }

            return ValueTask.CompletedTask;
        }, default)).Refused);
        return rows;
    }

    private static async Task<ProposedRow> OneAsync(params (string Column, string Text)[] cells) =>
        (await ReadAsync(Encoding.UTF8.GetBytes(MadeWorkbook.Csv(
            [[.. cells.Select(c => c.Text).Prepend("碗").Prepend("总1")]], [.. cells.Select(c => c.Column).Prepend("藏品名称").Prepend("总登记号")]))))[0];

    [Fact]
    public async Task A_made_workbook_is_read_without_a_finding_from_a_workbook_and_from_text_in_both_encodings()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var csv = MadeWorkbook.Csv(MadeWorkbook.Rows(300));
        var fromWorkbook = await ReadAsync(await MadeWorkbook.XlsxAsync(300));
        Assert.Equal(300, fromWorkbook.Count);
        Assert.Empty(fromWorkbook.SelectMany(r => r.Findings).Select(f => $"{f.Code} {f.Place.Column} {f.Value}").Distinct());
        foreach (var file in new[] { Encoding.UTF8.GetBytes(csv), Encoding.GetEncoding("gb18030").GetBytes(csv) })
        {
            Assert.Equal(fromWorkbook.Select(Text), (await ReadAsync(file)).Select(Text));
        }

        static string Text(ProposedRow row) => string.Join('|', row.Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key}={f.Value}"));
    }

    [Fact]
    public async Task Columns_may_stand_in_any_order_under_a_title_and_two_rows_of_headings()
    {
        const string csv = "某馆藏品,,,,\n,尺寸,,年代,\n藏品名称,通长,尺寸单位,年代一级,年代二级\n,,,,总登记号\n";
        var rows = await ReadAsync(Encoding.UTF8.GetBytes(csv.Replace(",,,,总登记号\n", "", StringComparison.Ordinal)
            .Replace("年代二级\n", "年代二级,总登记号\n", StringComparison.Ordinal) + "瓶,12,mm,中国历史学年代,明,甲1\n合计,,,,,\n"));
        var row = Assert.Single(rows);
        Assert.Equal(("甲1", "瓶", """{"number":12,"unit":"mm"}"""), (row.Key, row.Label, row.Fields["length"]));
        Assert.Contains("\"明\"", row.Fields["period"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("类别", "瓷器", "03")]
    [InlineData("类别", "03", "03")]
    [InlineData("类别", " 瓷 器 ", "03")]
    [InlineData("类别", "玉石器、宝石", "01")]
    [InlineData("级别", "一级", "1")]
    public async Task Codes_are_read_by_word_and_by_code(string column, string text, string code)
    {
        var row = await OneAsync((column, text));
        Assert.Contains(row.Fields, f => f.Value?.Contains($"\"code\":\"{code}\"", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_word_that_no_list_has_is_kept_as_it_is_and_the_nearest_is_offered()
    {
        var row = await OneAsync(("类别", "瓷气"), ("材质", "竹、木"));
        Assert.Contains("\"as\":\"瓷气\"", row.Fields["category"], StringComparison.Ordinal);
        var finding = row.Findings.Single(f => f.Place.Column == "类别");
        Assert.Equal((ImportWords.NotInList, TableWeight.Notice, "C2"), (finding.Code, finding.Weight, finding.Place.Cell));
        Assert.Contains(finding.Holes, h => h.Name == "nearest" && ((string)h.Value!).Contains("瓷器", StringComparison.Ordinal));
        Assert.Contains(finding.Holes, h => h.Name == "accepted" && ((string)h.Value!).Contains("玉石器、宝石", StringComparison.Ordinal));
        Assert.Equal(2, ((CodedValue)FieldJson.Read(FieldKind.Coded, row.Fields["material"]!)).Words.Count);
    }

    [Fact]
    public async Task Numbers_of_several_kinds_keep_their_kind()
    {
        var row = await OneAsync(("分类号", "瓷12"), ("原号", "无"), ("其他编号类型", "索书号"), ("其他编号", "K1；K2"));
        Assert.Equal("""[{"type":"o1","number":"瓷12"}]""", row.Fields["otherNumbers.o1"]);
        Assert.Null(row.Fields["otherNumbers.o2"]);
        Assert.Equal("""[{"type":"03","number":"K1"},{"type":"03","number":"K2"}]""", row.Fields["otherNumbers"]);
    }

    [Theory]
    [InlineData("12.50", "厘米", """{"number":12.5,"unit":"cm"}""")]
    [InlineData("1,200mm", "", """{"number":1200,"unit":"mm"}""")]
    [InlineData("１２", "", """{"number":12,"unit":"cm"}""")]
    [InlineData("约30", "cm", """{"number":30,"unit":"cm","as":"约30"}""")]
    [InlineData("不详", "cm", null)]
    [InlineData("/", "", null)]
    public async Task Sizes_are_read_with_their_units(string text, string unit, string? json)
    {
        var row = await OneAsync(("通高", text), ("尺寸单位", unit));
        Assert.Equal(json, row.Fields["height"]);
        Assert.Empty(row.Findings);
    }

    [Fact]
    public async Task A_size_that_is_no_number_is_kept_beside_and_a_count_that_is_none_is_a_problem()
    {
        var row = await OneAsync(("通高", "残高三寸"), ("实际数量", "若干"));
        Assert.Null(row.Fields["height"]);
        Assert.Equal("\"残高三寸\"", row.Fields["extra.通高"]);
        Assert.Equal([(ImportWords.NotACount, TableWeight.Problem), (ImportWords.NotANumber, TableWeight.Notice)],
            row.Findings.Select(f => (f.Code, f.Weight)).OrderBy(f => f.Code));
    }

    [Theory]
    [InlineData("6107272180022400000001", null)]
    [InlineData("610727-2-18-00224-00000001", null)]
    [InlineData("610727218002240000001", ImportWords.CensusPilot)]
    [InlineData("61072721800224", ImportWords.CensusNumber)]
    [InlineData("0107272180022400000001", ImportWords.CensusNumber)]
    [InlineData("610727218002240000000X", ImportWords.CensusNumber)]
    public async Task Census_numbers_are_checked_and_kept_as_they_are(string number, string? code)
    {
        var row = await OneAsync(("普查编号", number));
        Assert.Equal($"\"{number}\"", row.Fields["censusNumber"]);
        Assert.Equal(code, row.Findings.SingleOrDefault()?.Code);
    }

    [Fact]
    public async Task What_no_field_takes_is_kept_under_its_heading_and_a_row_without_number_is_a_problem()
    {
        var rows = await ReadAsync(Encoding.UTF8.GetBytes("总登记号,藏品名称,柜号\n,无号碗,甲柜\n总2,瓶,\n"));
        Assert.Equal("\"甲柜\"", rows[0].Fields["extra.柜号"]);
        Assert.Equal(ImportWords.NumberMissing, rows[0].Findings.Single().Code);
        Assert.DoesNotContain("extra.柜号", rows[1].Fields.Keys);
    }

    [Fact]
    public async Task Texts_of_a_record_and_back_give_the_same_record()
    {
        var texts = new RecordTexts(CodeBook.Standard);
        foreach (var row in await ReadAsync(await MadeWorkbook.XlsxAsync(50)))
        {
            var record = texts.With(Guanlian.Catalogue.Objects.ObjectRecord.Empty(ProfileBook.Shipped["census"]), row.Fields);
            var said = row.Fields.Where(f => f.Value is not null).OrderBy(f => f.Key, StringComparer.Ordinal);
            Assert.Equal(said, texts.Of(record).OrderBy(f => f.Key, StringComparer.Ordinal));
            Assert.Equal(record.Write(), Guanlian.Catalogue.Objects.ObjectRecord.Read(record.Profile, record.Write()).Write());
        }
    }
}
