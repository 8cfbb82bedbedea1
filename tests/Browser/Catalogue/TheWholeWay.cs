using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Guanlian.Browser.Catalogue;

/// <summary>A keeper's and a visitor's whole way through the catalogue, in both languages, with and without scripts.</summary>
public sealed class TheWholeWay(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("en/", true)]
    [InlineData("en/", false)]
    [Trait("Requirement", "W13")]
    public async Task A_keeper_drops_a_workbook_finds_her_objects_changes_publishes_and_prints_them(string language, bool scripts)
    {
        var (museum, code) = await MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Director, museum, scripts: scripts);
        var name = $"{(language.Length == 0 ? "zh" : "en")}-{(scripts ? "scripts" : "plain")}";

        // An empty home says what to do first.
        await page.GotoAsync(language);
        await Assertions.Expect(page.Locator("#s-collection")).ToBeVisibleAsync();
        await page.Locator("section:has(#s-collection) a[href='collections/import']").ClickAsync();

        // The workbook: compared, looked at, written.
        await page.Locator("input[name=File]").SetInputFilesAsync(new FilePayload { Name = "普查登录表.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(MadeWorkbook.Csv(MadeWorkbook.Rows(12))) });
        await page.Locator("form:has(input[name=File]) button").First.ClickAsync();
        await page.WaitForURLAsync(new Regex("/bulk/"));
        await ApplyAsync(page);

        // She finds them in the catalogue, drafts that only her house sees, and from there changes those of her museum.
        await page.GotoAsync($"{language}catalogue?museum={code}&view=ledger");
        await Assertions.Expect(page.Locator("main tbody tr")).ToHaveCountAsync(12);
        await LookAsync(page, scripts, $"way-found-{name}");
        await page.Locator(".found-take a[href*='collections/batch']").ClickAsync();
        await Assertions.Expect(page.Locator(".kicker")).ToContainTextAsync("12");

        // Two that she ticks in her list, and takes back.
        await page.GotoAsync($"{language}collections/{code}");
        await page.Locator("input[name=pick]").Nth(0).CheckAsync();
        await page.Locator("input[name=pick]").Nth(1).CheckAsync();
        await page.Locator("form.ticks button:not([formaction])").ClickAsync();
        await Assertions.Expect(page.Locator(".kicker")).ToContainTextAsync("2");
        await page.Locator("select[name=field]").SelectOptionAsync("notes");
        await page.Locator("select[name=do]").SelectOptionAsync("set");
        await page.Locator("input[name=value]").FillAsync("展柜三");
        await LookAsync(page, scripts, $"way-batch-{name}");
        await page.Locator("form:has(select[name=field]) button").ClickAsync();
        await page.WaitForURLAsync(new Regex("/bulk/"));
        await ApplyAsync(page);
        await page.Locator("details.confirm:has(input[name=_handler][value=undo]) summary").ClickAsync();
        await page.Locator("form:has(input[name=_handler][value=undo]) input[name=Reason]").FillAsync("示例：误填");
        await page.Locator("form:has(input[name=_handler][value=undo]) button").ClickAsync();
        await WaitForAsync(page, "已撤销", "Undone");

        // Nothing ticked is said, not done.
        await page.GotoAsync($"{language}collections/{code}");
        await page.Locator("form.ticks button:not([formaction])").ClickAsync();
        await Assertions.Expect(page.Locator("select[name=field]")).ToHaveCountAsync(0);

        // One record: edited, published, and seen as the public sees it.
        await page.GotoAsync($"{language}collections/{code}");
        await page.Locator("#list tbody th a").First.ClickAsync();
        await page.WaitForURLAsync(new Regex($"/collections/{code}/\\d+$"));
        var record = new Uri(page.Url).AbsolutePath[1..];
        await page.GotoAsync($"{record}/edit");
        await page.Locator("#f-description").FillAsync("腹部饕餮纹一周");
        await page.Locator("#f-storage").FillAsync("三库东");
        await page.Locator("button[name=Then][value=stay]").ClickAsync();
        await page.WaitForURLAsync(new Regex($"/collections/{code}/\\d+$"));
        await page.Locator("button[value=Published]").ClickAsync();
        await Assertions.Expect(page.Locator("button[value=Published]")).ToHaveCountAsync(0);
        await LookAsync(page, scripts, $"way-record-{name}");
        await page.Locator("a[href*='as=public']").ClickAsync();
        await page.WaitForURLAsync(new Regex("/objects/"));
        await Assertions.Expect(page.Locator(".object-facts")).ToContainTextAsync("饕餮");
        await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync("三库东");
        await page.Locator(".view-as a").Last.ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("三库东");
        await Assertions.Expect(page.Locator($"a[href='collections/{code}/{record.Split('/')[^1]}']")).ToBeVisibleAsync();

        // The register is hers to keep; the object is entered and printed, and so is its card.
        await page.GotoAsync($"{language}collections/{code}/register");
        await page.Locator("select[name=PersonId]").SelectOptionAsync(new SelectOptionValue { Index = 0 });
        await page.Locator("select[name=Duty]").SelectOptionAsync("Register");
        await page.Locator("form:has(select[name=Duty]) button").ClickAsync();
        await page.Locator("form:has(input[name=_handler][value=enter]) button").ClickAsync();
        await page.GotoAsync($"{language}collections/{code}/prints/register");
        await Assertions.Expect(page.Locator("table.ruled tbody tr")).ToHaveCountAsync(1);
        await LookAsync(page, scripts, $"way-register-{name}");
        foreach (var print in new[] { $"collections/{code}/register.pdf", $"{record}/card.pdf", $"{record}/card.xlsx", $"collections/{code}/register.xlsx" })
        {
            Assert.Equal(200, (await page.Context.APIRequest.GetAsync(print)).Status);
        }

        // Home now tells how far the collection has come.
        await page.GotoAsync(language);
        await Assertions.Expect(page.Locator("section:has(#s-collection)")).ToContainTextAsync(language.Length == 0 ? "已发布" : "Published");
        await LookAsync(page, scripts, $"way-home-{name}");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("en/", true)]
    [InlineData("en/", false)]
    [Trait("Requirement", "W25")]
    public async Task A_visitor_searches_narrows_opens_cites_takes_along_and_follows(string language, bool scripts)
    {
        var (world, name) = (new CatalogueWorld(fixture.Host), $"{(language.Length == 0 ? "zh" : "en")}-{(scripts ? "scripts" : "plain")}");
        var (museum, code) = await MuseumAsync();
        await world.WriteAsync(
            Made(museum, "1", "青花碗", "03", "底书六字款"), Made(museum, "2", "青花瓶", "03", "缠枝莲纹"), Made(museum, "3", "海兽葡萄镜", "04", "背饰缠枝纹"));

        var page = await fixture.NewVisitorAsync(scripts: scripts);
        await page.GotoAsync(language);
        await Assertions.Expect(page.Locator("#s-newest")).ToBeVisibleAsync();
        await page.GotoAsync($"{language}catalogue?museum={code}");
        await page.Locator("#catalogue-q").FillAsync("缠枝");
        await page.Locator("form.catalogue-search button").ClickAsync();
        await page.WaitForURLAsync("**q=**");

        // Where the name does not hold the words, the card says where they lie.
        await Assertions.Expect(page.Locator(".object-card")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".snippet mark").First).ToHaveTextAsync("缠枝");
        await LookAsync(page, scripts, $"visitor-found-{name}");
        await page.Locator("a[href*='category=04']").First.ClickAsync();
        await page.WaitForURLAsync("**category=04**");
        await Assertions.Expect(page.Locator(".object-card")).ToHaveCountAsync(1);
        await page.Locator(".object-card a").First.ClickAsync();
        await page.WaitForURLAsync("**/objects/**");
        await Assertions.Expect(page.Locator(".cite")).ToContainTextAsync("海兽葡萄镜");
        await LookAsync(page, scripts, $"visitor-object-{name}");
        foreach (var link in await page.Locator("#s-cite").Locator("xpath=ancestor::section").Locator("a[href*='objects/']").AllAsync())
        {
            Assert.Equal(200, (await page.Context.APIRequest.GetAsync((await link.GetAttributeAsync("href"))!)).Status);
        }

        // Whoever signs in keeps the question, follows it, and keeps the object.
        var keeper = await fixture.SignInAsAsync(Roles.Director, scripts: scripts);
        await keeper.GotoAsync($"{language}catalogue?museum={code}&q=缠枝");
        await keeper.Locator(".found-take a[href*='catalogue/saved']").ClickAsync();
        await keeper.Locator("input[name=Name]").FillAsync("缠枝纹");
        await keeper.Locator("form:has(input[name=Name]) button").ClickAsync();
        await Assertions.Expect(keeper.Locator(".kept-list")).ToContainTextAsync("缠枝纹");
        await LookAsync(keeper, scripts, $"saved-{name}");
        var feed = await keeper.Context.APIRequest.GetAsync((await keeper.Locator(".kept-list a[href*='feed.atom']").First.GetAttributeAsync("href"))!);
        Assert.Contains("<title>青花瓶</title>", await feed.TextAsync(), StringComparison.Ordinal);
        await keeper.Locator(".kept-list a").First.ClickAsync();
        await keeper.WaitForURLAsync("**q=**");
        await Assertions.Expect(keeper.Locator(".object-card")).ToHaveCountAsync(2);
        await keeper.Locator(".object-card a").First.ClickAsync();
        await keeper.WaitForURLAsync("**/objects/**");
        await keeper.Locator("form:has(input[name=_handler][value=keep-object]) button").ClickAsync();
        await Assertions.Expect(keeper.Locator(".toast")).ToBeVisibleAsync();

        // A set of one's own, published in the museum's name, is there for everybody.
        await keeper.GotoAsync($"{language}catalogue/sets");
        await keeper.Locator("input[name=Title]").FillAsync($"缠枝故事{name}");
        await keeper.Locator("form:has(input[name=Title]) button").ClickAsync();
        await keeper.WaitForURLAsync("**/catalogue/sets/**");
        await keeper.Locator("input[name=Publish]").CheckAsync();
        await keeper.Locator("form:has(input[name=Publish]) button").First.ClickAsync();
        await LookAsync(keeper, scripts, $"set-{name}");
        await page.GotoAsync($"{language}catalogue/sets");
        await page.GetByText($"缠枝故事{name}").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync($"缠枝故事{name}");
    }

    [Theory]
    [InlineData("", "公众", "换个身份看")]
    [InlineData("en/", "The public", "View as")]
    public async Task A_keeper_sees_the_search_and_the_record_through_any_audiences_eyes(string language, string who, string label)
    {
        var world = new CatalogueWorld(fixture.Host);
        var (museum, code) = await MuseumAsync();
        await world.WriteAsync(
            CatalogueWorld.Draft(museum, "甲1", "公开壶"), CatalogueWorld.Draft(museum, "甲2", "馆内壶") with { Level = Guanlian.Catalogue.Access.Level.Staff });
        var page = await fixture.SignInAsAsync(Roles.Staff, museum);
        await page.GotoAsync($"{language}catalogue?museum={code}");
        await Assertions.Expect(page.Locator(".view-as")).ToContainTextAsync(label);
        await Assertions.Expect(page.Locator(".object-card")).ToHaveCountAsync(2);
        await page.Locator(".view-as a").First.ClickAsync();
        await page.WaitForURLAsync("**as=public**");
        await Assertions.Expect(page.Locator(".object-card")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator(".view-as")).ToContainTextAsync(who);
        await LookAsync(page, true, $"view-as-{(language.Length == 0 ? "zh" : "en")}");
        await page.Locator(".view-as a").Nth(1).ClickAsync();
        await page.WaitForURLAsync("**as=member**");
        await page.Locator("#view-as-who").FillAsync("查无此馆");
        await page.Locator(".view-as form button").ClickAsync();
        await Assertions.Expect(page.Locator(".view-as")).ToContainTextAsync("查无此馆");
        await Assertions.Expect(page.Locator("#view-as-who")).ToHaveValueAsync("查无此馆");
        await LookAsync(page, true, $"view-as-who-{(language.Length == 0 ? "zh" : "en")}");
    }

    private static ObjectDraft Made(Guid museum, string number, string title, string category, string description) => CatalogueWorld.Draft(
        museum, number, title, ("category", new CodedValue([new CodedWord(category, "category/2013")])), ("description", WordsValue.Zh(description)));

    private static async Task LookAsync(IPage page, bool scripts, string name)
    {
        await page.LookAsync(name);
        if (scripts)
        {
            await page.AxeFindsNothingAsync();
        }

        await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
        if (scripts)
        {
            await page.FitsTheWidthAsync();
        }

        await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
    }

    private static async Task ApplyAsync(IPage page)
    {
        await page.ReloadUntilAsync(page.Locator("form:has(input[name=_handler][value=apply])"));
        await page.Locator("form:has(input[name=_handler][value=apply]) input[name=Reason]").FillAsync("示例：普查数据");
        await page.Locator("form:has(input[name=_handler][value=apply]) button").ClickAsync();
        await WaitForAsync(page, "已写入", "Written");
    }

    private static async Task WaitForAsync(IPage page, string zh, string en)
    {
        var state = new Uri(page.Url).AbsolutePath.StartsWith("/en/", StringComparison.Ordinal) ? en : zh;
        await page.ReloadUntilAsync(page.Locator("main", new() { HasText = state }));
    }

    private async Task<(Guid Id, string Code)> MuseumAsync()
    {
        var id = await fixture.Host.NewMuseumAsync("示例县博物馆");
        return (id, await fixture.Host.WithAsync((MembersDb db) => db.Parties.Where(p => p.Id == id).Select(p => p.Code).SingleAsync()));
    }
}
