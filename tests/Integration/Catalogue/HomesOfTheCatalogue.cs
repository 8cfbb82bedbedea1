using Guanlian.Catalogue.Access;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Integration.Catalogue.Search;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Catalogue;

/// <summary>What the catalogue has to say on the first page of each role.</summary>
public sealed class HomesOfTheCatalogue(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly Keepers keepers = new(host);

    [Fact]
    public async Task A_keepers_home_says_what_to_do_first_then_how_far_she_is_and_that_nothing_is_left()
    {
        var keeper = await keepers.NewAsync(role: Roles.Coordinator);
        Assert.Contains("还没有藏品档案", await keeper.PageAsync("/"), StringComparison.Ordinal);
        var serial = (await keeper.SaveAsync(null, new() { ["title"] = "家页玉璧", ["number"] = "家-1" })).Value.Serial;
        var home = await keeper.PageAsync("/");
        Assert.Contains($"collections/{keeper.Code}?state=draft", home, StringComparison.Ordinal);
        Assert.Contains("家页玉璧", home, StringComparison.Ordinal);
        await keeper.BinAsync(serial, Guanlian.Catalogue.Objects.BinObject.Step.Bin, "重复");
        var other = await keepers.NewAsync();
        await new CatalogueWorld(host).WriteAsync(SearchWorld.Draft(other.Museum, "家-2", "无人问津之物") with { State = Guanlian.Catalogue.Data.ObjectState.Review });
        Assert.Contains("没有差一步的档案", await other.PageAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_association_reads_what_its_members_brought_in_and_of_no_others()
    {
        var cluster = await host.NewClusterAsync("家页联盟");
        using var office = host.ClientFor(await host.PersonAsAsync(Roles.Secretariat, cluster));
        var (member, stranger, world) = (await keepers.NewAsync(), await keepers.NewAsync(), new CatalogueWorld(host));
        await host.JoinAsync(cluster, member.Museum);
        Assert.Contains("近期没有新增", await HomeAsync(office), StringComparison.Ordinal);
        await world.WriteAsync(
            SearchWorld.Draft(member.Museum, "来-1", "新来的瓶"), SearchWorld.Draft(member.Museum, "来-2", "协会可见的瓶") with { Level = Level.Association },
            SearchWorld.Draft(member.Museum, "来-3", "馆内的瓶") with { Level = Level.Staff }, SearchWorld.Draft(stranger.Museum, "来-4", "别家的瓶"));
        var home = await HomeAsync(office);
        Assert.Contains("1 家成员馆，2 条档案", home, StringComparison.Ordinal);
        Assert.Contains("新来的瓶", home, StringComparison.Ordinal);
        Assert.Contains("协会可见的瓶", home, StringComparison.Ordinal);
        Assert.DoesNotContain("馆内的瓶", home, StringComparison.Ordinal);
        Assert.DoesNotContain("别家的瓶", home, StringComparison.Ordinal);

        // A visitor's first page has what is public, and nothing else.
        using var visitor = host.NewClient();
        var first = await HomeAsync(visitor);
        Assert.Contains("新来的瓶", first, StringComparison.Ordinal);
        Assert.DoesNotContain("协会可见的瓶", first, StringComparison.Ordinal);
    }

    private static async Task<string> HomeAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        return await Keepers.TextAsync(answer);
    }
}
