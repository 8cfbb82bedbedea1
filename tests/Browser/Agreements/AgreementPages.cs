using Guanlian.Agreements.Data;
using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Guanlian.Platform.Paper;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Guanlian.Browser.Agreements;

public sealed class AgreementPages(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    [Trait("Requirement", "P09")]
    public async Task A_pair_writes_an_agreement_seals_it_on_paper_from_a_phone_and_its_work_begins()
    {
        var (leader, county) = await PairAsync();
        var desk = await fixture.NewVisitorAsync(scripts: false);
        await desk.SignInAsync(await fixture.Host.PersonAsAsync("director", leader));
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.SignInAsync(await fixture.Host.PersonAsAsync("director", county));

        // The leader begins from a template and writes the draft.
        await desk.GotoAsync("agreements");
        await desk.GetByRole(AriaRole.Link, new() { Name = "起草协议" }).ClickAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "对口帮扶协议" }).ClickAsync();
        await desk.Locator("textarea[name=Parties]").FillAsync("示例帮扶馆乙\n示例受援馆乙");
        await desk.GetByRole(AriaRole.Button, new() { Name = "起草" }).ClickAsync();
        await desk.Locator("input[name='Work-0-Words']").FillAsync("到馆摸底三天");
        await desk.Locator("input[name='Goal-0-Target']").FillAsync("很多");
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Assertions.Expect(desk.Locator("[role=alert]").First).ToContainTextAsync("很多");
        await Assertions.Expect(desk.Locator("input[name='Work-0-Words']")).ToHaveValueAsync("到馆摸底三天");
        await desk.Locator("input[name='Goal-0-Target']").FillAsync("２");
        await desk.GetByRole(AriaRole.Button, new() { Name = "保存草稿" }).ClickAsync();
        await Assertions.Expect(desk.Locator("input[name='Goal-0-Target']")).ToHaveValueAsync("2");
        await desk.GetByRole(AriaRole.Link, new() { Name = "协议", Exact = true }).Last.ClickAsync();
        await desk.GetByText("送签", new() { Exact = true }).First.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "送签" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("待用印");

        // The county finds it due, cannot enter a scan of another text, rejects it; it is mended and goes out again.
        await phone.GotoAsync("");
        await phone.GetByRole(AriaRole.Link, new() { Name = "用印" }).First.ClickAsync();
        await phone.FitsTheWidthAsync();
        await phone.GetByText("退回", new() { Exact = true }).First.ClickAsync();
        await phone.Locator("textarea[name=Why]").First.FillAsync("示例：三天不够");
        await phone.GetByRole(AriaRole.Button, new() { Name = "退回" }).ClickAsync();
        await desk.ReloadAsync();
        await Assertions.Expect(desk.Locator("main")).ToContainTextAsync("三天不够");
        await desk.GetByText("送签", new() { Exact = true }).First.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "送签" }).ClickAsync();

        foreach (var (page, name) in new[] { (desk, "示例帮扶馆乙"), (phone, "示例受援馆乙") })
        {
            await page.GotoAsync("agreements");
            await page.Locator("tbody a").First.ClickAsync();
            await page.GetByText($"{name}用印", new() { Exact = true }).First.ClickAsync();
            var form = page.Locator("form").Filter(new() { Has = page.Locator("input[name=PrintedCode]") });
            await form.Locator("input[name=Signer]").FillAsync("示例馆长");
            await form.Locator("input[name=PrintedCode]").FillAsync(await CodeAsync());
            await form.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "扫描.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4 示例"u8.ToArray() });
            await form.GetByRole(AriaRole.Button, new() { Name = "登记盖章" }).ClickAsync();
        }

        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync("生效");
        await fixture.Host.UntilAsync("select count(*)::int from agreements.work_taken t join cooperation.cooperation c on c.id = t.cooperation_id where c.template = 'short-guidance'");
        await phone.ReloadAsync();
        await phone.GetByRole(AriaRole.Link, new() { Name = "短期指导" }).ClickAsync();
        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync("依据协议");

        await phone.GoBackAsync();
        await phone.LookAsync("agreement-in-force");

        // The paper and the page that its code leads to; to a stranger the agreement is missing.
        var stranger = await fixture.NewVisitorAsync();
        var record = await fixture.Host.WithAsync((AgreementsDb db) => db.Agreements.AsNoTracking().SingleAsync(a => a.Title.Contains("对口帮扶协议")));
        await stranger.GotoAsync($"agreements/check/{record.CheckCode}/2");
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("相符");
        Assert.DoesNotContain("摸底", await stranger.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal(404, (await stranger.GotoAsync($"agreements/check/{record.CheckCode[..^1]}/2"))!.Status);
        var paper = await desk.APIRequest.GetAsync($"{fixture.Host.Address}agreements/{record.Id}/texts/2.pdf");
        Assert.True(paper.Status is 200 or 422, $"{paper.Status}");
        Assert.True(paper.Status == 422 || (await paper.BodyAsync()).AsSpan().StartsWith("%PDF"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task Pages_of_agreements_are_clean_and_fit_a_phone(string language)
    {
        var (leader, county) = await PairAsync();
        var page = await fixture.NewVisitorAsync(BrowserFixture.Phone);
        await page.SignInAsync(await fixture.Host.PersonAsAsync("director", leader));
        await page.GotoAsync($"{language}agreements");
        await page.LookAsync($"agreement-{language.TrimEnd('/')}-list");
        await page.AxeFindsNothingAsync();
        await page.GotoAsync($"{language}agreements/new");
        await page.AxeFindsNothingAsync();
        await page.GotoAsync($"{language}agreements/new/three-roles");
        await page.Locator("textarea[name=Parties]").FillAsync($"{await fixture.Host.CodeOfAsync(leader)}\n{await fixture.Host.CodeOfAsync(county)}");
        await page.AxeFindsNothingAsync();
        await page.Locator("main form button").Last.ClickAsync();
        await page.WaitForURLAsync("**/draft");
        await page.LookAsync($"agreement-{language.TrimEnd('/')}-draft");
        await page.AxeFindsNothingAsync();
        await page.FitsTheWidthAsync();
        var whole = page.Url[..^"/draft".Length];
        foreach (var tab in new[] { "", "/texts", "/history" })
        {
            await page.GotoAsync(whole + tab);
            await page.LookAsync($"agreement-{language.TrimEnd('/')}-{(tab.Length == 0 ? "one" : tab[1..])}");
            await page.AxeFindsNothingAsync();
            await page.FitsTheWidthAsync();
        }
    }

    private Task<string> CodeAsync() => fixture.Host.WithAsync(async (AgreementsDb db) =>
        PaperCode.Of(await db.Texts.Where(t => t.State == TextState.OutForSealing || t.State == TextState.PartlySealed).Select(t => t.Hash).SingleAsync()));

    private async Task<(Guid Leader, Guid County)> PairAsync()
    {
        var host = fixture.Host;
        var cluster = await host.NewClusterAsync();
        var (leader, county) = (await host.NewMuseumAsync("示例帮扶馆乙"), await host.NewMuseumAsync("示例受援馆乙"));
        await host.ExecuteAsync($"update members.party set level = 'Province', grade = 'First' where id = '{leader}'; update members.party set level = 'County' where id = '{county}'");
        await host.JoinAsync(cluster, leader);
        await host.JoinAsync(cluster, county);
        return (leader, county);
    }
}
