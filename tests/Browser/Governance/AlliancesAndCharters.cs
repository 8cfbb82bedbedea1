using Guanlian.Browser.Hosting;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Drafts;
using Guanlian.Hosting;
using Guanlian.Platform.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Guanlian.Browser.Governance;

public sealed class AlliancesAndCharters(BrowserFixture fixture) : IClassFixture<BrowserFixture>, IAsyncLifetime
{
    private Guid cluster;
    private string code = "";
    private SignedIn council = null!;
    private SignedIn secretariat = null!;
    private SignedIn director = null!;

    public async Task InitializeAsync()
    {
        var host = fixture.Host;
        cluster = await host.NewClusterAsync("示例省博物馆联盟");
        code = (await host.ScalarAsync<string>($"select code from members.party where id = '{cluster}'"))!;
        (council, secretariat) = (await host.PersonAsAsync("council", cluster), await host.PersonAsAsync("secretariat", cluster));
        for (var i = 1; i <= 12; i++)
        {
            await host.JoinAsync(cluster, await host.NewMuseumAsync($"示例第{i}博物馆"));
        }

        var museum = await host.NewMuseumAsync("示例县博物馆");
        await host.JoinAsync(cluster, museum);
        director = await host.PersonAsAsync("director", museum);
        await NextAsync([], "第一次理事会通过");
        await NextAsync(new() { ["CapacityMost"] = "2", ["WorkloadBonus"] = "1,0", ["VisionZh"] = "五年内，每个县至少有一座博物馆得到稳定帮扶。" }, "第二次理事会通过");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory, InlineData(""), InlineData("en/")]
    [Trait("Requirement", "G14")]
    public async Task The_public_pages_are_clean_and_fit_a_phone(string language)
    {
        var page = await fixture.NewVisitorAsync();
        await LookAtAsync(page, language, [
            ("clusters", "clusters"), ($"clusters/{code}", "cluster"), ($"clusters/{code}/charter", "charter"),
            ($"clusters/{code}/charter/compare?from=1&to=2", "compare"), ($"clusters/{code}/plans", "plans"),
            ($"clusters/{code}/calls", "calls"), ("clusters/which?yes=same-region&yes=one-project&asked=true", "which")]);
    }

    [Theory, InlineData(""), InlineData("en/")]
    public async Task The_pages_of_secretariat_and_director_are_clean_and_fit_a_phone(string language)
    {
        var draft = await AsAsync(secretariat, (StartDraft.Handler h) => h.HandleAsync(new(cluster), default));
        var membership = await fixture.Host.ScalarAsync<Guid>($"select id from members.membership where party_id = '{director.PartyId}'");
        var page = await fixture.NewVisitorAsync();
        await page.SignInAsync(secretariat);
        await LookAtAsync(page, language, [($"clusters/{code}/charter/drafts/{draft.Value}", "draft"), ($"clusters/{code}/members/{membership}", "membership"), ("clusters/new?kind=Project", "found"), ($"clusters/{code}/calls", "calls-own")]);
        var own = await fixture.NewVisitorAsync();
        await own.SignInAsync(director);
        var museum = await fixture.Host.ScalarAsync<string>($"select code from members.party where id = '{director.PartyId}'");
        await LookAtAsync(own, language, [("my/memberships", "my-memberships"), ($"assessments/{museum}", "assessment")]);
    }

    [Fact]
    public async Task A_charter_is_drafted_and_put_in_force_without_scripts()
    {
        var office = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await office.SignInAsync(secretariat);
        await office.GotoAsync($"clusters/{code}/charter");
        await office.GetByRole(AriaRole.Button, new() { Name = "起草新的一版" }).ClickAsync();
        await office.GetByLabel("结果公示期").FillAsync("0");
        await office.GetByRole(AriaRole.Button, new() { Name = "保存草案" }).ClickAsync();
        await Expect(office.GetByText("0 不在 1 至 180 之间").First).ToBeVisibleAsync();
        await office.GetByLabel("结果公示期").FillAsync("21");
        await office.GetByRole(AriaRole.Button, new() { Name = "保存草案" }).ClickAsync();
        await Expect(office.GetByText("草案已保存")).ToBeVisibleAsync();
        await Expect(office.GetByText("由理事会审议通过后生效。")).ToBeVisibleAsync();

        var board = await fixture.NewVisitorAsync(scripts: false);
        await board.SignInAsync(council);
        await board.GotoAsync(new Uri(office.Url).PathAndQuery);
        await board.GetByText("让这一版生效").ClickAsync();
        await board.Locator("#f-adopt-reason").FillAsync("示例：第三次理事会通过");
        await board.GetByRole(AriaRole.Button, new() { Name = "生效", Exact = true }).ClickAsync();
        await Expect(board.GetByText("章程已生效")).ToBeVisibleAsync();
        await Expect(board.GetByText("21 天")).ToBeVisibleAsync();
    }

