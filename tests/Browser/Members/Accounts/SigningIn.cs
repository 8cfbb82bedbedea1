using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Members.Accounts;

public sealed class SigningIn(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string Phrase = "这是一句谁也想不到的长句子";

    [Fact]
    public async Task A_newcomer_joins_by_a_link_signs_out_and_in_again_without_scripts()
    {
        var museum = await fixture.Host.NewMuseumAsync("示例县博物馆");
        var director = await fixture.SignInAsAsync("director", museum, scripts: false);
        await director.GotoAsync("mandates/new");
        await director.GetByRole(AriaRole.Radio, new() { Name = "馆员" }).CheckAsync();
        await director.GetByLabel("新人姓名").FillAsync("示例新人");
        await director.GetByLabel("理由").FillAsync("示例入职");
        await director.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        await director.LookAsync("mandates-link");
        var link = await director.Locator("main code").InnerTextAsync();

        var newcomer = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await newcomer.GotoAsync(link);
        await newcomer.LookAsync("invitation");
        await newcomer.GetByLabel("用户名").FillAsync("shili");
        await newcomer.GetByLabel("新密码").FillAsync(Phrase);
        await newcomer.GetByLabel("再输一次").FillAsync(Phrase);
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "开通账号" }).ClickAsync();
        await newcomer.GotoAsync("account");
        Assert.Contains("示例县博物馆（馆员）", await newcomer.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await newcomer.Locator("details.acting summary").ClickAsync();
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "退出登录" }).ClickAsync();
        await newcomer.GotoAsync("account");
        Assert.Contains("account/sign-in?return=", newcomer.Url, StringComparison.Ordinal);
        await newcomer.GetByLabel("用户名或邮箱").FillAsync("shili");
        await newcomer.GetByLabel("密码", new() { Exact = false }).Last.FillAsync(Phrase);
        await newcomer.GetByRole(AriaRole.Button, new() { Name = "登录" }).ClickAsync();
        Assert.EndsWith("/account", newcomer.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_passkey_made_in_the_browser_signs_in_without_a_password()
    {
        var page = await fixture.NewVisitorAsync();

        // A passkey belongs to a name, and an address of numbers has none.
        var home = new UriBuilder(fixture.Host.Address) { Host = "localhost" }.Uri.AbsoluteUri;
        await JoinAsync(page, home, "passkey-example");
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        await page.GotoAsync(home + "account/passkeys");
        await page.GetByLabel("名称").FillAsync("示例电脑");
        await page.GetByLabel("现在的密码").FillAsync(Phrase);
        await page.GetByRole(AriaRole.Button, new() { Name = "添加通行密钥" }).ClickAsync();
        await page.GetByText("通行密钥已添加").WaitForAsync();
        await page.LookAsync("account-passkeys");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(home + "account/sign-in?return=%2Faccount");
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await page.WaitForURLAsync(home + "account");
        Assert.Contains("通行密钥", await page.Locator("#s-sessions ~ *, section:has(#s-sessions)").First.InnerTextAsync(), StringComparison.Ordinal);

        // A device that its owner did not unlock is not enough.
        await device.SendAsync("WebAuthn.disable");
        await device.SendAsync("WebAuthn.enable");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(home + "account/sign-in");
        await page.Locator("passkey-form input[data-credential]").EvaluateAsync("f => f.value = '{}'");
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await page.GetByText("这把密钥不能登录").WaitForAsync();
    }

    [Theory, InlineData(""), InlineData("en/")]
    public async Task The_pages_are_clean_and_fit_a_phone(string language)
    {
        var admin = await fixture.SignInAsAsync("administrator");
        var cluster = await fixture.Host.NewClusterAsync();
        var member = await fixture.Host.NewMuseumAsync("示例成员馆");
        await fixture.Host.JoinAsync(cluster, member);
        var who = await fixture.Host.PersonAsAsync("secretariat", cluster);
        await fixture.Host.NewMandateAsync(who.PersonId, member, "director");
        await fixture.Host.PersonAsAsync("director", member);
        var office = await fixture.OpenForAsync(who);
        var visitor = await fixture.NewVisitorAsync();
        var suffix = language.Length == 0 ? "zh" : "en";
        foreach (var (page, address, name) in new[]
        {
            (visitor, "account/sign-in", "sign-in"), (visitor, "account/invitations/x", "invitation-gone"), (office, "account", "account"),
            (office, "account/mandates", "account-mandates"), (office, "account/password", "account-password"), (office, "account/authenticator", "account-authenticator"),
            (office, "account/passkeys", "account-passkeys-empty"), (office, "mandates", "mandates"), (office, "mandates/new", "mandates-new"), (admin, "accounts", "accounts"),
        })
        {
            await page.GotoAsync(language + address);
            await page.AxeFindsNothingAsync();
            await page.LookAsync($"accounts-{name}-{suffix}");
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await page.FitsTheWidthAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
        }
    }

    private async Task JoinAsync(IPage page, string home, string userName)
    {
        var director = await fixture.SignInAsAsync("director", scripts: false);
        await director.GotoAsync("mandates/new");
        await director.GetByRole(AriaRole.Radio, new() { Name = "馆员" }).CheckAsync();
        await director.GetByLabel("新人姓名").FillAsync("示例新人");
        await director.GetByLabel("理由").FillAsync("示例入职");
        await director.GetByRole(AriaRole.Button, new() { Name = "确定" }).ClickAsync();
        var link = new Uri(await director.Locator("main code").InnerTextAsync());
        await page.GotoAsync(home.TrimEnd('/') + link.AbsolutePath);
        await page.GetByLabel("用户名").FillAsync(userName);
        await page.GetByLabel("新密码").FillAsync(Phrase);
        await page.GetByLabel("再输一次").FillAsync(Phrase);
        await page.GetByRole(AriaRole.Button, new() { Name = "开通账号" }).ClickAsync();
    }
}
