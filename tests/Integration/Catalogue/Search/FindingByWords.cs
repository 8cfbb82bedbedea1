using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Hosting;

namespace Guanlian.Integration.Catalogue.Search;

[Trait("Requirement", "W12")]
public sealed class FindingByWords(GuanlianHost host) : IClassFixture<GuanlianHost>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Once = new(1);
    private static bool made;
    private readonly SearchWorld world = new(host);

    public async Task InitializeAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (made)
            {
                return;
            }

            made = true;
            var museum = await world.World.MuseumAsync();
            await world.World.WriteAsync(
                SearchWorld.Draft(museum, "新馆-2012.1799", "青花缠枝莲纹瓶", SearchWorld.Period("清康熙"), SearchWorld.Category("03")),
                SearchWorld.Draft(museum, "总00123", "臺閣山水圖軸", SearchWorld.Period("明万历"), ("author", new PeopleValue([new(WordsValue.Zh("董其昌"))]))),
                SearchWorld.Draft(museum, "A-7", "青白玉瓶", SearchWorld.Period("清", "3.19"), SearchWorld.Category("01")),
                SearchWorld.Draft(museum, "A-8", "康熙通宝", SearchWorld.Period("约1700年"), ("description", WordsValue.Zh("背满文，与青花无关"))),
                SearchWorld.Draft(museum, "A-9", "铜印", SearchWorld.Period("汉魏")),
                SearchWorld.Draft(museum, "A-10", "粉彩碗", SearchWorld.Period("乾隆壬寅")),
                SearchWorld.Draft(museum, "A-11", "画珐琅花卉盒") with
                {
                    Record = SearchWorld.Draft(museum, "A-11", "x").Record.With("title", new WordsValue(new(StringComparer.Ordinal) { ["zh"] = "画珐琅花卉盒", ["en"] = "Painted enamel boxes with flowers" })),
                });
        }
        finally
        {
            Once.Release();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("青花", "康熙通宝", "青花缠枝莲纹瓶")]
    [InlineData("瓶", "青白玉瓶", "青花缠枝莲纹瓶")]
    [InlineData("青花 瓶", "青花缠枝莲纹瓶")]
    [InlineData("青花缠枝蓮紋", "青花缠枝莲纹瓶")]
    [InlineData("台阁", "臺閣山水圖軸")]
    [InlineData("臺閣山水", "臺閣山水圖軸")]
    [InlineData("\"花无\"", "康熙通宝")]
    [InlineData("\"缠枝莲纹瓶\"", "青花缠枝莲纹瓶")]
    [InlineData("\"花缠瓶\"")]
    [InlineData("瓶 -玉", "青花缠枝莲纹瓶")]
    [InlineData("名称:青花", "青花缠枝莲纹瓶")]
    [InlineData("作者:董其昌", "臺閣山水圖軸")]
    [InlineData("名称:董其昌")]
    [InlineData("qinghua", "青花缠枝莲纹瓶")]
    [InlineData("shanshui tu", "臺閣山水圖軸")]
    [InlineData("qhcz", "青花缠枝莲纹瓶")]
    [InlineData("dqc")]
    [InlineData("20121799", "青花缠枝莲纹瓶")]
    [InlineData("2012.1799", "青花缠枝莲纹瓶")]
    [InlineData("编号:1799", "青花缠枝莲纹瓶")]
    [InlineData("新馆20121799", "青花缠枝莲纹瓶")]
    [InlineData("编号:总-00123", "臺閣山水圖軸")]
    [InlineData("enamelled box", "画珐琅花卉盒")]
    [InlineData("flower painting", "画珐琅花卉盒")]
    [InlineData("flowering vase")]
    public async Task Words(string typed, params string[] names) => Assert.Equal(names.Order(StringComparer.Ordinal), await world.NamesAsync(typed));

    [Theory]
    [InlineData("康熙", "康熙通宝", "青花缠枝莲纹瓶")]
    [InlineData("清", "康熙通宝", "粉彩碗", "青白玉瓶", "青花缠枝莲纹瓶")]
    [InlineData("清 -康熙", "粉彩碗", "青白玉瓶")]
    [InlineData("康熙青花", "青花缠枝莲纹瓶", "康熙通宝")]
    [InlineData("\"康熙通宝\"", "康熙通宝")]
    [InlineData("明", "臺閣山水圖軸")]
    [InlineData("1782", "粉彩碗")]
    [InlineData("18世纪", "粉彩碗")]
    [InlineData("17世纪后期至18世纪", "粉彩碗", "青白玉瓶", "青花缠枝莲纹瓶", "康熙通宝")]
    [InlineData("Kangxi", "青花缠枝莲纹瓶", "康熙通宝")]
    [InlineData("Qing dynasty", "康熙通宝", "粉彩碗", "青白玉瓶", "青花缠枝莲纹瓶")]
    [InlineData("年代:前206年至公元300年", "铜印")]
    [InlineData("年代:康熙", "青花缠枝莲纹瓶", "康熙通宝")]
    public async Task Times(string typed, params string[] names) => Assert.Equal(names.Order(StringComparer.Ordinal), await world.NamesAsync(typed));

    [Theory]
    [InlineData("臺閣", "台阁")]
    [InlineData("纏枝蓮", "缠枝莲")]
    [InlineData("2012.1799", "2012-1799")]
    [InlineData("２０１２１７９９", "20121799")]
    [InlineData("boxes", "BOX")]
    [InlineData("康熙", "清康熙")]
    [InlineData("粉彩盌", "粉彩碗")]
    public async Task Twins_find_the_same(string one, string other)
    {
        var found = await world.NamesAsync(one);
        Assert.NotEmpty(found);
        Assert.Equal(found, await world.NamesAsync(other));
    }

    [Fact]
    public async Task What_the_name_says_stands_first() =>
        Assert.Equal("青花缠枝莲纹瓶", (await world.AskAsync("?q=青花")).Rows[0].Object.Record.Title("zh"));

    [Fact]
    public async Task An_edit_is_found_at_once_and_by_every_copy_of_the_program()
    {
        var museum = await world.World.MuseumAsync();
        Assert.Empty(await world.NamesAsync("鸱吻"));
        var draft = SearchWorld.Draft(museum, "e1", "琉璃鸱吻");
        await world.World.WriteAsync(draft);
        Assert.Equal(["琉璃鸱吻"], await world.NamesAsync("鸱吻"));
        await world.World.WriteAsync(draft with { Version = 1, Level = Level.Staff });
        Assert.Empty(await world.NamesAsync("鸱吻"));
        Assert.Equal(["琉璃鸱吻"], await world.NamesAsync("鸱吻", Reader.AsStaff(museum)));
        await world.World.WriteAsync(draft with { Version = 2, State = Guanlian.Catalogue.Data.ObjectState.Binned });
        Assert.Empty(await world.NamesAsync("鸱吻", Reader.AsStaff(museum)));
    }

    [Theory]
    [InlineData("?q=%00&museum=%27;drop&category=zz,%22&page=-5&sort=x&view=y")]
    [InlineData("?q=%5c%27%20%26%20%7c%20%21%20:*%20%3c-%3e&period=3.19,3.19,-,=x")]
    [InlineData("?page=999999999999&image=maybe&grade=%ff")]
    public async Task Whatever_stands_in_the_address_is_answered(string query) => Assert.NotNull(await world.AskAsync(query));

    [Fact]
    public void A_time_needs_half_of_a_records_years()
    {
        Guanlian.Catalogue.Search.Periods.YearSpan[] kangxi = [new(1662, 1722)];
        Assert.True(PeriodHits.LiesIn(1700, 1700, kangxi));
        Assert.True(PeriodHits.LiesIn(1700, 1740, kangxi));
        Assert.False(PeriodHits.LiesIn(1616, 1911, kangxi));
        Assert.False(PeriodHits.LiesIn(Columns.NoYear, Columns.NoYear, kangxi));
    }
}
