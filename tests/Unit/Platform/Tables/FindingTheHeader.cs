using Guanlian.Platform.Tables;

namespace Guanlian.Unit.Platform.Tables;

public sealed class FindingTheHeader
{
    [Fact]
    public async Task Width_blanks_brackets_and_order_of_headings_do_not_matter()
    {
        var read = await Samples.ReadAsync(
            "全国博物馆名录\n\n馆 名*,\"藏品数\n(件/套)\",序号：,省份,质量等级（最新）,性质,备注\n甲馆,12,1,山西省,一级,非国有,x\n", Samples.Register);
        Assert.Null(read.Refused);
        var row = Assert.Single(read.Rows);
        Assert.Equal(("甲馆", "12", "1", "一级", 4), (row["博物馆名称"], row["藏品数（件/套）"], row["序号"], row["质量等级"], row.Number));
        Assert.Equal([new("备注", "x")], row.Extra);
        Assert.False(row.Has("展览（个）"));
    }

    [Fact]
    public async Task A_group_row_above_the_header_tells_equal_headings_apart()
    {
        var shape = new TableShape(new TableColumn("名称", true), new TableColumn("藏品数量", true), new TableColumn("珍贵文物数量", true));
        var read = await Samples.ReadAsync("名称,藏品,,珍贵文物\n,数量,说明,数量\n甲,10,a,2\n", shape);
        var row = Assert.Single(read.Rows);
        Assert.Equal(("甲", "10", "2"), (row["名称"], row["藏品数量"], row["珍贵文物数量"]));
        Assert.Equal("珍贵文物 / 数量", row.Place("珍贵文物数量").Column);
        Assert.Equal([new("藏品 / 说明", "a")], row.Extra);
    }

    [Fact]
    public async Task A_missing_column_is_named_with_what_was_found_and_what_comes_near()
    {
        var read = await Samples.ReadAsync(Samples.RegisterText.Replace("质量等级", "质量级别"), Samples.Register);
        Assert.Equal((TableWords.ColumnsMissing, "质量等级", "「质量级别」→「质量等级」"), (read.Refused?.Code, read.Hole("missing"), read.Hole("near")));
        Assert.Contains("博物馆名称", (string)read.Hole("found")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_column_twice_is_refused_with_both_places()
    {
        var read = await Samples.ReadAsync("a,b,a\n1,2,3\n", new TableShape(new TableColumn("a", true), new TableColumn("b")));
        Assert.Equal((TableWords.ColumnTwice, "A1", "C1"), (read.Refused?.Code, read.Hole("first"), read.Hole("second")));
    }

    [Fact]
    public async Task A_bare_heading_is_not_guessed_between_two_that_differ_only_in_brackets()
    {
        var shape = new TableShape(
            new TableColumn("名称", true), new TableColumn("等级"), new TableColumn("数量（件/套）", true), new TableColumn("数量（实际）", true));
        var read = await Samples.ReadAsync("名称,等级,数量\n甲,一级,1\n", shape);
        Assert.Equal((TableWords.ColumnsMissing, "数量（件/套）、数量（实际）"), (read.Refused?.Code, read.Hole("missing")));
    }

    [Fact]
    public async Task A_header_repeated_on_a_later_page_is_no_row()
    {
        var read = await Samples.ReadAsync("名称,等级\n甲,一级\n名称,等级\n乙,二级\n", new TableShape(new TableColumn("名称"), new TableColumn("等级")));
        Assert.Equal(["甲", "乙"], read.Rows.Select(r => r["名称"]));
        Assert.Equal((TableWords.HeaderRepeated, 3), (read.Findings.Single().Code, read.Findings.Single().Place.Row));
    }

    [Theory]
    [InlineData("甲,乙\n丙,丁\n", TableWords.NoHeader)]
    [InlineData("序号,省份,博物馆名称,性质,质量等级,藏品数\n", TableWords.NoRows)]
    [InlineData("\n\n", TableWords.NoRows)]
    [InlineData("", TableWords.Empty)]
    public async Task Files_without_a_table_say_so(string text, string code) =>
        Assert.Equal(code, (await Samples.ReadAsync(text, Samples.Register)).Refused?.Code);
}
