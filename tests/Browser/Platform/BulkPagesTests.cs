using System.Text;
using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Shelf;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Guanlian.Browser.Platform;

public sealed class BulkPagesTests(BulkPagesTests.Shelf shelf) : IClassFixture<BulkPagesTests.Shelf>
{
    private const string First = "示例库房清单,,,\n编号,名称,数量,备注\nA,鼎,3,\nB,尊,0,旧藏\nC,爵,多,\nD,觚,1,\n";

    [Fact]
    public async Task A_list_is_compared_chosen_applied_and_undone_without_scripts()
    {
        var page = await shelf.Browser.NewVisitorAsync(scripts: false);
        await page.SignInAsync(await shelf.Browser.Host.PersonAsAsync("staff"));
        await UploadAsync(page, First, "清单.csv");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(4);
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("“多”不是数字");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "写入：觚" }).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "保存本页的勾选" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("将写入 2 行；不写入 1 行");
        await page.GetByLabel("原因").FillAsync("示例：年度更新");
        await page.GetByRole(AriaRole.Button, new() { Name = "写入 2 行" }).ClickAsync();
        await WaitForAsync(page, "已写入");
        Assert.Equal(["A", "B"], await shelf.CodesAsync());

        await page.GotoAsync("bulk/new/" + ShelfImport.Name);
        await UploadAsync(page, "编号,名称,数量,备注\nA,鼎,4,\nB,尊,0,旧藏\n", "再来.csv");
        await Assertions.Expect(page.Locator("del")).ToHaveTextAsync("3");
        await page.GetByLabel("原因").FillAsync("示例：更正");
        await page.GetByRole(AriaRole.Button, new() { Name = "写入 1 行" }).ClickAsync();
        await WaitForAsync(page, "已写入");
        await shelf.Browser.Host.ExecuteAsync("update shelf.thing set count = '9', version = version + 1 where code = 'A'");
        await page.Locator("summary", new() { HasText = "撤销这次写入" }).ClickAsync();
        await page.GetByLabel("撤销原因").FillAsync("示例：导错了");
        await page.GetByRole(AriaRole.Button, new() { Name = "撤销", Exact = true }).ClickAsync();
        await WaitForAsync(page, "已撤销");
        await page.GetByRole(AriaRole.Link, new() { Name = "查看保留的行" }).ClickAsync();
        await Assertions.Expect(page.Locator("tbody")).ToContainTextAsync("数量：写入的是“4”，现为“9”，保留");
    }

    [Fact]
    public async Task A_file_that_is_no_table_is_refused_on_the_form_with_the_reason()
    {
        var page = await shelf.Browser.NewVisitorAsync(scripts: false);
        await page.SignInAsync(await shelf.Browser.Host.PersonAsAsync("staff"));
        await UploadAsync(page, "<html><table></table></html>", "清单.xls");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("其实是网页");
        await UploadAsync(page, "编号,名稱\n1,甲\n", "清单.csv");
        await Assertions.Expect(page.Locator("[role=alert]")).ToContainTextAsync("缺少列：名称");
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task Every_page_stands_the_test_of_axe_and_of_a_narrow_screen(string language)
    {
        var page = await shelf.Browser.NewVisitorAsync();
        await page.SignInAsync(await shelf.Browser.Host.PersonAsAsync("staff"));
        await LookAsync(page, language + "bulk/new/" + ShelfImport.Name, "new");
        await UploadAsync(page, First.Replace("A,鼎,3,", "A" + language.Length + ",鼎" + language + ",3,", StringComparison.Ordinal),
            "清单.csv", language);
        await LookAsync(page, null, "compared");
        await LookAsync(page, language + "bulk", "list");

        async Task LookAsync(IPage at, string? address, string name)
        {
            if (address is not null)
            {
                await at.GotoAsync(address);
            }

            await at.LookAsync($"bulk-{name}-{language.TrimEnd('/')}");
            await at.AxeFindsNothingAsync();
            await at.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await at.FitsTheWidthAsync();
            await at.SetViewportSizeAsync(BrowserFixture.Desk, 768);
        }
    }

    [Fact]
    public async Task The_comparison_and_its_problems_download_as_workbooks()
    {
        var page = await shelf.Browser.NewVisitorAsync();
        await page.SignInAsync(await shelf.Browser.Host.PersonAsAsync("staff"));
        await UploadAsync(page, First, "清单.csv");
        var rows = await DownloadAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "导出 XLSX" }), "对照编号", "对照对象", "状态");
        Assert.Contains("C 爵 有问题", rows);
        var problems = await DownloadAsync(page, page.GetByRole(AriaRole.Link, new() { Name = "下载问题与提示清单" }), "单元格", "值", "问题与提示");
        Assert.Contains("C5 多 “多”不是数字。请填写整数。", problems);
    }

    private static async Task<List<string>> DownloadAsync(IPage page, ILocator link, params string[] columns)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.EndsWith(".xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        await using var file = File.OpenRead(await download.PathAsync());
        using var table = (await TableReader.OpenAsync(file, new TableShape([.. columns.Select(c => new TableColumn(c, true))]), default))
            .Value;
        var rows = new List<string>();
        await table.ReadRowsAsync((row, _) =>
        {
            rows.Add(string.Join(' ', columns.Select(c => row[c])));
            return ValueTask.CompletedTask;
        }, default);
        return rows;
    }

    private static async Task UploadAsync(IPage page, string text, string name, string language = "")
    {
        await page.GotoAsync($"{language}bulk/new/{ShelfImport.Name}");
        await page.Locator("input[type=file]")
            .SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await page.Locator("form .button.main").ClickAsync();
        if (Regex.IsMatch(page.Url, "/bulk/[0-9a-f-]{36}$"))
        {
            await page.Locator("#s-decide").WaitForAsync();
        }
    }

    private static Task WaitForAsync(IPage page, string state) =>
        Assertions.Expect(page.Locator("h1 + .kicker")).ToContainTextAsync(state);

    /// <summary>The program with a shelf, and a browser.</summary>
    public sealed class Shelf : IAsyncLifetime
    {
        /// <summary>Both.</summary>
        internal BrowserFixture Browser { get; } = new() { Host = new GuanlianHost { Extra = services => services.AddShelf() } };

        /// <inheritdoc />
        public async Task InitializeAsync()
        {
            await Browser.InitializeAsync();
            await Browser.Host.ExecuteAsync(ShelfDb.Sql);
        }

        /// <inheritdoc />
        public Task DisposeAsync() => Browser.DisposeAsync();

        internal Task<List<string>> CodesAsync() =>
            Browser.Host.WithAsync<ShelfDb, List<string>>(db => db.Things.Select(t => t.Code).OrderBy(c => c).ToListAsync());
    }
}
