using Guanlian.Browser.Hosting;

namespace Guanlian.Browser.Members;

public sealed class TheDirectory(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => RegisteredMuseums.BringInAsync(fixture.Host);

    public Task DisposeAsync() => Task.CompletedTask;

    [Trait("Requirement", "G11")]
    [Fact]
    public async Task Finds_by_pinyin_and_place_without_scripts()
    {
        var page = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await page.GotoAsync("museums");
        await page.GetByLabel("查找").FillAsync("dtsbwg");
        await page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "查询" }).ClickAsync();
        var names = await page.Locator("tbody th a").AllTextContentsAsync();
        Assert.Contains("大同市博物馆", names);
        Assert.All(names, name => Assert.Contains("大同市", name, StringComparison.Ordinal));
        Assert.Contains("place=140000", await page.Locator(".place-list a").First.GetAttributeAsync("href"), StringComparison.Ordinal);
    }

    [Theory, InlineData(""), InlineData("en/")]
    public async Task Is_clean_and_fits_a_phone(string language)
    {
        var page = await fixture.NewVisitorAsync();
        foreach (var (address, name) in new[] { ("museums", "all"), ("museums?place=140200", "datong"), ("museums?q=xyzxyz", "none") })
        {
            await page.GotoAsync(language + address);
            await page.AxeFindsNothingAsync();
            await page.LookAsync($"directory-{name}-{(language.Length == 0 ? "zh" : "en")}");
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await page.FitsTheWidthAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
        }
    }
}
