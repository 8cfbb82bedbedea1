using System.Text;
using Guanlian.Platform.Tables;

namespace Guanlian.Unit.Platform.Tables;

public sealed class ReadingJson
{
    private static readonly TableShape Objects = new(
        new TableColumn("number", true), new TableColumn("title.en"), new TableColumn("title.zh-hant"), new TableColumn("tags"),
        new TableColumn("makers.name"), new TableColumn("makers.role"));

    private const string Two = """
        {"number":"1","title":{"en":"Bowl","zh-hant":"碗"},"tags":["a","b"],"makers":[{"name":"甲","role":null},{"name":"乙","role":"印"}],"width":5.10,"public":true}
        {"number":"2","title":{"en":null},"makers":[],"note":{"deep":{"er":"x"}}}
        """;

    [Theory]
    [InlineData("{0}\n{1}\n")]
    [InlineData("[{0},\n {1}]")]
    [InlineData("\ufeff{{\"count\": 2, \"objects\": [{0}, {1}]}}")]
    public async Task Lines_an_array_or_a_list_inside_an_object_give_the_same_rows(string format)
    {
        var lines = Two.Split('\n');
        var read = await Samples.ReadAsync(string.Format(null, format, lines[0], lines[1]), Objects);
        Assert.Null(read.Refused);
        Assert.Equal(["1", "2"], read.Rows.Select(r => r["number"]));
        Assert.Equal(("Bowl", "碗", "a\nb"), (read.Rows[0]["title.en"], read.Rows[0]["title.zh-hant"], read.Rows[0]["tags"]));
        Assert.Equal(("甲\n乙", "␀\n印"), (read.Rows[0]["makers.name"], read.Rows[0]["makers.role"]));
        Assert.Equal([new("width", "5.10"), new("public", "true")], read.Rows[0].Extra);
        Assert.Equal([new("note.deep.er", "x")], read.Rows[1].Extra);
        Assert.Equal("JSON", read.Format);
    }

    [Fact]
    public async Task An_odd_line_break_inside_a_string_splits_nothing()
    {
        var read = await Samples.ReadAsync("{\"number\":\"1\",\"title\":{\"en\":\"one\u0085two\"}}\n{\"number\":\"2\",\"title\":{\"en\":\"a\u2028b\"}}\n", Objects);
        Assert.Equal(["one\ntwo", "ab"], read.Rows.Select(r => r["title.en"]));
    }

    [Fact]
    public async Task Where_it_breaks_off_is_told()
    {
        var read = await Samples.ReadAsync("{\"number\":\"1\",\"title\":{\"en\":\"a\"}}\n{\"number\":\"2\"\n", Objects);
        Assert.Equal(TableWords.JsonBroken, read.Refused?.Code);
    }

    [Theory]
    [InlineData("{\\rtf1 x}")]
    [InlineData("[编号],名称\n1,鼎\n")]
    public async Task What_only_begins_like_json_is_read_as_what_it_is(string text)
    {
        var read = await Samples.ReadAsync(text, new TableShape(new TableColumn("编号", true), new TableColumn("名称", true)));
        Assert.NotEqual("JSON", read.Format);
        Assert.NotEqual(TableWords.JsonBroken, read.Refused?.Code);
    }

    [Fact]
    public void A_look_at_a_table_finds_the_header_below_title_and_note()
    {
        const string csv = "某县博物馆藏品清单,,\n单位：件,,\n编号,名称,年代\n1,鼎,商\n2,尊,\n";
        var look = TableReader.Look(new MemoryStream(Encoding.UTF8.GetBytes(csv)), 10, new TableLimits()).Value;
        var sheet = Assert.Single(look.Sheets);
        Assert.Equal((3, 2), (sheet.HeaderRow, sheet.Rows.Count));
        Assert.Equal(["编号", "名称", "年代"], sheet.Headings);
        Assert.Equal(["1", "2"], sheet.Samples(0));
    }

    [Fact]
    public async Task A_cascade_may_stand_over_several_columns()
    {
        var shape = new TableShape(new TableColumn("名称", true), new TableColumn("年代") { Several = true, OtherNames = ["年代二级", "朝代"] });
        var read = await Samples.ReadAsync("年代,名称,年代,年代二级,别的\n中国历史学年代,鼎,清,乾隆,x\n,尊,,商,\n", shape);
        Assert.Equal(["中国历史学年代", "清", "乾隆"], read.Rows[0].All("年代"));
        Assert.Equal(["商"], read.Rows[1].All("年代"));
        Assert.Equal([new("别的", "x")], read.Rows[0].Extra);
    }
}
