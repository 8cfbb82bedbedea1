using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Exchange;

public sealed class NeedsAndOffersTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly string[] Pages = ["exchange", "exchange/mine", "exchange/needs/state", "exchange/listings/new?side=Offer", "exchange/requests"];

    [Fact]
    [Trait("Requirement", "P01")]
    [Trait("Requirement", "P16")]
    [Trait("Requirement", "W22")]
    public async Task A_county_states_its_needs_on_a_phone_without_scripts_and_a_leader_offers_help()
    {
        var county = await NewMuseumAsync("示例县博物馆", exhibitions: 0);
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.SignInAsync(await fixture.Host.PersonAsAsync("staff", county));
        await phone.GotoAsync("exchange/needs/state");
        await Assertions.Expect(phone.Locator("body")).ToContainTextAsync("建议");
        await Assertions.Expect(phone.Locator("input[name='Exhibition-Strength'][value='5']")).ToBeCheckedAsync();
        await phone.Locator("details.more").Nth(1).Locator("summary").ClickAsync();
        await phone.Locator("select[name='Conservation-Urgency']").SelectOptionAsync("5");
        await phone.Locator("input[name='Conservation-Strength'][value='4']").CheckAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "确认并发布" }).ClickAsync();
        await Assertions.Expect(phone.Locator("[role=alert]")).ToContainTextAsync("请写明理由");
        await phone.Locator("input[name='Conservation-UrgencyReason']").FillAsync("彩塑起甲");
        await phone.GetByRole(AriaRole.Button, new() { Name = "确认并发布" }).ClickAsync();
        await Assertions.Expect(phone).ToHaveURLAsync(new Regex("/exchange/mine$"));
        await Assertions.Expect(phone.Locator("table tbody tr")).ToHaveCountAsync(2);

        var leader = await NewMuseumAsync("示例省博物馆", exhibitions: 20);
        var desk = await fixture.NewVisitorAsync(scripts: false);
        await desk.SignInAsync(await fixture.Host.PersonAsAsync("coordinator", leader));
        await desk.GotoAsync("en/exchange?urgent=true");
        await desk.GetByRole(AriaRole.Link, new() { Name = "需要文物保护修复支持" }).ClickAsync();
        await desk.Locator("textarea[name=Message]").FillAsync("我馆修复师下周可到馆会诊。");
        await desk.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Assertions.Expect(desk).ToHaveURLAsync(new Regex("/en/exchange/requests/"));

        await phone.GotoAsync("exchange/requests");
        await phone.GetByRole(AriaRole.Link, new() { Name = "需要文物保护修复支持" }).ClickAsync();
        await phone.Locator("summary", new() { HasText = "同意合作" }).ClickAsync();
        await phone.Locator("form").Filter(new() { HasText = "洽谈中" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(phone.Locator("h1 + .kicker")).ToContainTextAsync("已同意");

        // The two go on talking where it stands, and the other side finds it in the inbox.
        await phone.Locator("textarea[name=Talk]").FillAsync("示例：周三到馆可以吗？");
        await phone.Locator("section:has(textarea[name=Talk]) button").ClickAsync();
        await Assertions.Expect(phone.Locator("section:has(textarea[name=Talk]) li")).ToContainTextAsync("示例：周三到馆可以吗？");
        await phone.LookAsync("request-talk");
        await phone.FitsTheWidthAsync();
        await desk.GotoAsync("en/inbox");
        await desk.GetByRole(AriaRole.Link, new() { Name = "需要文物保护修复支持" }).ClickAsync();
        await Assertions.Expect(desk.Locator("section:has(textarea[name=Talk]) li")).ToContainTextAsync("示例：周三到馆可以吗？");
        await desk.LookAsync("request-talk-en");
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task Every_page_stands_the_test_of_axe_and_of_a_narrow_screen(string language)
    {
        var museum = await NewMuseumAsync("示例市博物馆", exhibitions: 1);
        var page = await fixture.NewVisitorAsync();
        await page.SignInAsync(await fixture.Host.PersonAsAsync("director", museum));
        await page.GotoAsync(language + "exchange/needs/state");
        await page.Locator("input[name='Digital-Strength'][value='3']").CheckAsync();
        await page.Locator("form .button.main").ClickAsync();
        foreach (var address in Pages)
        {
            await page.GotoAsync(language + address);
            await page.LookAsync($"exchange-{language.TrimEnd('/')}-{address.Replace('/', '-').Replace('?', '-')}");
            await page.AxeFindsNothingAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            Assert.Equal(BrowserFixture.Phone, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
        }

        await page.GotoAsync(language + "exchange/mine");
        await page.Locator("tbody a").First.ClickAsync();
        await page.LookAsync($"exchange-{language.TrimEnd('/')}-listing");
        await page.AxeFindsNothingAsync();
    }

    [Fact]
    public async Task The_board_downloads_as_a_workbook_of_exactly_what_is_seen()
    {
        var museum = await NewMuseumAsync("示例矿业博物馆", exhibitions: 0);
        var page = await fixture.NewVisitorAsync();
        await page.SignInAsync(await fixture.Host.PersonAsAsync("director", museum));
        await page.GotoAsync("exchange/needs/state");
        await page.Locator("form .button.main").ClickAsync();
        await page.GotoAsync("exchange?domain=Exhibition&place=");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".filter-foot a[download]").ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
    }

    private async Task<Guid> NewMuseumAsync(string name, int exhibitions)
    {
        var id = await fixture.Host.NewMuseumAsync(name);
        await fixture.Host.ExecuteAsync($"""
            insert into members.register_figure (party_id, edition, serial, province, name, ownership, grade, free_opening, objects,
                precious_objects, exhibitions, activities, visits_ten_thousand)
            values ('{id}', 2024, (select coalesce(max(serial), 0) + 1 from members.register_figure), '山西省', '{name}', 'StateCulture', 'None', true, 100, 0,
                {exhibitions}, 20, 1.5)
            """);
        return id;
    }
}