    [Fact]
    [Trait("Requirement", "G05")]
    public async Task A_community_vetoes_on_a_phone_and_the_council_reads_why_and_is_held_back()
    {
        var host = fixture.Host;
        var (own, village) = (await host.NewClusterAsync("示例生态博物馆群"), await host.NewPartyOfAsync(Contracts.Members.PartyKind.Community, "示例生态村"));
        await host.JoinAsync(own, village);
        var board = await host.PersonAsAsync("council", own);
        var draft = await AsAsync(board, (StartDraft.Handler h) => h.HandleAsync(new(own), default));
        var address = $"clusters/{await host.CodeOfAsync(own)}/charter/drafts/{draft.Value}";
        var chair = await fixture.NewVisitorAsync(scripts: false);
        await chair.SignInAsync(board);
        Assert.Equal(200, (await chair.GotoAsync(address))!.Status);
        await chair.Locator("section:has(#s-consents) form button").ClickAsync();

        var elder = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        var speaker = await host.PersonAsAsync("director", village);
        await elder.SignInAsync(speaker);
        await elder.GotoAsync("en/");
        await elder.Locator("a[href*='/charter/consents/']").ClickAsync();
        await elder.Locator("details.confirm", new() { Has = elder.Locator("#f-veto-reason") }).Locator("summary").ClickAsync();
        await elder.Locator("#f-veto-reason").FillAsync("示例：没有写明传承人的署名权");
        await elder.Locator("details[open] button").ClickAsync();
        await Expect(elder.GetByText("示例：没有写明传承人的署名权")).ToBeVisibleAsync();

        await chair.GotoAsync(address);
        await Expect(chair.Locator("section:has(#s-consents)")).ToContainTextAsync("示例：没有写明传承人的署名权");
        await chair.Locator("details.confirm", new() { Has = chair.Locator("#f-adopt-reason") }).Locator("summary").ClickAsync();
        await chair.Locator("#f-adopt-reason").FillAsync("示例：仍要生效");
        await chair.Locator("section:has(#s-adopt) details[open] form button").ClickAsync();
        await Expect(chair.Locator("section:has(#s-adopt)")).ToContainTextAsync("示例：没有写明传承人的署名权");
        await chair.LookAsync("vetoed-zh");

        var looked = await fixture.NewVisitorAsync();
        await looked.SignInAsync(board);
        await LookAtAsync(looked, "", [(address, "draft-vetoed")]);
        await looked.SignInAsync(speaker);
        await LookAtAsync(looked, "en/", [(new Uri(elder.Url).AbsolutePath[4..], "consent")]);
    }

    private static async Task LookAtAsync(IPage page, string language, (string Address, string Name)[] pages)
    {
        foreach (var (address, name) in pages)
        {
            var answer = await page.GotoAsync(language + address);
            Assert.Equal(200, answer!.Status);
            await page.AxeFindsNothingAsync();
            await page.LookAsync($"{name}-{(language.Length == 0 ? "zh" : "en")}");
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await page.FitsTheWidthAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
        }
    }

    private async Task NextAsync(Dictionary<string, string> changes, string reason)
    {
        var draft = await AsAsync(secretariat, (StartDraft.Handler h) => h.HandleAsync(new(cluster), default));
        var saved = await AsAsync(secretariat, (SaveDraft.Handler h) => h.HandleAsync(new(draft.Value, 1, changes), default));
        Assert.False((await AsAsync(council, (PutInForce.Handler h) => h.HandleAsync(new(draft.Value, saved.Value.Version, reason), default))).Refused);
    }

    private async Task<T> AsAsync<THandler, T>(SignedIn who, Func<THandler, Task<T>> use) where THandler : notnull
    {
        await using var scope = fixture.Host.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = await scope.ServiceProvider.GetRequiredService<IActorSource>().ForAsync(who.PersonId, who.MandateId, default);
        return await use(scope.ServiceProvider.GetRequiredService<THandler>());
    }
}
