using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Guanlian.Browser.Catalogue;

public sealed class TheKeepersJourney(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_keeper_catalogues_with_the_keyboard_alone()
    {
        var (museum, code) = await MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Director, museum);
        await page.GotoAsync($"collections/{code}");
        await page.LookAsync("keeper-empty");
        await page.GotoAsync($"collections/{code}/new?profile=census");
        await page.Locator("#f-number").FillAsync("示例1");
        await page.Locator("#f-title").FillAsync("示例·青花瓶");

        // Pinyin finds the term, the reading is said at once.
        await page.WaitForSelectorAsync("#f-category[role=combobox]");
        await page.Locator("#f-category").PressSequentiallyAsync("cq");
        await Assertions.Expect(page.Locator("#f-category-picker li").First).ToContainTextAsync("瓷器");
        await page.Locator("#f-category").PressAsync("Enter");
        await Assertions.Expect(page.Locator("#f-category")).ToHaveValueAsync("瓷器");
        await page.Locator("#f-period").PressSequentiallyAsync("qianl");
        await Assertions.Expect(page.Locator("#f-period-picker li").First).ToContainTextAsync("乾隆");
        await page.Locator("#f-period").PressAsync("ArrowDown");
        await page.Locator("#f-period").PressAsync("Enter");
        await page.Locator("#f-period").PressAsync("Tab");
        await Assertions.Expect(page.Locator(".edit-box:has(#f-period) .echo")).ToContainTextAsync("清 › 乾隆 · 1736—1795");

        // The tree is walked down from its top.
        await page.Locator("#f-material").PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("#f-material-picker li").First).ToContainTextAsync("单一质地");
        await page.LookAsync("keeper-edit");
        await page.Locator("#f-material").FillAsync("瓷");
        await page.Locator("#f-actual").FillAsync("1");
        await page.AxeFindsNothingAsync();
        await page.Locator("#f-actual").PressAsync("Control+Shift+Enter");

        // The next empty form, with the value of the record before at hand.
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/new\\?profile=census$"));
        await Assertions.Expect(page.Locator("#f-title")).ToHaveValueAsync("");
        await Assertions.Expect(page.Locator(".box-tool").First).ToBeVisibleAsync();
        await page.Locator("#f-category").PressAsync("Alt+ArrowUp");
        await Assertions.Expect(page.Locator("#f-category")).ToHaveValueAsync("瓷器");

        // The number box of every page leads to the record; it is published there.
        await page.Locator("#number-jump").FillAsync("例1");
        await page.Locator("#number-jump").PressAsync("Enter");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("示例·青花瓶");
        await page.GetByRole(AriaRole.Button, new() { Name = "发布" }).ClickAsync();
        await Assertions.Expect(page.Locator(".kicker")).ToContainTextAsync("已发布");
        await page.AxeFindsNothingAsync();
        await page.LookAsync("keeper-record");
    }

    [Fact]
    public async Task What_was_typed_survives_a_dropped_line()
    {
        var (museum, code) = await MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Staff, museum);
        await page.GotoAsync($"collections/{code}/new?profile=census");
        await page.WaitForSelectorAsync("#f-category[role=combobox]");
        await page.Locator("#f-title").FillAsync("断线前写的");
        await page.Context.SetOfflineAsync(true);
        await page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".offline")).ToContainTextAsync("现在连不上");
        await page.Context.SetOfflineAsync(false);

        // As after a crash of the browser: the page is opened again.
        await page.GotoAsync($"collections/{code}/new?profile=census");
        await page.GetByRole(AriaRole.Button, new() { Name = "接着写" }).ClickAsync();
        await Assertions.Expect(page.Locator("#f-title")).ToHaveValueAsync("断线前写的");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("断线前写的");
        await page.GotoAsync($"collections/{code}/new?profile=census");
        await Assertions.Expect(page.Locator(".draft-bar")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_same_on_a_phone_in_English_without_scripts()
    {
        var (museum, code) = await MuseumAsync();
        var phone = await fixture.SignInAsAsync(Roles.Director, museum, BrowserFixture.Phone, scripts: false);
        await phone.GotoAsync($"en/collections/{code}/new?profile=census");
        await phone.Locator("#f-title").FillAsync("示例·碗");
        await phone.Locator("#f-title-en").FillAsync("Bowl");
        await phone.Locator("#f-category").FillAsync("Porcelain");
        await phone.Locator("#f-period").FillAsync("清康熙？");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Check how it is read" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".edit-box:has(#f-period) .echo")).ToContainTextAsync("1662—1722");
        await phone.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Assertions.Expect(phone.Locator("h1")).ToHaveTextAsync("Bowl");
        await Assertions.Expect(phone.Locator(".field-rows")).ToContainTextAsync("not sure");

        // Refused in one sentence, and put into the bin with a reason.
        await phone.GetByRole(AriaRole.Button, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Assertions.Expect(phone.Locator(".publish-switch [role=alert]")).ToContainTextAsync("Material, Actual count");
        await phone.FitsTheWidthAsync();
        await phone.Locator(".publish-switch summary", new() { HasText = "Put in the bin" }).ClickAsync();
        await phone.Locator("input[name='Away.Reason']").FillAsync("twice");
        await phone.Locator("details[open]").GetByRole(AriaRole.Button, new() { Name = "Put in the bin" }).ClickAsync();
        await Assertions.Expect(phone.Locator("h2", new() { HasText = "In the bin" })).ToBeVisibleAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Restore as a draft" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync("Draft");
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task Every_page_of_a_keeper_fits_and_has_no_fault_that_axe_knows(string language)
    {
        var (museum, code) = await MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Director, museum);
        await page.GotoAsync($"{language}collections/{code}/new?profile=census");
        await page.Locator("#f-number").FillAsync("示例7");
        await page.Locator("#f-title").FillAsync("示例·五铢钱");
        await page.Locator("#f-storage").FillAsync("一库");
        await page.WaitForSelectorAsync("#f-category[role=combobox]");
        await page.Locator("#f-title").PressAsync("Control+Enter");
        await page.WaitForURLAsync(new Regex($"/collections/{code}/\\d+$"));
        var record = new Uri(page.Url).AbsolutePath[1..];
        string[] pages =
        [
            $"{language}collections/{code}", record, $"{record}?tab=location", $"{record}?tab=rights", $"{record}?tab=history", $"{record}/edit", $"{record}/card",
            $"{language}collections/{code}/register", $"{language}collections/{code}/prints/list", $"{language}collections/{code}/help", $"{language}helping", $"{language}collections/{code}/new?profile=art",
        ];
        foreach (var address in pages)
        {
            await page.GotoAsync(address);
            await page.AxeFindsNothingAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await page.FitsTheWidthAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
        }
    }

    private async Task<(Guid Id, string Code)> MuseumAsync()
    {
        var id = await fixture.Host.NewMuseumAsync("示例县博物馆");
        return (id, await fixture.Host.WithAsync((MembersDb db) => db.Parties.Where(p => p.Id == id).Select(p => p.Code).SingleAsync()));
    }
}
