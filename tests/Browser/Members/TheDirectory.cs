using Guanlian.Browser.Hosting;
using Guanlian.Hosting;

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
        await Microsoft.Playwright.Assertions.Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Rowheader)).ToHaveCountAsync(3);
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
