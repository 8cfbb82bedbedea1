using Guanlian.Browser.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Microsoft.Playwright;

namespace Guanlian.Browser.Catalogue;

public sealed class BringingRecordsIn(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_director_sets_up_a_harvest_and_is_told_what_the_operator_has_to_allow(bool scripts)
    {
        var museum = await new CatalogueWorld(fixture.Host).MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Director, museum, scripts: scripts);
        await page.GotoAsync("collections/harvests");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("从其他系统收割");
        await page.Locator("[name='Given.Title']").FillAsync("示例·旧系统");
        await page.Locator("[name='Given.Address']").FillAsync("https://old.example.org/oai");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Harvest:AllowedHosts");
        await Assertions.Expect(page.Locator("[name='Given.Address']")).ToHaveValueAsync("https://old.example.org/oai");
        if (scripts)
        {
            await page.AxeFindsNothingAsync();
            await page.LookAsync("harvests");
        }
    }

    [Fact]
    public async Task A_keeper_drops_in_a_file_of_another_system()
    {
        var museum = await new CatalogueWorld(fixture.Host).MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Director, museum);
        await page.GotoAsync("bulk/new/catalogue.record-import");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "records.xml",
            MimeType = "application/xml",
            Buffer = await File.ReadAllBytesAsync(Guanlian.Samples.FormatSamples.Path("kunsthalle-bremen.xml")),
        });
        await page.Locator("select[name=profile]").SelectOptionAsync("art");
        await page.AxeFindsNothingAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "对照" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Harzlandschaft", new() { Timeout = 30_000 });
        await page.LookAsync("record-import");
        await page.AxeFindsNothingAsync();
    }
}
