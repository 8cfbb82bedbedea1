using System.Net;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Search.Kept;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>Every restricted field, tried through every door of the search.</summary>
[Trait("Requirement", "E07")]
public sealed class NothingHiddenThroughAnyDoor(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly SearchWorld world = new(host);

    private static readonly (string Field, Level Level, string Secret)[] Secrets =
    [
        ("condition", Level.Members, "冲口裂纹甲"), ("findPlace", Level.Association, "白杨墓乙"), ("sourceDetail", Level.Staff, "捐赠人丙某"), ("notes", Level.Staff, "内部备注丁"),
    ];

    [Fact]
    public async Task No_door_tells_a_reader_what_is_above_him()
    {
        var owner = await world.World.MuseumAsync();
        var draft = SearchWorld.Draft(owner, "W-1", "螭首壶", [.. Secrets.Select(s => (s.Field, (FieldValue)new TextValue(s.Secret)))]);
        var written = Assert.Single(await world.World.WriteAsync(draft));
        var secret = SearchWorld.Draft(owner, "W-2", "藏匿壶") with { Level = Level.Staff };
        await world.World.WriteAsync(secret);
        var code = await host.WithAsync<Guanlian.Members.Data.MembersDb, string>(db => Task.FromResult(db.Parties.Single(p => p.Id == owner).Code));

        (Reader Reader, Level Open)[] readers =
        [
            (Reader.Visitor, Level.Public), (Reader.AsMember(Guid.CreateVersion7()), Level.Members), (Reader.AsAssociation(Guid.CreateVersion7(), [owner]), Level.Association),
            (Reader.AsStaff(owner), Level.Staff),
        ];
        foreach (var (reader, open) in readers)
        {
            foreach (var (_, level, words) in Secrets)
            {
                var found = await world.AskAsync($"?q={words}", reader);
                Assert.Equal(level <= open ? 1 : 0, found.Total.Records);
                Assert.Equal(level <= open ? 1 : 0, (await world.AskAsync($"?q=\"{words}\"", reader)).Total.Records);
            }

            Assert.Equal(open == Level.Staff ? 2 : 1, (await world.AskAsync("?q=壶", reader)).Rows.Count(r => r.Object.Row.InstitutionId == owner));
        }

        // Doors that a stranger can knock at.
        using var client = host.NewClient(followRedirects: true);
        var doors = new List<string> { $"/objects/{code}/{written.Serial}", $"/objects/{code}/{written.Serial}?as=staff", "/catalogue", "/catalogue?view=ledger", "/catalogue/objects.csv", "/catalogue/feed.atom", "/catalogue/suggest?q=壶", "/sitemaps/objects-0.xml" };
        doors.AddRange(Secrets.Select(s => $"/catalogue/suggest?q={s.Secret}"));
        foreach (var door in doors)
        {
            using var answer = await client.GetAsync(new Uri(door, UriKind.Relative));
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            Assert.All(Secrets, s => Assert.DoesNotContain(s.Secret, door.Contains("suggest", StringComparison.Ordinal) ? text : text, StringComparison.Ordinal));
            Assert.DoesNotContain("藏匿壶", text, StringComparison.Ordinal);
        }

        var hidden = (await world.AskAsync("?q=藏匿壶", Reader.AsStaff(owner))).Rows[0].Object.Row.Serial;
        using var missing = await client.GetAsync(new Uri($"/objects/{code}/{hidden}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Staff_see_their_record_as_others_do_and_which_rule_hides_what()
    {
        var keeper = await new Keepers(host).NewAsync(role: Roles.Coordinator);
        var draft = SearchWorld.Draft(keeper.Museum, "V-1", "螭纹盘", ("notes", new TextValue("内部备注戊")), ("condition", new TextValue("冲口己")));
        var serial = Assert.Single(await world.World.WriteAsync(draft)).Serial;
        var address = $"/objects/{keeper.Code}/{serial}";
        Assert.Contains("内部备注戊", await keeper.PageAsync(address), StringComparison.Ordinal);
        var asMember = await keeper.PageAsync(address + "?as=member");
        Assert.Contains("冲口己", asMember, StringComparison.Ordinal);
        Assert.DoesNotContain("内部备注戊", asMember, StringComparison.Ordinal);
        Assert.Contains("备注", asMember, StringComparison.Ordinal);
        var asPublic = await keeper.PageAsync(address + "?as=public");
        Assert.DoesNotContain("冲口己", asPublic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_record_leaves_a_tombstone_at_its_address()
    {
        var owner = await world.World.MuseumAsync();
        var draft = SearchWorld.Draft(owner, "T-1", "已注销瓶");
        var serial = Assert.Single(await world.World.WriteAsync(draft)).Serial;
        var code = await host.WithAsync<Guanlian.Members.Data.MembersDb, string>(db => Task.FromResult(db.Parties.Single(p => p.Id == owner).Code));
        using var client = host.NewClient(followRedirects: true);
        await client.GetAsync(new Uri("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", UriKind.Relative));
        await world.World.WriteAsync(draft with { Version = 1, State = ObjectState.Gone, Record = Guanlian.Catalogue.Objects.ObjectRecord.Empty(CatalogueWorld.Census) });
        using var answer = await client.GetAsync(new Uri($"/objects/{code}/{serial}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.DoesNotContain("已注销瓶", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(await world.NamesAsync("已注销瓶", Reader.AsStaff(owner)));
    }

    [Fact]
    [Trait("Requirement", "W25")]
    public async Task A_set_shows_each_reader_what_he_may_see_and_only_its_maker_changes_it()
    {
        var keeper = await new Keepers(host).NewAsync(role: Roles.Coordinator);
        var other = await new Keepers(host).NewAsync();
        var theirs = await world.World.MuseumAsync();
        var open = SearchWorld.Draft(theirs, "S-1", "公开壶");
        var own = SearchWorld.Draft(keeper.Museum, "S-2", "馆内壶") with { Level = Level.Staff };
        await world.World.WriteAsync(open, own);
        var set = (await keeper.UseAsync((ObjectSets.Handler h) => h.MakeAsync("壶的故事", "", default))).Value;
        Assert.False((await keeper.UseAsync((ObjectSets.Handler h) => h.AddAsync(set, theirs, open.Id, default))).Refused);
        Assert.False((await keeper.UseAsync((ObjectSets.Handler h) => h.AddAsync(set, keeper.Museum, own.Id, default))).Refused);
        Assert.True((await other.UseAsync((ObjectSets.Handler h) => h.AddAsync(set, theirs, open.Id, default))).Refused);
        Assert.Null(await other.UseAsync((ObjectSets.Handler h) => h.ShowAsync(set, default)));

        Assert.False((await keeper.UseAsync((ObjectSets.Handler h) => h.ChangeAsync(set, "壶的故事", "几家的壶", true, default))).Refused);
        Assert.Equal(["公开壶"], (await other.UseAsync((ObjectSets.Handler h) => h.ShowAsync(set, default)))!.Cards.Select(c => c.Card.Title));
        Assert.Equal(2, (await keeper.UseAsync((ObjectSets.Handler h) => h.ShowAsync(set, default)))!.Cards.Count);
        Assert.Contains("壶的故事", await other.PageAsync($"/catalogue/sets/{set}"), StringComparison.Ordinal);
        Assert.Contains("壶的故事", await keeper.PageAsync($"/catalogue/sets/{set}"), StringComparison.Ordinal);
        Assert.Contains("壶的故事", await keeper.PageAsync("/catalogue/sets"), StringComparison.Ordinal);

        var favourites = (await other.UseAsync((ObjectSets.Handler h) => h.MakeAsync(null, "我的收藏", default))).Value;
        Assert.Equal(favourites, (await other.UseAsync((ObjectSets.Handler h) => h.MakeAsync(null, "我的收藏", default))).Value);
        Assert.True((await other.UseAsync((ObjectSets.Handler h) => h.ChangeAsync(favourites, "x", "", true, default))).Refused);
    }

    [Fact]
    [Trait("Requirement", "E08")]
    public async Task One_object_stands_in_several_stories_each_with_its_own_words_and_who_wrote_them()
    {
        var (one, two, reader) = (await new Keepers(host).NewAsync(role: Roles.Coordinator), await new Keepers(host).NewAsync(role: Roles.Coordinator), await new Keepers(host).NewAsync());
        var theirs = await world.World.MuseumAsync();
        var jar = SearchWorld.Draft(theirs, "E-8", "故事罐");
        var serial = Assert.Single(await world.World.WriteAsync(jar)).Serial;
        var address = $"/objects/{await host.CodeOfAsync(theirs)}/{serial}";
        var stories = new List<Guid>();
        foreach (var (keeper, title, text) in new[] { (one, "茶路上的罐", "示例：它随茶商走了三千里"), (two, "窑火", "示例：同一座窑里烧出来的") })
        {
            var set = (await keeper.UseAsync((ObjectSets.Handler h) => h.MakeAsync(title, "", default))).Value;
            Assert.False((await keeper.UseAsync((ObjectSets.Handler h) => h.AddAsync(set, theirs, jar.Id, default))).Refused);
            Assert.False((await keeper.UseAsync((ObjectSets.Handler h) => h.ChangeAsync(set, title, text, true, default))).Refused);
            stories.Add(set);
        }

        // A draft of somebody's own is no story yet.
        var own = (await reader.UseAsync((ObjectSets.Handler h) => h.MakeAsync("未成的故事", "", default))).Value;
        Assert.False((await reader.UseAsync((ObjectSets.Handler h) => h.AddAsync(own, theirs, jar.Id, default))).Refused);
        var page = await reader.PageAsync(address);
        foreach (var told in new[] { "茶路上的罐", "示例：它随茶商走了三千里", "窑火", "示例：同一座窑里烧出来的", $"catalogue/sets/{stories[0]}", $"catalogue/sets/{stories[1]}" })
        {
            Assert.Contains(told, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain($"catalogue/sets/{own}", page[page.IndexOf("s-told", StringComparison.Ordinal)..], StringComparison.Ordinal);

        // Rewritten, the earlier words stay known to those whose words they are, with who changed them; the record of the object is nobody else's to change.
        Assert.False((await one.UseAsync((ObjectSets.Handler h) => h.ChangeAsync(stories[0], "茶路上的罐", "示例：它随茶商走了两千里", true, default))).Refused);
        var kept = await one.PageAsync($"/catalogue/sets/{stories[0]}");
        Assert.Contains("示例：它随茶商走了三千里", kept, StringComparison.Ordinal);
        Assert.Contains("示例：它随茶商走了两千里", kept, StringComparison.Ordinal);
        Assert.Contains(one.Name, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("三千里", await reader.PageAsync($"/catalogue/sets/{stories[0]}"), StringComparison.Ordinal);
        Assert.DoesNotContain("三千里", await reader.PageAsync(address), StringComparison.Ordinal);

        // Taken back, the story is told no more; the other one is.
        Assert.False((await one.UseAsync((ObjectSets.Handler h) => h.ChangeAsync(stories[0], "茶路上的罐", "", false, default))).Refused);
        var after = await reader.PageAsync(address);
        Assert.DoesNotContain("茶路上的罐", after, StringComparison.Ordinal);
        Assert.Contains("窑火", after, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_saved_search_finds_what_is_new_and_its_feed_says_so()
    {
        var keeper = await new Keepers(host).NewAsync();
        Assert.False((await keeper.UseAsync((SavedSearches.Handler h) => h.SaveAsync("琉璃", "?q=琉璃&sort=oldest", default))).Refused);
        await world.World.WriteAsync(SearchWorld.Draft(await world.World.MuseumAsync(), "F-1", "琉璃脊兽"));
        Assert.Contains("琉璃", await keeper.PageAsync("/catalogue/saved"), StringComparison.Ordinal);
        using var client = host.NewClient();
        var feed = System.Xml.Linq.XDocument.Parse(await client.GetStringAsync(new Uri("/catalogue/feed.atom?q=琉璃", UriKind.Relative)));
        Assert.Contains(feed.Descendants(), e => e.Value == "琉璃脊兽");
    }
}
