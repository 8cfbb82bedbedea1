using Guanlian.Catalogue.Codes;

namespace Guanlian.Unit.Catalogue;

public sealed class ReadingCodes
{
    private static readonly CodeBook Book = CodeBook.Standard;

    [Fact]
    public void The_categories_are_the_35_of_the_census_in_their_order()
    {
        var list = Book["category"];

        Assert.Equal(35, list.Entries.Count);
        Assert.Equal(Enumerable.Range(1, 35).Select(n => $"{n:00}"), list.Entries.Select(e => e.Code));
        Assert.Equal(("标本、化石", "其他"), (list.Find("34")!.Zh, list.Find("35")!.Zh));
        Assert.Equal(35, list.Views.Single().Groups.SelectMany(g => g.Holds).Distinct().Count());
    }

    [Fact]
    public void Every_entry_has_words_in_both_languages_and_a_sound_and_stands_below_an_entry_that_exists()
    {
        Assert.NotEmpty(Book.Lists);
        foreach (var list in Book.Lists)
        {
            Assert.NotEmpty(list.Entries);
            Assert.All(list.Entries, e =>
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Zh) || string.IsNullOrWhiteSpace(e.En), e.Code);
                Assert.True(e.Sound.Length > 0 || !e.Zh.Any(char.IsLetter), $"{list.Name} {e.Code}");
                Assert.True(e.Parent is null || list.Find(e.Parent) is not null, e.Code);
                Assert.True(e.From is null || e.To is null || e.From <= e.To, e.Code);
                Assert.NotEqual(0, e.From);
            });
        }
    }

    [Fact]
    public void Every_word_of_a_list_is_read_as_its_own_entry()
    {
        foreach (var list in Book.Lists)
        {
            Assert.All(list.Entries, e => Assert.Equal(e, list.Read(e.Zh).Entry));
            Assert.All(list.Entries.Where(e => e.Label is not null), e => Assert.Equal(e, list.Read(e.Label).Entry));
            Assert.All(list.Entries.SelectMany(e => e.Also.Select(a => (e, a))), p =>
                Assert.True(list.Read(p.a).Entry == p.e || list.Read(p.a).Others.Contains(p.e), $"{list.Name}: {p.a}"));
        }
    }

    [Theory]
    [InlineData("清代", "清")]
    [InlineData("清(1616~1911)", "清")]
    [InlineData("清（1616～1911）", "清")]
    [InlineData("中国历史学年代,商(前1600~前1046)", "商")]
    [InlineData("清·乾隆", "乾隆")]
    [InlineData("清乾隆", "乾隆")]
    [InlineData("战国", "战国")]
    [InlineData("战国时代", "战国")]
    [InlineData("三国•魏", "三国魏")]
    [InlineData("宋", "宋")]
    [InlineData("金", "金")]
    [InlineData(" 年代不详 ", "年代不详")]
    [InlineData("Tang", "唐")]
    public void A_period_is_read_however_it_is_written(string text, string expected) =>
        Assert.Equal(expected, Book["period"].Read(text).Entry?.Zh);

    [Fact]
    public void A_word_of_two_lists_is_read_only_in_the_list_of_its_field()
    {
        Assert.True(Book.IsHomograph("金"));
        Assert.Equal(("1.2.10", "material"), (Book["material"].Read("金").Entry!.Code, Book["material"].Read("金").Entry!.List));
        Assert.Equal(1115, Book["period"].Read("金").Entry!.From);
        Assert.Null(Book["material"].Read("清").Entry);
        Assert.False(Book.IsHomograph("清"));
    }

    [Fact]
    public void A_slip_of_the_pen_finds_the_nearest_word_and_nonsense_finds_none()
    {
        Assert.Contains(Book["preservation"].Read("状态稳定，不须修复").Nearest, e => e.Code == "1");
        Assert.Contains(Book["category"].Read("瓷噐").Nearest, e => e.Zh == "瓷器");
        Assert.Empty(Book["category"].Read("一二三四五六七八九十").Nearest);
        Assert.Null(Book["category"].Read(new string('瓷', 100_000)).Entry);
    }

    [Theory]
    [InlineData("period", "kx", "康熙")]
    [InlineData("period", "qianl", "乾隆")]
    [InlineData("category", "cq", "瓷器")]
    [InlineData("category", "瓷", "瓷器")]
    [InlineData("material", "tong", "铜")]
    public void Typing_pinyin_or_a_part_suggests_the_entry_first(string list, string typed, string expected) =>
        Assert.Equal(expected, Book[list].Suggest(typed)[0].Zh);

    [Fact]
    public void A_tree_knows_what_is_above_and_below()
    {
        var period = Book["period"];

        Assert.Equal(["中国历史学年代", "清", "康熙"], period.Path(period.Read("康熙").Entry!.Code).Select(e => e.Zh));
        Assert.Contains(period.Within("3.19"), e => e.Zh == "康熙");
        Assert.Equal("清", period.InStandard(period.Read("康熙").Entry!.Code)!.Zh);
        Assert.Equal(["康熙", "清"], period.Meeting(1700, 1700).Where(e => e.Code.StartsWith("3.", StringComparison.Ordinal)).Select(e => e.Zh));
    }

    [Fact]
    public void A_code_of_an_older_version_becomes_the_present_one_where_that_is_known_and_nothing_where_it_is_not()
    {
        var list = new CodeList("x", "2", "试", "Trial", "", [new("x", "2", "a", "甲", "A"), new("x", "2", "b", "乙", "B")])
        {
            Older = [new("1", new Dictionary<string, string> { ["1"] = "b" }, "")],
        };

        Assert.Equal("乙", list.Find("1", "1")!.Zh);
        Assert.Null(list.Find("2", "1"));
        Assert.Equal("甲", list.Find("a", "2")!.Zh);
        Assert.Null(Book["category"].Find("01", "2012"));
    }
}
