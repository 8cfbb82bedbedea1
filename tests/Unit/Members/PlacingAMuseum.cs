using Guanlian.Contracts.Members;
using Guanlian.Hosting;
using Guanlian.Members.Divisions;
using Guanlian.Members.Register;

namespace Guanlian.Unit.Members;

public sealed class PlacingAMuseum
{
    private static readonly DivisionBook Book = DivisionBook.Published;
    private static readonly Division Shanxi = Book.Find("140000")!;

    [Theory]
    [InlineData("新绛县博物馆", "140825", "a county's full name, not the 绛县 within it")]
    [InlineData("晋城市城区原本历史博物馆", "140502", "of the three 城区 the one behind 晋城市")]
    [InlineData("平遥唐都推光漆艺博物馆", "140728", "a short name that means one place")]
    [InlineData("山西平遥牛肉博物馆", "140728", "behind the province's name")]
    [InlineData("北朝博物馆（大同市博物馆分馆）", "140200", "a branch lies where its head's title says")]
    [InlineData("山西吕梁山革命博物馆", "140000", "a mountain")]
    [InlineData("晋中战役博物馆", "140000", "a battle")]
    [InlineData("彭真生平暨中共太原支部旧址纪念馆", "140000", "a name in the middle")]
    [InlineData("近代县域文化馆", "140000", "代县 inside other words")]
    [InlineData("城区博物馆", "140000", "there are two 城区")]
    public void Needs_a_place_at_the_head_of_the_title(string title, string code, string because) =>
        Assert.True(Placement.Of(Book, Shanxi, title, null).DivisionCode == code, because);

    [Theory]
    [InlineData("太原市博物馆", "山西省太原市晋源区广经路13号", "140110")]
    [InlineData("山西博物院", "太原市滨河西路北段13号", "140100")]
    [InlineData("武乡县博物馆", "长治市太行街1号", "140429")]
    [InlineData("武乡县博物馆", "大同市平城区1号", "140000")]
    public void Takes_the_nearer_of_title_and_address_and_nothing_when_they_differ(string title, string address, string code) =>
        Assert.Equal(code, Placement.Of(Book, Shanxi, title, address).DivisionCode);

    /// <summary>geo-*.csv was made by looking for names anywhere in the title; ours is stricter in three cases and laxer in none.</summary>
    [Trait("Requirement", "G02")]
    [FullFilesTheory]
    [InlineData("geo-shanxi.csv", "140000", "山西吕梁山革命博物馆", "彭真生平暨中共太原支部旧址纪念馆", "晋中战役博物馆")]
    [InlineData("geo-shanghai.csv", "310000")]
    public void Agrees_with_an_independent_placing(string file, string province, params string[] onlyTheirs)
    {
        var differ = new List<string>();
        foreach (var line in File.ReadLines(SharedData.Path($"museums-cn-register/{file}")).Skip(1))
        {
            var cells = line.Split(',');
            var ours = Placement.Of(Book, Book.Find(province)!, cells[1], cells[9].Length == 0 ? null : cells[9]);
            if (ours.DivisionCode != cells[3])
            {
                Assert.Equal(PlacedBy.Nothing, ours.By);
                differ.Add(cells[1]);
            }
        }

        Assert.Equal(onlyTheirs.Order(), differ.Order());
    }

    [Theory]
    [InlineData("武乡县博物馆", Ownership.StateCulture, PartyLevel.County)]
    [InlineData("汾阳市博物馆", Ownership.StateCulture, PartyLevel.County)]
    [InlineData("阳曲博物馆", Ownership.StateCulture, PartyLevel.County)]
    [InlineData("大同市博物馆", Ownership.StateCulture, PartyLevel.Prefecture)]
    [InlineData("运城博物馆", Ownership.StateCulture, PartyLevel.Prefecture)]
    [InlineData("山西博物院", Ownership.StateCulture, PartyLevel.Province)]
    [InlineData("山西省永乐宫壁画艺术博物馆", Ownership.StateCulture, PartyLevel.Province)]
    [InlineData("北朝博物馆（大同市博物馆分馆）", Ownership.StateCulture, PartyLevel.Prefecture)]
    [InlineData("山西国民师范旧址革命活动纪念馆", Ownership.StateCulture, PartyLevel.Unknown)]
    [InlineData("侯马晋国古都博物馆", Ownership.StateCulture, PartyLevel.Unknown)]
    [InlineData("大同市陨石博物馆", Ownership.NonState, PartyLevel.Unknown)]
    public void Has_a_level_only_where_the_title_says_it(string title, Ownership ownership, PartyLevel level) =>
        Assert.Equal(level, LevelRules.Of(Book, Shanxi, title, ownership));

    [Fact]
    public void Names_places_from_the_prefecture_down()
    {
        Assert.Equal("长治市武乡县", Book.Place("140429"));
        Assert.Equal("上海市浦东新区", Book.Place("310115"));
        Assert.Equal("仙桃市", Book.Place("429004"));
        Assert.Equal("山西省", Book.Place("140000"));
        Assert.Equal("", Book.Place("999999"));
        Assert.Equal((34, 342, 2975), (Book.Provinces.Count, Book.All.Count(d => d.Level == DivisionLevel.Prefecture), Book.All.Count(d => d.Level == DivisionLevel.County)));
    }

    [Fact]
    public void Measures_great_circles()
    {
        Assert.Equal(0, GreatCircle.Kilometres((112, 37), (112, 37)));
        Assert.Equal(20015, GreatCircle.Kilometres((0, 90), (0, -90)));
        Assert.Equal(1068.0, GreatCircle.Kilometres((116.4074, 39.9042), (121.4737, 31.2304)), 2.0);
    }
}
