using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Cooperation;

public sealed class CooperationPages(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    [Trait("Requirement", "G29")]
    public async Task A_leader_and_a_county_run_a_guidance_visit_on_a_phone_without_scripts_until_the_county_confirms()
    {
        var (leader, county) = await PairAsync();
        var desk = await fixture.NewVisitorAsync(scripts: false);
        await desk.SignInAsync(await fixture.Host.PersonAsAsync("director", leader));
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.SignInAsync(await fixture.Host.PersonAsAsync("director", county));

        // The leader chooses the kind, sees tasks and dates, and begins.
        await desk.GotoAsync("cooperations");
        await desk.GetByRole(AriaRole.Link, new() { Name = "发起合作" }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "短期指导", Exact = true }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "用这个模板发起" }).ClickAsync();
        await desk.Locator("input[name='Parties-museum']").FillAsync("示例受援馆");
        await desk.GetByRole(AriaRole.Button, new() { Name = "先看任务与日期" }).ClickAsync();
        await Assertions.Expect(desk.Locator("#s-plan")).ToBeVisibleAsync();
        await Assertions.Expect(desk.Locator("tbody tr")).ToHaveCountAsync(5);
        await desk.GetByRole(AriaRole.Button, new() { Name = "发起合作" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("意向");

        // The county finds it due, states its gain and agrees.
        await phone.GotoAsync("");
        await phone.GetByRole(AriaRole.Link, new() { Name = "答复是否参加" }).ClickAsync();
        await phone.Locator("textarea[name=Gain]").FillAsync("示例：开放服务改进");
        await phone.GetByRole(AriaRole.Button, new() { Name = "同意参加" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync("已商定");

        // It starts only once the seven safeguards are answered.
        await desk.ReloadAsync();
        await ActAsync(desk, "启动");
        await Assertions.Expect(desk.Locator("[role=alert]").First).ToContainTextAsync("七项保障");
        await desk.GetByRole(AriaRole.Link, new() { Name = "各方与保障" }).ClickAsync();
        await Assertions.Expect(desk.Locator("input[name^='Answer-']")).ToHaveCountAsync(7);
        foreach (var field in await desk.Locator("input[name^='Answer-']").AllAsync())
        {
            await field.FillAsync("示例：已落实");
        }

        await desk.Locator("form").Filter(new() { Has = desk.Locator("input[name^='Answer-']") }).GetByRole(AriaRole.Button, new() { Name = "保存" }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "任务", Exact = true }).ClickAsync();
        await ActAsync(desk, "启动");
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("进行中");

        // The county hands in its first task from the phone; the leader returns it, then accepts.
        await phone.GotoAsync("");
        await phone.GetByRole(AriaRole.Link, new() { Name = "办理任务" }).First.ClickAsync();
        await phone.Locator("textarea[name$='-Note']").FillAsync("示例：讲解、安防、票务三项");
        await phone.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync("已提交");
        await desk.GotoAsync("");
        await desk.GetByRole(AriaRole.Link, new() { Name = "验收" }).First.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "验收通过" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("已验收");

        // The visit is the leader's work: it hands in with a photograph, the county accepts and so confirms.
        await desk.GotoAsync("");
        await desk.GetByRole(AriaRole.Link, new() { Name = "办理任务" }).First.ClickAsync();
        await desk.Locator("input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "现场.png", MimeType = "image/png", Buffer = OnePixel });
        await desk.GetByRole(AriaRole.Button, new() { Name = "提交" }).ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Link, new() { Name = "现场.png" })).ToBeVisibleAsync();
        await phone.GotoAsync("");
        await phone.GetByRole(AriaRole.Link, new() { Name = "验收" }).First.ClickAsync();
        await phone.FitsTheWidthAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "验收通过" }).ClickAsync();
        await Assertions.Expect(phone.Locator("body")).ToContainTextAsync("确认收到");
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task Every_page_stands_the_test_of_axe_and_of_a_narrow_screen(string language)
    {
        var (leader, county) = await PairAsync();
        var page = await fixture.NewVisitorAsync();
        await page.SignInAsync(await fixture.Host.PersonAsAsync("director", leader));
        await page.GotoAsync(language + "cooperations/new/case-consultation");
        await page.Locator("input[name='Parties-museum']").FillAsync("示例受援馆");
        await page.Locator("button[value=preview]").ClickAsync();
        await LookAsync(page, language, "preview");
        await page.Locator("button[value=begin]").ClickAsync();
        await page.WaitForURLAsync(new Regex("cooperations/[0-9a-f-]{36}$"));
        var own = page.Url[(fixture.Host.Address.AbsoluteUri.Length + language.Length)..];
        await page.Locator("tbody a").First.ClickAsync();
        await LookAsync(page, language, "task");
        foreach (var (name, address) in new[]
        {
            ("list", "cooperations"), ("templates", "cooperations/templates"), ("template", "cooperations/templates/service-point"),
            ("one", own), ("timeline", own + "/timeline"), ("parties", own + "/parties"), ("history", own + "/history"),
        })
        {
            await page.GotoAsync(language + address);
            await LookAsync(page, language, name);
        }

        _ = county;
    }

    private static readonly byte[] OnePixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static async Task ActAsync(IPage page, string act)
    {
        await page.Locator("details.confirm > summary", new() { HasText = act }).ClickAsync();
        await page.Locator("details.confirm[open]").GetByRole(AriaRole.Button, new() { Name = act }).ClickAsync();
    }

    private static async Task LookAsync(IPage page, string language, string name)
    {
        await page.LookAsync($"cooperation-{language.TrimEnd('/')}-{name}");
        await page.AxeFindsNothingAsync();
        await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
        await page.FitsTheWidthAsync();
        await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
    }

    private async Task<(Guid Leader, Guid County)> PairAsync()
    {
        var host = fixture.Host;
        var cluster = await host.NewClusterAsync();
        var (leader, county) = (await host.NewMuseumAsync("示例省馆"), await host.NewMuseumAsync("示例受援馆"));
        await host.ExecuteAsync($"update members.party set level = 'Province', grade = 'First' where id = '{leader}'; update members.party set level = 'County' where id = '{county}'");
        await host.JoinAsync(cluster, leader);
        await host.JoinAsync(cluster, county);
        return (leader, county);
    }
}
