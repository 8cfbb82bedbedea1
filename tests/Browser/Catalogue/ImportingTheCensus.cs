using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Microsoft.Playwright;

namespace Guanlian.Browser.Catalogue;

public sealed class ImportingTheCensus(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Foreign = "{\"no\":\"X-1\",\"name\":{\"zh\":\"铜爵\",\"en\":\"Wine vessel jue\"},\"kind\":\"铜器\",\"era\":\"商\"}\n{\"no\":\"X-2\",\"name\":{\"zh\":\"陶罐\"},\"kind\":\"陶器\",\"era\":\"汉\",\"shelf\":\"乙柜\"}\n";

    private async Task<IPage> KeeperAsync(bool scripts = true) =>
        await browser.SignInAsAsync(Roles.Coordinator, await new CatalogueWorld(browser.Host).MuseumAsync(), scripts: scripts);

    [Fact]
    public async Task The_keeper_drops_her_workbook_sees_what_comes_writes_it_and_finds_her_objects_without_scripts()
    {
        var page = await KeeperAsync(scripts: false);
        await page.GotoAsync("collections/import");
        var rows = MadeWorkbook.Rows(30).Append(["坏1", .. Enumerable.Repeat<string?>(null, 6), "坏行", null, "磁气", .. Enumerable.Repeat<string?>(null, 7), "若干"]);
        await UploadAsync(page, MadeWorkbook.Csv(rows), "普查登录表.csv");
        await page.WaitForURLAsync(new Regex("/bulk/"));
        await WaitForAsync(page, "待确认");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("将写入 30 行；不写入 0 行；有问题而不能写入 1 行");
        await page.GotoAsync(page.Url + "?show=Problem");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("“若干”不是件数");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("“磁气”不在文物类别表中");
        await page.GetByLabel("原因").FillAsync("示例：普查数据");
        await page.GetByRole(AriaRole.Button, new() { Name = "写入 30 行" }).ClickAsync();
        await WaitForAsync(page, "已写入");
        await page.GetByRole(AriaRole.Link, new() { Name = "查看写入的资料" }).ClickAsync();
        await Assertions.Expect(page.Locator("#list tbody tr")).ToHaveCountAsync(30);
    }

    [Fact]
    public async Task Of_another_table_she_says_what_the_columns_mean_once_and_is_not_asked_again()
    {
        var page = await KeeperAsync(scripts: false);
        await page.GotoAsync("collections/import");
        await UploadAsync(page, Foreign, "旧系统.jsonl");
        await page.WaitForURLAsync(new Regex("/collections/import/"));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("说明各列的含义");
        foreach (var (column, field) in new[] { ("no", "number"), ("name.zh", "title.zh"), ("name.en", "title.en"), ("kind", "category"), ("era", "period") })
        {
            await Assertions.Expect(page.GetByLabel($"“{column}”对应的项目")).ToHaveValueAsync(field);
        }

        await page.GetByLabel("“shelf”对应的项目").SelectOptionAsync("-");
        await page.GetByLabel("“shelf”对应的项目").SelectOptionAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "按现在的对应预览" }).ClickAsync();
        await Assertions.Expect(page.Locator("section:has(#s-preview) tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("section:has(#s-preview)")).ToContainTextAsync("Wine vessel jue");
        await page.GetByLabel("这种表格样式的名字").FillAsync("旧系统");
        await page.GetByRole(AriaRole.Button, new() { Name = "记住并对照" }).ClickAsync();
        await page.WaitForURLAsync(new Regex("/bulk/"));
        await WaitForAsync(page, "待确认");
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("乙柜");

        await page.GotoAsync("collections/import");
        await UploadAsync(page, Foreign, "又一次.jsonl");
        await page.WaitForURLAsync(new Regex("/bulk/"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task The_pages_stand_the_test_of_axe_and_of_a_narrow_screen(string language)
    {
        var page = await KeeperAsync();
        await LookAsync(language + "collections/import", "start");
        await UploadAsync(page, Foreign, "旧系统.jsonl", language);
        await page.WaitForURLAsync(new Regex("/collections/import/"));
        await LookAsync(null, "mapping");
        await page.GotoAsync(language + "collections/import");
        await UploadAsync(page, MadeWorkbook.Csv(MadeWorkbook.Rows(12)), "普查.csv", language);
        await page.WaitForURLAsync(new Regex("/bulk/"));
        await WaitForAsync(page, language.Length == 0 ? "待确认" : "To be confirmed");
        await LookAsync(null, "compared");
        await LookAsync(language + "collections/batch?category=03", "batch");

        async Task LookAsync(string? address, string name)
        {
            if (address is not null)
            {
                await page.GotoAsync(address);
            }

            await page.LookAsync($"import-{name}-{(language.Length == 0 ? "zh" : "en")}");
            await page.AxeFindsNothingAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await page.FitsTheWidthAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
        }
    }

    private static async Task UploadAsync(IPage page, string text, string name, string language = "")
    {
        await page.Locator("input[name=File]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/plain", Buffer = Encoding.UTF8.GetBytes(text) });
        await page.GetByRole(AriaRole.Button, new() { Name = language.Length == 0 ? "上传并对照" : "Upload and compare" }).ClickAsync();
    }

    private static Task WaitForAsync(IPage page, string state) => page.ReloadUntilAsync(page.Locator("main", new() { HasText = state }));
}
