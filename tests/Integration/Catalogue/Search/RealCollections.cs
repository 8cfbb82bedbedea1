using Guanlian.Catalogue.Access;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>Traditional, simplified, pinyin and period queries over real records of M+ and Carnegie (tests/Hosting/Samples/collections).</summary>
[Trait("Requirement", "W12")]
public sealed class RealCollections(GuanlianHost host) : IClassFixture<GuanlianHost>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Once = new(1);
    private static bool filled;
    private readonly SearchWorld world = new(host);

    public async Task InitializeAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (!filled)
            {
                filled = true;
                foreach (var (layout, file) in new[] { ("mplus", "mplus-200.jsonl"), ("cmoa", "cmoa-200.jsonl") })
                {
                    var desk = new ImportDesk(world.World, world.World.Actor(await world.World.MuseumAsync(), Roles.Coordinator));
                    await desk.ImportAsync(CollectionSamples.Read(file), layout, "Public");
                }
            }
        }
        finally
        {
            Once.Release();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("上环高升街", "上環高陞街")]
    [InlineData("華山三峽峯", "華山三峽峯")]
    [InlineData("华山三峡峰", "華山三峽峯")]
    [InlineData("huashan", "華山三峽峯")]
    [InlineData("hssxf", "華山三峽峯")]
    [InlineData("2012 1799", "上環高陞街")]
    [InlineData("20121799", "上環高陞街")]
    [InlineData("no:2012.1799", "上環高陞街")]
    [InlineData("amusterdam museum")]
    [InlineData("stedelijk museums", "阿姆斯特丹市立博物館")]
    [InlineData("\"textile fragment\" austrian", "Textile fragment")]
    public async Task Finds_exactly(string typed, params string[] names) => Assert.Equal(names, await world.NamesAsync(typed));

    [Theory]
    [InlineData("乾隆 bowl", "Bowl")]
    [InlineData("qianlong ceramic", "Bowl")]
    [InlineData("c. 1860", "Textile fragment")]
    [InlineData("18th century -japanese", "Bowl")]
    public async Task Finds_among_others(string typed, string name) => Assert.Contains(name, await world.NamesAsync(typed));

    [Theory]
    [InlineData("攝影", "摄影")]
    [InlineData("無題", "无题")]
    [InlineData("建築", "建筑")]
    [InlineData("Qing dynasty", "清代")]
    [InlineData("Kangxi", "康熙")]
    [InlineData("posters", "poster")]
    [InlineData("2012.1799", "2012-1799")]
    public async Task Twins_find_the_same(string one, string other) => Assert.Equal(await world.NamesAsync(one), await world.NamesAsync(other));

    /// <summary>Three of the four hundred have no title, and stay drafts until somebody gives them one.</summary>
    [Fact]
    public async Task Everything_published_is_counted_once() => Assert.Equal(397, (await world.AskAsync("", Reader.Visitor)).Total.Records);
}
