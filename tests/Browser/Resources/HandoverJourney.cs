using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Hosting.Resources;
using Guanlian.Resources.Handovers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Guanlian.Browser.Resources;

public sealed class HandoverJourney(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_keeper_hands_over_from_a_phone_in_the_store_and_the_borrower_finds_a_difference()
    {
        var world = await HandoverWorld.CreateAsync(fixture.Host);
        await world.ObjectAsync("示例0001", "清代青花缠枝莲纹瓶", grade: "2", preservation: "1");
        var desk = await fixture.NewVisitorAsync(scripts: false);
        await desk.SignInAsync(await fixture.Host.PersonAsAsync("staff", world.Lender.Id));
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.SignInAsync(await fixture.Host.PersonAsAsync("staff", world.Borrower.Id));

        // Planned: what is wrong is said at once and nothing typed is lost.
        await desk.GotoAsync("handovers");
        await desk.GetByRole(AriaRole.Link, new() { Name = "安排点交" }).ClickAsync();
        await desk.Locator("select[name='Given.Kind']").SelectOptionAsync("loan");
        await desk.Locator("input[name='Given.To']").FillAsync("没有这家");
        await desk.Locator("textarea[name='Given.Items']").FillAsync("示例0001\n | 说明牌 | 4");
        await desk.GetByRole(AriaRole.Button, new() { Name = "安排", Exact = true }).ClickAsync();
        await Assertions.Expect(desk.Locator("[role=alert]").First).ToContainTextAsync("没有这家");
        await desk.LookAsync("handover-refused");
        await desk.Locator("input[name='Given.To']").FillAsync(world.Borrower.Name);
        await desk.Locator("input[name='Given.DueBackOn']").FillAsync($"{world.Today.AddDays(60):yyyy-MM-dd}");
        await desk.GetByRole(AriaRole.Button, new() { Name = "安排", Exact = true }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("已安排");
        await desk.LookAsync("handover-planned");

        // Checked out, with a picture, signed, sent.
        await desk.GetByRole(AriaRole.Link, new() { Name = "出库点交" }).First.ClickAsync();
        await desk.Locator("select[name^='Condition-']").First.SelectOptionAsync("largely-good");
        await desk.Locator("textarea[name^='Note-']").First.FillAsync("口沿旧磕一处");
        await desk.Locator("input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "口沿.jpg", MimeType = "image/jpeg", Buffer = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[3 << 20]] });
        await desk.Locator("select[name^='Grade-']").First.SelectOptionAsync("none");
        await desk.Locator("input[name=Signer]").FillAsync("示例经手人");
        await desk.Locator("button[value=sign]").ClickAsync();
        await Assertions.Expect(desk.Locator("[role=alert]").First).ToContainTextAsync("说明牌");
        await desk.LookAsync("handover-out");
        await desk.Locator("input[name=Rest]").CheckAsync();
        await desk.Locator("input[name=Signer]").FillAsync("示例经手人");
        await desk.Locator("button[value=sign]").ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("出库已签");
        await desk.GetByText("登记发出", new() { Exact = true }).First.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "登记发出" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("已发出");

        // Due at the borrower's, who looks at it on a phone.
        await phone.GotoAsync("");
        await phone.GetByRole(AriaRole.Link, new() { Name = "入库点交" }).First.ClickAsync();
        await phone.FitsTheWidthAsync();
        await phone.Locator("select[name^='Condition-']").First.SelectOptionAsync("damaged");
        await phone.Locator("textarea[name^='Note-']").First.FillAsync("足部新裂一道");
        await phone.Locator("input[name=Rest]").CheckAsync();
        await phone.LookAsync("handover-in");
        await phone.Locator("input[name=Signer]").FillAsync("示例借方");
        await phone.Locator("button[value=sign]").ClickAsync();
        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync("有不一致待认可");
        await desk.ReloadAsync();
        await desk.GetByText("认可不一致", new() { Exact = true }).First.ClickAsync();
        await desk.LookAsync("handover-differs");
        await desk.Locator("form").Filter(new() { Has = desk.Locator("#signer-accept") }).Locator("input[name=Signer]").FillAsync("示例经手人");
        await desk.Locator("form").Filter(new() { Has = desk.Locator("#signer-accept") }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("已接收");

        // The paper's code is checked on the page; the way back is one click.
        var code = await fixture.Host.WithAsync(async (Guanlian.Resources.Data.ResourcesDb db) =>
            Guanlian.Platform.Paper.PaperCode.Of(await db.HandoverSheets().Where(s => s.Stage == Stage.In).Select(s => s.Hash).SingleAsync()));
        await desk.Locator("input[name=code]").FillAsync(code.ToLowerInvariant());
        await desk.GetByRole(AriaRole.Button, new() { Name = "核对", Exact = true }).ClickAsync();
        await Assertions.Expect(desk.Locator("#paper, main").Last).ToContainTextAsync("相符：入库时签的清单");
        var paper = await desk.APIRequest.GetAsync($"{fixture.Host.Address}{new Uri(desk.Url).AbsolutePath.TrimStart('/')}/in.pdf");
        Assert.True(paper.Status is 200 or 422, $"{paper.Status}");
        if (paper.Status == 200 && Environment.GetEnvironmentVariable("GUANLIAN_PICTURES") is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "handover.pdf"), await paper.BodyAsync());
        }

        await desk.GetByText("安排归还", new() { Exact = true }).First.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "安排归还" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("归还");
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task Pages_of_handovers_are_clean_and_fit_a_phone(string language)
    {
        var world = await HandoverWorld.CreateAsync(fixture.Host);
        await world.ObjectAsync("示例0001", "清代青花缠枝莲纹瓶", grade: "1", preservation: "3");
        await world.ObjectAsync("示例0002", "东汉绿釉陶灯", grade: "3", preservation: "2");
        var planned = await world.PlannedAsync("示例0001\n示例0002", days: 1200);
        var sent = await world.PlannedAsync("示例0002\n | 说明牌 | 4");
        await world.SendAsync(sent);
        var name = language.TrimEnd('/');
        var page = await fixture.NewVisitorAsync(BrowserFixture.Phone);
        await page.SignInAsync(await fixture.Host.PersonAsAsync("director", world.Lender.Id));
        foreach (var (path, what) in new[]
        {
            ("handovers", "list"), ("handovers/new", "new"), ($"handovers/{planned}", "planned"), ($"handovers/{planned}/change", "change"), ($"handovers/{planned}/out", "out"),
            ($"handovers/{sent}", "sent"), ($"handovers/{sent}/history", "history"), ("loans/clock", "clock"),
        })
        {
            await page.GotoAsync($"{language}{path}");
            await page.LookAsync($"handover-{name}-{what}");
            await page.AxeFindsNothingAsync();
            await page.FitsTheWidthAsync();
        }
    }
}
