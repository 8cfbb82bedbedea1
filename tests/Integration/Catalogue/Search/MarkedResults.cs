using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Search;
using Guanlian.Catalogue.Search.Queries;
using Guanlian.Hosting;

namespace Guanlian.Integration.Catalogue.Search;

/// <summary>What was asked for is marked where it lies, under the reader's visibility.</summary>
[Trait("Requirement", "W12")]
public sealed class MarkedResults(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private readonly SearchWorld world = new(host);

    [Theory]
    [InlineData("青花", "元青花缠枝莲纹罐", "元[青花]缠枝莲纹罐")]
    [InlineData("缠枝蓮紋", "元青花缠枝莲纹罐", "元青花[缠枝莲纹]罐")]
    [InlineData("台阁", "臺閣山水圖軸", "[臺閣]山水圖軸")]
    [InlineData("瓶 清", "清粉彩瓶", "[清]粉彩[瓶]")]
    [InlineData("瓶 -清", "清粉彩瓶", "清粉彩[瓶]")]
    [InlineData("boxes", "Painted Box with lid, boxwood", "Painted [Box] with lid, boxwood")]
    [InlineData("康熙青花", "清康熙青花碗", "清[康熙青花]碗")]
    [InlineData("１７９９", "新馆-2012.1799", "新馆-2012.[1799]")]
    [InlineData("<b>", "a<b>c", "a<[b]>c")]
    [InlineData("", "青花碗", "青花碗")]
    [InlineData("𠮷祥", "𠮷祥如意", "[𠮷祥]如意")]
    public void Characters_are_marked_as_they_are_written(string asked, string text, string marked)
    {
        var parts = Marks.Of(QueryReading.Read(asked)).In(text);
        Assert.Equal(text, string.Concat(parts.Select(p => p.Text)));
        Assert.Equal(marked, string.Concat(parts.Select(p => p.Hit ? $"[{p.Text}]" : p.Text)));
    }

    [Fact]
    public async Task Where_the_name_does_not_hold_the_words_the_card_says_which_field_does_and_tells_no_more_than_the_reader_may_see()
    {
        var owner = await world.World.MuseumAsync();
        var long_ = string.Concat(Enumerable.Repeat("此器出自旧藏，", 40)) + "底有饕餮纹一周" + string.Concat(Enumerable.Repeat("，余皆素面", 40));
        await world.World.WriteAsync(
            SearchWorld.Draft(owner, "M-1", "铜簋甲", ("description", WordsValue.Zh(long_))),
            SearchWorld.Draft(owner, "M-2", "铜簋乙", ("notes", new TextValue("饕餮纹残，勿外传")), ("description", WordsValue.Zh("另有饕餮一枚"))));

        var open = await CardsAsync("饕餮纹", Reader.Visitor);
        var one = Assert.Single(open);
        Assert.Equal(("铜簋甲", "描述"), (one.Title, one.Snippet!.Label));
        var said = string.Concat(one.Snippet.Parts.Select(p => p.Text));
        Assert.True(said.Length < 80 && said.StartsWith('…') && said.EndsWith('…'), said);
        Assert.Equal("饕餮纹", Assert.Single(one.Snippet.Parts, p => p.Hit).Text);

        // Staff find the second by its notes; an outsider who finds it by its description is shown nothing of them.
        Assert.Contains(await CardsAsync("饕餮纹", Reader.AsStaff(owner)), c => c.Title == "铜簋乙" && c.Snippet!.Label == "备注");
        var seen = (await CardsAsync("饕餮", Reader.Visitor)).Single(c => c.Title == "铜簋乙");
        Assert.DoesNotContain("勿外传", string.Concat(seen.Snippet!.Parts.Select(p => p.Text)), StringComparison.Ordinal);

        using var client = host.NewClient();
        var page = await client.GetStringAsync(new Uri("/catalogue?q=饕餮纹", UriKind.Relative));
        Assert.Contains("<mark>饕餮纹</mark>", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
    }

    private async Task<List<ObjectCard>> CardsAsync(string words, Reader reader)
    {
        var marks = Marks.Of(QueryReading.Read(words));
        return [.. (await world.AskAsync($"?q={words}", reader)).Rows.Select(r => ObjectCard.Of(r, marks))];
    }
}
