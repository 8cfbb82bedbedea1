using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Samples;
using Microsoft.Playwright;

namespace Guanlian.Browser.Catalogue;

public sealed class BringingRecordsIn(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Theory]
    [InlineData("", true, "从其他系统收割", "示例·旧系统", "保存")]
    [InlineData("", false, "从其他系统收割", "示例·旧系统", "保存")]
    [InlineData("en/", false, "Harvest another system", "Sample old system", "Save")]
    public async Task A_director_sets_up_a_harvest_and_is_told_what_the_operator_has_to_allow(string language, bool scripts, string title, string name, string save)
    {
        var museum = await new CatalogueWorld(fixture.Host).MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Director, museum, scripts: scripts);
        await page.GotoAsync(language + "collections/harvests");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await page.Locator("[name='Given.Title']").FillAsync(name);
        await page.Locator("[name='Given.Address']").FillAsync("https://old.example.org/oai");
        await page.GetByRole(AriaRole.Button, new() { Name = save }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Harvest:AllowedHosts");
        await Assertions.Expect(page.Locator("[name='Given.Address']")).ToHaveValueAsync("https://old.example.org/oai");
        if (scripts)
        {
            await page.AxeFindsNothingAsync();
            await page.LookAsync("harvests");
        }
    }

    [Theory]
    [InlineData("", "导入其他系统的记录", "上传并对照", "待确认", "示例：旧系统的记录", "写入 1 行", "已写入")]
    [InlineData("en/", "Import records of another system", "Upload and compare", "To be confirmed", "Sample: records of the old system", "Write 1 row", "Written")]
    public async Task A_keeper_finds_the_page_for_records_of_another_system_and_brings_one_in_without_scripts(
        string language, string title, string send, string compared, string reason, string write, string written)
    {
        var museum = await new CatalogueWorld(fixture.Host).MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Coordinator, museum, scripts: false);
        await page.GotoAsync(language + "collections/import");
        await page.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(title);
        await page.LookAsync($"records-{(language.Length == 0 ? "zh" : "en")}");

        await page.Locator("input[name=File]").SetInputFilesAsync(new FilePayload { Name = "a.xml", MimeType = "text/xml", Buffer = "<html><body/></html>"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = send }).ClickAsync();
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("JSON Lines");

        await page.Locator("input[name=File]").SetInputFilesAsync(FormatSamples.Path("kunsthalle-bremen.xml"));
        await page.Locator("select[name=profile]").SelectOptionAsync("art");
        await page.GetByRole(AriaRole.Button, new() { Name = send }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/bulk/"));
        await WaitForAsync(page, compared);
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("Harzlandschaft");
        await page.Locator("input[name=Reason]").FillAsync(reason);
        await page.GetByRole(AriaRole.Button, new() { Name = write }).ClickAsync();
        await WaitForAsync(page, written);
    }

    [Theory]
    [InlineData("", "上传并对照", "清单.xlsx", "PNG", "文件是空的", "提交的内容太大")]
    [InlineData("en/", "Upload and compare", "list.xlsx", "PNG", "empty", "That was too much to send")]
    public async Task A_picture_an_empty_file_and_one_that_is_far_too_large_are_each_told_by_name(
        string language, string send, string name, string picture, string empty, string large)
    {
        var museum = await new CatalogueWorld(fixture.Host).MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Coordinator, museum, scripts: false);
        await SendAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0] });
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync(picture);
        await SendAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = [] });
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync(empty);

        var huge = Path.Combine(Path.GetTempPath(), $"guanlian-huge-{Guid.CreateVersion7():N}.csv");
        await using (var file = File.Create(huge, 1 << 16, FileOptions.DeleteOnClose))
        {
            file.SetLength(81 << 20);
            await file.FlushAsync();
            await page.GotoAsync(language + "collections/import");
            await page.Locator("input[name=File]").SetInputFilesAsync(huge);
            await page.GetByRole(AriaRole.Button, new() { Name = send }).ClickAsync(new() { Timeout = 60_000 });
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(large, new() { Timeout = 60_000 });
        }

        async Task SendAsync(FilePayload payload)
        {
            await page.GotoAsync(language + "collections/import");
            await page.Locator("input[name=File]").SetInputFilesAsync(payload);
            await page.GetByRole(AriaRole.Button, new() { Name = send }).ClickAsync();
        }
    }

    [Fact]
    public async Task Acts_of_others_and_invented_ones_are_missing_and_a_form_sent_again_late_writes_nothing_twice()
    {
        var world = new CatalogueWorld(fixture.Host);
        var museum = await world.MuseumAsync();
        var page = await fixture.SignInAsAsync(Roles.Coordinator, museum, scripts: false);
        await page.GotoAsync("collections/import");
        await page.Locator("input[name=File]").SetInputFilesAsync(new FilePayload
        {
            Name = "普查.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes(MadeWorkbook.Csv(MadeWorkbook.Rows(5))),
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "上传并对照" }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/bulk/"));
        await WaitForAsync(page, "待确认");
        var address = page.Url;

        // The page as it was before anybody decided, kept open in a second window.
        var late = await page.Context.NewPageAsync();
        await late.GotoAsync(address);
        await page.GetByLabel("原因").FillAsync("示例：普查数据");
        await page.GetByRole(AriaRole.Button, new() { Name = "写入 5 行" }).ClickAsync();
        await WaitForAsync(page, "已写入");
        await late.GetByLabel("原因").FillAsync("示例：又点了一次");
        await late.GetByRole(AriaRole.Button, new() { Name = "写入 5 行" }).ClickAsync();
        await WaitForAsync(late, "已写入");
        var desk = new ImportDesk(world, world.Actor(museum, Roles.Coordinator));
        Assert.Equal(5, await desk.CountAsync());
        Assert.Equal("示例：普查数据", (await desk.ActAsync(Guid.Parse(new Uri(address).Segments[^1]))).Reason);

        var other = await fixture.SignInAsAsync(Roles.Coordinator, await world.MuseumAsync(), scripts: false);
        foreach (var forged in new[] { new Uri(address).PathAndQuery.TrimStart('/'), $"bulk/{Guid.CreateVersion7()}", "bulk/not-an-id", "collections/import/" + Guid.CreateVersion7() })
        {
            var answer = await other.GotoAsync(forged);
            Assert.Equal((forged, 404), (forged, answer!.Status));
        }
    }

    private static Task WaitForAsync(IPage page, string state) => page.ReloadUntilAsync(page.Locator("main", new() { HasText = state }));
}
