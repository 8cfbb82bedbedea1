using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Funds;

public sealed class FundPages(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private static readonly FilePayload Paper = new() { Name = "回单.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4 示例"u8.ToArray() };

    [Fact]
    [Trait("Requirement", "P15")]
    public async Task A_fund_is_opened_given_to_asked_decided_paid_accounted_for_and_shown_to_all_members()
    {
        var host = fixture.Host;
        var cluster = await host.NewClusterAsync("示例基金联盟");
        var (county, neighbour) = (await host.NewMuseumAsync("示例受助馆"), await host.NewMuseumAsync("示例邻馆"));
        await host.JoinAsync(cluster, county);
        await host.JoinAsync(cluster, neighbour);
        var office = await fixture.OpenForAsync(await host.PersonAsAsync("secretariat", cluster), scripts: false);
        var council = await fixture.OpenForAsync(await host.PersonAsAsync("council", cluster), scripts: false);
        var phone = await fixture.OpenForAsync(await host.PersonAsAsync("director", county), BrowserFixture.Phone, scripts: false);

        // The secretariat opens a fund with the three uses and gives one of them a budget.
        await office.GotoAsync("funds");
        await office.GetByRole(AriaRole.Link, new() { Name = "设立基金" }).ClickAsync();
        await office.Locator("input[name=Name]").FillAsync("示例帮扶基金");
        await office.Locator("textarea[name=Purpose]").FillAsync("示例：资助县级馆");
        await office.Locator("input[name=RuleDocument]").FillAsync("示例办法第 1 号");
        await office.GetByRole(AriaRole.Button, new() { Name = "设立基金" }).ClickAsync();
        await Assertions.Expect(office.Locator("main")).ToContainTextAsync("专家劳务");
        var fund = office.Url;
        await office.GetByText("编列预算", new() { Exact = true }).ClickAsync();
        await office.Locator("select[name=Use]").SelectOptionAsync("training");
        await office.Locator("#budget-amount").FillAsync("50,000.005");
        await office.Locator("#budget-document").FillAsync("示例纪要 1");
        await office.GetByRole(AriaRole.Button, new() { Name = "记入预算" }).ClickAsync();
        await Assertions.Expect(office.Locator("[role=alert]")).ToContainTextAsync("最多两位小数");
        await office.Locator("#budget-amount").FillAsync("５０,000");
        await office.GetByRole(AriaRole.Button, new() { Name = "记入预算" }).ClickAsync();
        await Assertions.Expect(office.Locator("tbody").First).ToContainTextAsync("50,000.00");

        // A donor gives for training.
        await office.GetByRole(AriaRole.Link, new() { Name = "登记捐赠" }).ClickAsync();
        await office.Locator("input[name=Donor]").FillAsync("示例公益基金会");
        await office.Locator("input[name=Amount]").FillAsync("30000");
        await office.Locator("select[name=Use]").SelectOptionAsync("training");
        await office.GetByRole(AriaRole.Button, new() { Name = "登记认捐" }).ClickAsync();
        await office.GetByText("登记到账", new() { Exact = true }).First.ClickAsync();
        await office.Locator("input[name=Receipt]").FillAsync("票据 1");
        await office.Locator("input[name=Files]").SetInputFilesAsync(Paper);
        await office.GetByRole(AriaRole.Button, new() { Name = "登记到账" }).ClickAsync();
        await Assertions.Expect(office.Locator(".kicker")).ToContainTextAsync("全部到账");

        // The county asks from a phone.
        await phone.GotoAsync("funds");
        await phone.GetByRole(AriaRole.Link, new() { Name = "申请资金" }).ClickAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "示例帮扶基金" }).ClickAsync();
        await phone.Locator("input[name=Title]").FillAsync("示例跟班学习");
        await phone.GetByLabel("人员培训").CheckAsync();
        await phone.Locator("input[name=Amount]").FillAsync("12000");
        await phone.Locator("textarea[name=Purpose]").FillAsync("示例：差旅住宿");
        await phone.FitsTheWidthAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "提交申请" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync("待审批");

        // The council finds it due and awards a part.
        await council.GotoAsync("");
        await council.GetByRole(AriaRole.Link, new() { Name = "审批资金申请" }).First.ClickAsync();
        await council.GetByText("审批", new() { Exact = true }).First.ClickAsync();
        await council.GetByLabel("部分批准", new() { Exact = true }).CheckAsync();
        await council.Locator("#decide-amount").FillAsync("10000");
        await council.Locator("#decide-document").FillAsync("示例纪要 2");
        await council.Locator("#decide-reason").SelectOptionAsync("too-dear");
        await council.GetByRole(AriaRole.Button, new() { Name = "记入决定" }).ClickAsync();
        await Assertions.Expect(council.Locator(".kicker")).ToContainTextAsync("已批准待拨付");

        // Paid, accounted for, accepted, settled.
        await office.GotoAsync(phone.Url);
        var again = await office.Context.NewPageAsync();
        await again.GotoAsync(phone.Url);
        await office.GetByText("登记拨付", new() { Exact = true }).First.ClickAsync();
        await office.Locator("#pay-amount").FillAsync("6000");
        await office.Locator("#pay-document").FillAsync("付 1");
        await office.Locator("#pay-files").SetInputFilesAsync(Paper);
        await office.GetByRole(AriaRole.Button, new() { Name = "登记拨付" }).ClickAsync();
        await Assertions.Expect(office.Locator(".kicker")).ToContainTextAsync("已拨付");

        // The same form again is told to look first, and is not handed back filled in.
        await again.GetByText("登记拨付", new() { Exact = true }).First.ClickAsync();
        await again.Locator("#pay-amount").FillAsync("3000");
        await again.Locator("#pay-document").FillAsync("付 1");
        await again.Locator("#pay-files").SetInputFilesAsync(Paper);
        await again.GetByRole(AriaRole.Button, new() { Name = "登记拨付" }).ClickAsync();
        await Assertions.Expect(again.GetByRole(AriaRole.Note)).ToContainTextAsync("刚才有人办过");
        await Assertions.Expect(again.Locator("#pay-document")).ToBeHiddenAsync();
        Assert.Equal(("4000.00", ""), (await again.Locator("#pay-amount").InputValueAsync(), await again.Locator("#pay-document").InputValueAsync()));
        await again.GetByText("登记拨付", new() { Exact = true }).First.ClickAsync();
        await again.Locator("#pay-document").FillAsync("付 2");
        await again.Locator("#pay-files").SetInputFilesAsync(Paper);
        await again.GetByRole(AriaRole.Button, new() { Name = "登记拨付" }).ClickAsync();
        await Assertions.Expect(again.Locator("main")).ToContainTextAsync("付 2");
        await again.CloseAsync();
        await phone.ReloadAsync();
        await phone.GetByText("提交报账", new() { Exact = true }).First.ClickAsync();
        await phone.Locator("#f-words").FillAsync("示例：清单见附件");
        await phone.Locator("#report-files").SetInputFilesAsync(Paper);
        await phone.FitsTheWidthAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "提交报账" }).ClickAsync();
        await office.ReloadAsync();
        await office.GetByText("审核通过", new() { Exact = true }).First.ClickAsync();
        await office.GetByRole(AriaRole.Button, new() { Name = "审核通过" }).ClickAsync();
        await office.GetByText("结清", new() { Exact = true }).Locator("visible=true").First.ClickAsync();
        await office.GetByRole(AriaRole.Button, new() { Name = "结清" }).ClickAsync();
        await Assertions.Expect(office.Locator(".kicker")).ToContainTextAsync("已结清");

        // Every member reads the statement, opens a figure's entries, and finds no evidence.
        var member = await fixture.OpenForAsync(await host.PersonAsAsync("staff", neighbour), BrowserFixture.Phone);
        await member.GotoAsync($"{fund}/statement");
        await Assertions.Expect(member.Locator("main")).ToContainTextAsync("示例公益基金会");
        await member.GetByRole(AriaRole.Link, new() { Name = "20,000.00" }).First.ClickAsync();
        await Assertions.Expect(member.Locator("main")).ToContainTextAsync("账簿");
        await Assertions.Expect(member.Locator("tfoot")).ToContainTextAsync("20,000.00");
        await member.GotoAsync(phone.Url);
        Assert.DoesNotContain("funds/files/", await member.ContentAsync(), StringComparison.Ordinal);
        foreach (var language in new[] { "", "en/" })
        {
            foreach (var page in new[] { "funds", "funds/applications", "funds/donations", fund, $"{fund}/ledger", $"{fund}/ledger?account=available", $"{fund}/statement", phone.Url, office.Url })
            {
                await CleanAsync(member, page, language);
            }

            await CleanAsync(phone, "funds/applications/new?fund=" + fund[(fund.LastIndexOf('/') + 1)..], language, axe: false);
        }

        var desk = await fixture.OpenForAsync(await host.PersonAsAsync("secretariat", cluster), BrowserFixture.Phone);
        foreach (var page in new[] { "funds/new", fund, "funds/donations/new?fund=" + fund[(fund.LastIndexOf('/') + 1)..], office.Url })
        {
            await CleanAsync(desk, page, "en/");
        }
    }

    private static async Task CleanAsync(IPage page, string address, string language, bool axe = true)
    {
        var path = address.StartsWith("http", StringComparison.Ordinal) ? new Uri(address).PathAndQuery.TrimStart('/') : address;
        await page.GotoAsync(language + path);
        await page.FitsTheWidthAsync();
        if (axe)
        {
            await page.AxeFindsNothingAsync();
        }

        await page.LookAsync($"funds-{language.TrimEnd('/')}-{string.Concat(path.Where(char.IsAsciiLetter).Take(40))}");
    }
}
