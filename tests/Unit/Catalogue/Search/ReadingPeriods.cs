using Guanlian.Catalogue.Search.Periods;

namespace Guanlian.Unit.Catalogue.Search;

[Trait("Requirement", "W12")]
public sealed class ReadingPeriods
{
    [Theory]
    [InlineData("清", 1616, 1911)]
    [InlineData("清康熙", 1662, 1722)]
    [InlineData("清代乾隆年间", 1736, 1795)]
    [InlineData("清·乾隆", 1736, 1795)]
    [InlineData("乾隆四十五年", 1780, 1780)]
    [InlineData("光绪廿三年", 1897, 1897)]
    [InlineData("康熙元年", 1662, 1662)]
    [InlineData("民国二十三年", 1934, 1934)]
    [InlineData("民国23年", 1934, 1934)]
    [InlineData("乾隆壬寅", 1782, 1782)]
    [InlineData("明末清初", 1595, 1665)]
    [InlineData("汉魏", -206, 265)]
    [InlineData("唐宋", 618, 1279)]
    [InlineData("清末民初", 1862, 1927)]
    [InlineData("春秋战国", -770, -221)]
    [InlineData("明万历至清康熙", 1573, 1722)]
    [InlineData("战国晚期", -305, -221)]
    [InlineData("晚清", 1813, 1911)]
    [InlineData("公元前206年", -206, -206)]
    [InlineData("前206–220", -206, 220)]
    [InlineData("公元220年", 220, 220)]
    [InlineData("19世纪", 1801, 1900)]
    [InlineData("公元前3世纪", -300, -201)]
    [InlineData("20世纪80年代", 1980, 1989)]
    [InlineData("1980年代", 1980, 1989)]
    [InlineData("1934年5月3日", 1934, 1934)]
    [InlineData("2024.3.5", 2024, 2024)]
    [InlineData("1736年—1795年", 1736, 1795)]
    [InlineData("1955-1957", 1955, 1957)]
    [InlineData("1966-67", 1966, 1967)]
    [InlineData("约1860年", 1855, 1865)]
    [InlineData("仰韶文化", -5000, -3000)]
    [InlineData("北宋庆历三年", 1043, 1043)]
    [InlineData("唐开元", 713, 741)]
    [InlineData("汉建元二年", -139, -139)]
    [InlineData("金大定", 1161, 1189)]
    [InlineData("淸康熙", 1662, 1722)]
    [InlineData("乾隆時期", 1736, 1795)]
    [InlineData("Qing dynasty", 1616, 1911)]
    [InlineData("Qianlong period (1736-1795)", 1736, 1795)]
    [InlineData("18th century", 1701, 1800)]
    [InlineData("early 19th century", 1801, 1833)]
    [InlineData("late Ming", 1553, 1644)]
    [InlineData("c. 1860", 1855, 1865)]
    [InlineData("circa 1966–1967", 1966, 1967)]
    [InlineData("17th-18th century", 1601, 1800)]
    [InlineData("206 BC", -206, -206)]
    [InlineData("1980s", 1980, 1989)]
    [InlineData("Ming dynasty (1368–1644)", 1368, 1644)]
    [InlineData("Warring States", -475, -221)]
    [InlineData("K'ang-hsi period", 1662, 1722)]
    public void Years(string words, int from, int to)
    {
        var whole = PeriodReader.Read(words)?.Whole;
        Assert.Equal(new YearSpan(from, to), whole);
    }

    [Theory]
    [InlineData("唐以前", null, 617)]
    [InlineData("唐以后", 908, null)]
    [InlineData("1949年以后", 1949, null)]
    [InlineData("before 1900", null, 1899)]
    [InlineData("after 1949", 1949, null)]
    public void Open_sides(string words, int? from, int? to) => Assert.Equal(new YearSpan(from, to), PeriodReader.Read(words)?.Whole);

    [Fact]
    public void A_cyclic_year_of_a_long_reign_is_read_as_each_year_that_fits() =>
        Assert.Equal([new(1662, 1662), new(1722, 1722)], PeriodReader.Read("康熙壬寅")!.Spans);

    [Fact]
    public void A_reign_title_of_several_dynasties_is_read_as_each_unless_the_dynasty_is_named()
    {
        Assert.True(PeriodReader.Read("大安")!.Spans.Count > 1);
        Assert.Equal([new(1209, 1211)], PeriodReader.Read("金大安")!.Spans);
    }

    [Theory]
    [InlineData("年代不详")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("甲乙")]
    [InlineData("undated")]
    public void No_time(string words) => Assert.Null(PeriodReader.Read(words));

    [Theory]
    [InlineData("清乾隆仿明", "清·乾隆")]
    [InlineData("清 光绪", "清·光绪")]
    public void Says_how_it_was_read(string words, string said) => Assert.StartsWith(said, PeriodReader.Read(words)!.Said, StringComparison.Ordinal);

    [Fact]
    public void Every_reign_lies_near_its_dynasty_and_has_years_in_order()
    {
        foreach (var era in new[] { "清", "明", "北宋", "南宋", "元", "唐" })
        {
            Assert.NotNull(Eras.Called(era));
        }

        Assert.Equal(1, YearSpan.Move(-1, 1));
        Assert.Equal(-1, YearSpan.Move(1, -1));
    }
}
