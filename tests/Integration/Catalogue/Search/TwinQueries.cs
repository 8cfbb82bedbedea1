using Guanlian.Hosting;
using Guanlian.Members.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>Two ways of asking the same find the same, and a time finds what lies in it.</summary>
[Trait("Requirement", "W12")]
public sealed class TwinQueries(GuanlianHost host) : IClassFixture<GuanlianHost>, IAsyncLifetime
{
    private static readonly SemaphoreSlim Once = new(1);
    private static string? code;
    private readonly SearchWorld world = new(host);

    public async Task InitializeAsync()
    {
        await Once.WaitAsync();
        try
        {
            if (code is not null)
            {
                return;
            }

            var museum = await world.World.MuseumAsync();
            await world.World.WriteAsync(
                SearchWorld.Draft(museum, "双1", "青花龍紋瓶", SearchWorld.Period("清康熙", from: 1662, to: 1722)),
                SearchWorld.Draft(museum, "双2", "粉彩碗", SearchWorld.Period("乾隆壬寅", from: 1782, to: 1782)),
                SearchWorld.Draft(museum, "双3", "五彩罐", SearchWorld.Period("明末清初", from: 1573, to: 1661)),
                SearchWorld.Draft(museum, "双4", "博局纹镜", SearchWorld.Period("汉魏", from: -206, to: 265)),
                SearchWorld.Draft(museum, "双5", "铜炉", SearchWorld.Period("明宣德", from: 1426, to: 1435)),
                SearchWorld.Draft(museum, "双6", "臺灣山水圖軸", SearchWorld.Period("清光绪", from: 1875, to: 1908)),
                SearchWorld.Draft(museum, "双7", "青銅鼎", SearchWorld.Period("商", from: -1600, to: -1046)),
                SearchWorld.Draft(museum, "双8", "西洋油画", SearchWorld.Period("公元1782年", from: 1782, to: 1782)));
            code = await host.WithAsync((MembersDb db) => db.Parties.Where(p => p.Id == museum).Select(p => p.Code).SingleAsync());
        }
        finally
        {
            Once.Release();
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("龙纹", "龍紋", "青花龍紋瓶")]
    [InlineData("青铜鼎", "青銅鼎", "青銅鼎")]
    [InlineData("台湾山水图", "臺灣山水圖", "臺灣山水圖軸")]
    [InlineData("qinghua", "青花", "青花龍紋瓶")]
    [InlineData("longwen ping", "龙纹 瓶", "青花龍紋瓶")]
    [InlineData("fencai wan", "粉彩 碗", "粉彩碗")]
    [InlineData("qhlw", "青花龙纹", "青花龍紋瓶")]
    [InlineData("康熙", "清康熙", "青花龍紋瓶")]
    [InlineData("Kangxi", "康熙", "青花龍紋瓶")]
    [InlineData("1662-1722年", "年代:康熙", "青花龍紋瓶")]
    [InlineData("乾隆壬寅", "公元1782年", "粉彩碗", "西洋油画")]
    [InlineData("乾隆四十七年", "1782年", "粉彩碗", "西洋油画")]
    [InlineData("年代:明末清初", "明末清初", "五彩罐")]
    [InlineData("年代:汉魏", "汉魏", "博局纹镜")]
    [InlineData("宣德", "1426-1435年", "铜炉")]
    [InlineData("商代", "商朝", "青銅鼎")]
    [InlineData("前1600年至前1046年", "公元前1600年至前1046年", "青銅鼎")]
    public async Task Find_the_same(string one, string other, params string[] names)
    {
        var expected = names.Order(StringComparer.Ordinal);
        Assert.Equal(expected, await FindAsync(one));
        Assert.Equal(expected, await FindAsync(other));
    }

    [Theory]
    [InlineData("康熙", "清")]
    [InlineData("乾隆壬寅", "乾隆")]
    [InlineData("乾隆", "清")]
    [InlineData("宣德", "明")]
    [InlineData("康熙", "17世纪后期至18世纪前期")]
    public async Task A_time_within_another_finds_some_of_what_that_finds(string inner, string outer)
    {
        var (less, more) = (await FindAsync(inner), await FindAsync(outer));
        Assert.NotEmpty(less);
        Assert.Subset(more.ToHashSet(), less.ToHashSet());
    }

    private Task<List<string>> FindAsync(string words) => world.NamesAsync(words, more: $"&museum={code}");
}
