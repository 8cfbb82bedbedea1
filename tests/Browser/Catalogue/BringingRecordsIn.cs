using Guanlian.Browser.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Microsoft.Playwright;

namespace Guanlian.Browser.Catalogue;

public sealed class BringingRecordsIn(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_director_sets_up_a_harvest_and_is_told_what_the_operator_has_to_allow()
    {
        var museum = await new CatalogueWorld(fixture.Host).MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Director, museum);
        await page.GotoAsync("collections/harvests");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("从其他系统收割");
        await page.Locator("[name='Given.Title']").FillAsync("示例·旧系统");
        await page.Locator("[name='Given.Address']").FillAsync("https://old.example.org/oai");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Harvest:AllowedHosts");
        await Assertions.Expect(page.Locator("[name='Given.Address']")).ToHaveValueAsync("https://old.example.org/oai");
        await page.AxeFindsNothingAsync();
        await page.LookAsync("harvests");
    }
}
