using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Guanlian.Browser.Members;

public sealed class SignedInPages(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => RegisteredMuseums.BringInAsync(fixture.Host);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_keeper_places_a_museum_on_a_phone_without_scripts()
    {
        var page = await AsAsync(Roles.Administrator, BrowserFixture.Phone, scripts: false);
        await page.GotoAsync("museums/to-place");
        await page.GetByRole(AriaRole.Link, new() { Name = "八路军太行纪念馆" }).ClickAsync();
        await page.GetByLabel("市（州、盟）").SelectOptionAsync("长治市");
        await page.GetByRole(AriaRole.Button, new() { Name = "选定" }).ClickAsync();
        await page.GetByLabel("县（市、区、旗）").SelectOptionAsync("武乡县");
        await page.GetByRole(AriaRole.Button, new() { Name = "选定" }).ClickAsync();
        await page.LookAsync("place-zh");
        await page.GetByLabel("省级", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("依据").FillAsync("示例：该馆网站所载地址");
        await page.GetByRole(AriaRole.Button, new() { Name = "确定位置" }).ClickAsync();
        await Expect(page.GetByText("已给八路军太行纪念馆定位。")).ToBeVisibleAsync();
        await page.GotoAsync("museums/004861");
        await Expect(page.Locator("dd", new() { HasText = "长治市武乡县" })).ToBeVisibleAsync();
        await Expect(page.GetByText("省级")).ToBeVisibleAsync();
    }

    [Theory, InlineData(""), InlineData("en/")]
    public async Task Every_page_is_clean_and_fits_a_phone(string language)
    {
        var page = await AsAsync(Roles.Administrator, BrowserFixture.Desk);
        foreach (var (address, name) in new[]
        {
            ("museums/004870", "institution"), ("museums/004870/history", "history"), ("museums/004870/edit", "edit"),
            ("museums/to-place", "to-place"), ("museums/004861/place?province=140000&prefecture=140400", "place"), ("museums/new", "new"),
        })
        {
            await page.GotoAsync(language + address);
            await page.AxeFindsNothingAsync();
            await page.LookAsync($"{name}-{(language.Length == 0 ? "zh" : "en")}");
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await page.FitsTheWidthAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
        }
    }

    [Fact]
    public async Task Two_who_edit_at_once_see_each_others_words()
    {
        var (first, second) = (await AsAsync(Roles.Administrator, BrowserFixture.Desk), await AsAsync(Roles.Administrator, BrowserFixture.Desk, scripts: false));
        await first.GotoAsync("museums/004906/edit");
        await second.GotoAsync("museums/004906/edit");
        await first.GetByLabel("对外电话").FillAsync("0356-1111111");
        await first.GetByLabel("地址").FillAsync("示例路1号");
        await first.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(first.GetByText("已保存")).ToBeVisibleAsync();

        await second.GetByLabel("对外电话").FillAsync("0356-2222222");
        await second.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(second.GetByText("改为“0356-1111111”，您填的是“0356-2222222”")).ToBeVisibleAsync();
        await Expect(second.GetByLabel("地址")).ToHaveValueAsync("示例路1号");
        await second.LookAsync("clash-zh");
        await second.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Expect(second.GetByText("已保存")).ToBeVisibleAsync();
        await Expect(second.GetByText("0356-2222222")).ToBeVisibleAsync();
        await Expect(second.GetByText("示例路1号")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_register_is_imported_on_a_page()
    {
        var page = await AsAsync(Roles.Administrator, BrowserFixture.Desk);
        await page.GotoAsync("bulk/new/members.register-import");
        await page.LookAsync("register-import-zh");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("导入全国博物馆名录");
    }

    private async Task<IPage> AsAsync(string role, int width, bool scripts = true)
    {
        var who = await fixture.Host.PersonAsAsync(role);
        var page = await fixture.NewVisitorAsync(width, scripts);
        await page.Context.AddCookiesAsync([new() { Name = who.CookieName, Value = who.CookieValue, Url = fixture.Host.Address.AbsoluteUri }]);
        return page;
    }
}
