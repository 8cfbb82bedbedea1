using System.Globalization;
using Guanlian.Browser.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Style;

public sealed class TheStylePage(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    public static TheoryData<string, int, bool> Looks { get; } = new()
    {
        { "style", BrowserFixture.Desk, false }, { "style", BrowserFixture.Desk, true }, { "style", BrowserFixture.Phone, false }, { "style", BrowserFixture.Phone, true },
        { "en/style", BrowserFixture.Desk, false }, { "en/style", BrowserFixture.Desk, true }, { "en/style", BrowserFixture.Phone, false }, { "en/style", BrowserFixture.Phone, true },
    };

    [Theory, MemberData(nameof(Looks))]
    [Trait("Requirement", "N01")]
    public async Task Can_be_read_by_everybody_in_both_languages_by_day_and_night_on_desk_and_phone(string address, int width, bool dark)
    {
        var page = await fixture.NewVisitorAsync(width);
        await page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
        await page.GotoAsync(address);
        var shut = page.Locator("main details:not([open]) > summary");
        while (await shut.CountAsync() > 0)
        {
            await shut.First.ClickAsync();
        }

        await page.FitsTheWidthAsync();
        await page.AxeFindsNothingAsync();
        var sizes = await page.EvaluateAsync<string[]>("""
            () => {
                const sizes = new Set(), texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (texts.nextNode()) {
                    const e = texts.currentNode.parentElement;
                    if (texts.currentNode.data.trim() && e.checkVisibility() && !e.closest('svg, .skip')) sizes.add(getComputedStyle(e).fontSize);
                }
                return [...sizes];
            }
            """);
        Assert.InRange(sizes.Length, 1, 4);
    }

    [Fact]
    public async Task Everything_that_can_be_used_can_be_reached_by_keyboard_and_shows_where_one_is()
    {
        var page = await fixture.NewVisitorAsync();
        await page.GotoAsync("style");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", new Uri(await page.EvaluateAsync<string>("document.activeElement.href")).Fragment);
        var reached = await page.EvaluateAsync<int>("() => { window.reached = new Set(); return 0; }");
        for (var i = 0; i < 200 && await page.EvaluateAsync<bool>("document.activeElement !== document.body"); i++)
        {
            Assert.Null(await page.EvaluateAsync<string?>("""
                () => {
                    const e = document.activeElement;
                    reached.add(e.type === 'radio' ? e.name : e);
                    return getComputedStyle(e).outlineStyle === 'none' ? 'no outline: ' + e.outerHTML.slice(0, 200) : null;
                }
                """));
            await page.Keyboard.PressAsync("Tab");
        }

        reached = await page.EvaluateAsync<int>("reached.size");
        var usable = await page.EvaluateAsync<int>("""
            () => new Set([...document.querySelectorAll('a[href], button:not(:disabled), input:not([type=hidden]), select, textarea, summary')]
                .filter(e => e.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true })).map(e => e.type === 'radio' ? e.name : e)).size
            """);
        Assert.True(usable > 40 && reached == usable, string.Create(CultureInfo.InvariantCulture, $"{reached} of {usable} reached"));
    }

    [Fact]
    public async Task Touch_targets_are_large_enough_for_a_thumb()
    {
        var page = await fixture.NewVisitorAsync(BrowserFixture.Phone);
        await page.GotoAsync("style");
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('.button, .input, .choice, .pager a, .tabs a, .site-tools a, summary, .active-filters a, .due-list a')]
                .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))
            """));
    }

    [Fact]
    public async Task Filters_sorting_and_dialogs_work_without_scripts()
    {
        var page = await fixture.NewVisitorAsync(scripts: false);
        await page.GotoAsync("style?sort=-visits&page=3");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "馆名" }).FillAsync("示例县");
        await page.Locator(".filter-bar select").SelectOptionAsync("0");
        await page.GetByRole(AriaRole.Button, new() { Name = "查询" }).ClickAsync();
        Assert.Contains("sort=-visits", page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain("page=", page.Url, StringComparison.Ordinal);
        Assert.Equal("descending", await page.GetByRole(AriaRole.Columnheader, new() { Name = "参观人次" }).GetAttributeAsync("aria-sort"));

        await page.Locator(".active-filters a", new() { HasText = "等级：未定级" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "馆名" })).ToHaveValueAsync("示例县");
        Assert.DoesNotContain("level=", page.Url, StringComparison.Ordinal);

        var question = page.GetByText("撤回后，这条需求不再参加本轮结对");
        await Assertions.Expect(question).ToBeHiddenAsync();
        await page.GetByText("撤回需求…").ClickAsync();
        await Assertions.Expect(question).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Prints_as_a_document_with_date_and_address_and_without_the_frame()
    {
        var page = await fixture.NewVisitorAsync();
        await page.GotoAsync("style");
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        await Assertions.Expect(page.Locator(".print-head")).ToContainTextAsync("2026年11月20日");
        await Assertions.Expect(page.Locator(".print-head")).ToContainTextAsync(page.Url);
        await Assertions.Expect(page.Locator(".site-head")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".filter-bar")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("main table")).ToBeVisibleAsync();
        Assert.True((await page.PdfAsync(new() { PreferCSSPageSize = true })).Length > 10_000);
    }

    [Fact]
    public async Task The_other_language_is_the_same_page_and_back()
    {
        var page = await fixture.NewVisitorAsync();
        await page.GotoAsync("style?level=0");
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        Assert.EndsWith("/en/style?level=0", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "中文" }).ClickAsync();
        Assert.EndsWith($"{fixture.Host.Address.Port}/style?level=0", page.Url, StringComparison.Ordinal);
    }
}
