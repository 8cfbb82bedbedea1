using System.Text.RegularExpressions;
using Guanlian.Browser.Hosting;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Verification;
using Guanlian.Hosting;
using Guanlian.Hosting.Exchange;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Guanlian.Browser.Exchange;

public sealed class RoundJourneyTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private GuanlianHost Host => fixture.Host;

    [Fact]
    [Trait("Requirement", "P01")]
    [Trait("Requirement", "P04")]
    [Trait("Requirement", "P05")]
    [Trait("Requirement", "P06")]
    [Trait("Requirement", "P07")]
    [Trait("Requirement", "C05")]
    public async Task A_whole_round_without_scripts_from_the_countys_form_to_letters_and_a_file_that_verifies()
    {
        var world = await RoundWorld.CreateAsync(Host);
        var county = world.Museums[3];
        await world.WithDbAsync(db => db.Listings.Where(l => l.PartyId == county.Id).ExecuteDeleteAsync());

        // The county states its needs on a phone; the office opens a round; a leader and the county enter.
        var phone = await As("staff", county.Id, BrowserFixture.Phone);
        await phone.GotoAsync("exchange/needs/state");
        await phone.Locator("input[name='Conservation-Strength'][value='4']").CheckAsync();
        await phone.Locator("details.more").Nth(1).Locator("summary").ClickAsync();
        await phone.Locator("select[name='Conservation-Urgency']").SelectOptionAsync("5");
        await phone.Locator("input[name='Conservation-UrgencyReason']").FillAsync("彩塑起甲");
        await phone.GetByRole(AriaRole.Button, new() { Name = "确认并发布" }).ClickAsync();
        await Assertions.Expect(phone).ToHaveURLAsync(new Regex("/exchange/mine$"));

        var office = await As("secretariat", world.Cluster);
        await office.GotoAsync("rounds/new");
        await office.Locator("[name=Name]").FillAsync("示例省大馆带小馆第一轮");
        await office.Locator("[name=Themes]").FillAsync("古建筑\n红色文化");
        await office.Locator("form .button.main").ClickAsync();
        await Assertions.Expect(office).ToHaveURLAsync(new Regex("/rounds/W[0-9]+-2026-1$"));
        var code = office.Url.Split('/')[^1];

        var leader = await As("coordinator", world.Leaders[0].Id);
        await leader.GotoAsync("");
        await leader.GetByRole(AriaRole.Link, new() { Name = "填报“示例省大馆带小馆第一轮”的名额与意愿" }).ClickAsync();
        await leader.Locator("[name='Input.Places']").FillAsync("1");
        await leader.Locator("form .button.main").ClickAsync();
        await Assertions.Expect(leader.Locator("[role=alert]")).ToContainTextAsync("请写明理由");
        await leader.Locator("[name='Input.Reason']").FillAsync("本年度承担省外大展");
        await leader.Locator("form .button.main").ClickAsync();
        await Assertions.Expect(leader.Locator(".toast")).ToContainTextAsync("已保存");

        await phone.GotoAsync($"rounds/{code}/entry");
        await phone.Locator("[name='Input.Theme']").SelectOptionAsync("古建筑");
        await phone.Locator("[name='Input.Wishes[0]']").SelectOptionAsync(world.Leaders[0].Id.ToString());
        await phone.Locator("form .button.main").ClickAsync();
        await Assertions.Expect(phone.Locator(".toast")).ToContainTextAsync("已保存");

        // Freeze, compute, show.
        await office.GotoAsync($"rounds/{code}/entries");
        await Assertions.Expect(office.Locator("#s-museums + *, section").First).ToBeVisibleAsync();
        await office.Locator("form .button.main").ClickAsync();
        await Assertions.Expect(office.Locator(".toast")).ToContainTextAsync("已冻结");
        await office.GetByRole(AriaRole.Button, new() { Name = "开始计算" }).ClickAsync();
        await Assertions.Expect(office).ToHaveURLAsync(new Regex("/jobs/"));
        await world.EndedAsync((await world.ComputationAsync(code)).JobId!.Value);
        await office.GotoAsync($"rounds/{code}/what-if?kind=places&leader={world.Leaders[0].Code}&number=2");
        await Assertions.Expect(office.Locator("#moves li")).ToHaveCountAsync(1);
        await ShowAsync(office, code);

        // A member objects; the office excludes the pair, which computes again; it answers and shows again.
        var museum = await As("director", world.Museums[0].Id);
        await museum.GotoAsync($"rounds/{code}/objections");
        await museum.Locator("[name=ReasonCode]").SelectOptionAsync("conflict-of-interest");
        await museum.Locator("[name=Text]").FillAsync("我馆馆长与该馆有回避关系。");
        await museum.Locator("form .button.main").ClickAsync();
        await Assertions.Expect(museum.Locator(".toast")).ToContainTextAsync("已提交");
        await office.GotoAsync($"rounds/{code}/adjustments");
        await office.Locator("[name=Kind]").SelectOptionAsync("Exclusion");
        await office.Locator("[name=Leader]").SelectOptionAsync(world.Leaders[0].Code);
        await office.Locator("[name=Museum]").SelectOptionAsync(world.Museums[0].Code);
        await office.Locator("form:has([name=Kind]) [name=Reason]").FillAsync("回避");
        await office.Locator("form:has([name=Kind]) .button.main").ClickAsync();
        await Assertions.Expect(office.Locator(".toast")).ToContainTextAsync("已保存");
        await world.EndedAsync((await world.ComputationAsync(code)).JobId!.Value);
        await office.GotoAsync($"rounds/{code}/objections");
        await office.Locator("[name=Outcome]").SelectOptionAsync("Upheld");
        await office.Locator("[name=Answer]").FillAsync("已排除，重新计算。");
        await office.GetByRole(AriaRole.Button, new() { Name = "答复" }).ClickAsync();
        await ShowAsync(office, code);

        // Strangers see nothing yet; ten days later the council adopts and everybody sees everything.
        var visitor = await fixture.NewVisitorAsync(scripts: false);
        Assert.Equal(404, (await visitor.GotoAsync($"rounds/{code}"))!.Status);
        Assert.Equal(404, (await visitor.GotoAsync($"rounds/{code}/letters/{county.Code}"))!.Status);
        Host.Clock.Advance(TimeSpan.FromDays(11));
        var council = await As("council", world.Cluster);
        await council.GotoAsync($"rounds/{code}");
        await council.Locator("summary", new() { HasText = "审议通过" }).ClickAsync();
        await council.Locator("[name=Reason]").First.FillAsync("理事会第三次会议全票通过");
        await council.Locator("form:has([name=Reason]) .button.main").First.ClickAsync();
        await Assertions.Expect(council.Locator(".toast")).ToContainTextAsync("已通过");

        Assert.Equal(200, (await visitor.GotoAsync($"rounds/{code}"))!.Status);
        await Assertions.Expect(visitor.Locator("#s-pairs")).ToBeVisibleAsync();
        await visitor.LookAsync("rounds-public");
        await visitor.GotoAsync($"rounds/{code}/letters/{county.Code}");
        await Assertions.Expect(visitor.Locator(".letter")).ToContainTextAsync("结成帮扶对子");
        using var client = Host.NewClient();
        var file = await client.GetByteArrayAsync(new Uri($"rounds/{code}/files/round.zip", UriKind.Relative));
        var (round, findings) = VerifyRound.Check(file);
        Assert.Equal([], findings.Select(f => $"{f.Code} {string.Join(' ', f.Holes)}"));
        Assert.Equal(0, round!.Input.Museums.Single(m => m.Code == county.Code).Tier);
        Assert.DoesNotContain(round.Result.Modes.Optimal.Pairs, p => p.Leader == world.Leaders[0].Code && p.Museum == world.Museums[0].Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task Every_page_of_a_round_stands_the_test_of_axe_and_of_a_narrow_screen(string language)
    {
        var world = await RoundWorld.CreateAsync(Host);
        await world.ListAsync(world.Leaders[1].Id, Side.Offer, Guanlian.Contracts.Exchange.Domain.Education, 4, quantity: 3, unit: "天");
        await world.ListAsync(world.Museums[4].Id, Side.Need, Guanlian.Contracts.Exchange.Domain.Education, 5, quantity: 5, unit: "天");
        var code = await world.OpenAsync();
        var page = await fixture.NewVisitorAsync();
        await page.SignInAsync(await Host.PersonAsAsync("secretariat", world.Cluster));
        await LookAsync(page, language, "rounds", "rounds/new", $"rounds/{code}", $"rounds/{code}/entries", $"rounds/{code}/entry?party={world.Leaders[0].Code}",
            $"rounds/{code}/entry?party={world.Museums[0].Code}");
        await world.FreezeAsync(code);
        await world.EndedAsync(await world.ComputeAsync(code));
        await world.AdjustAsync(code, AdjustmentKind.Exclusion, world.Leaders[0], world.Museums[0]);
        await world.EndedAsync((await world.ComputationAsync(code)).JobId!.Value);
        await world.ShowAsync(code);
        await world.ObjectAsync(world.Museums[0], code);
        var pairs = Guanlian.Platform.Formats.CanonicalJson.Read<Guanlian.Exchange.Results.RoundResult>((await world.ComputationAsync(code)).Result!).Modes.Optimal;
        await LookAsync(page, language, $"rounds/{code}", $"rounds/{code}/result", $"rounds/{code}/result?mode=stable", $"rounds/{code}/result/{pairs.Pairs[0].Museum}",
            $"rounds/{code}/result/{pairs.Unpaired[0]}", $"rounds/{code}/what-if?kind=exclude&leader={pairs.Pairs[0].Leader}&museum={pairs.Pairs[0].Museum}",
            $"rounds/{code}/adjustments", $"rounds/{code}/objections", $"rounds/{code}/letters", $"rounds/{code}/letters/{pairs.Pairs[0].Museum}",
            $"rounds/{code}/letters/{pairs.Unpaired[0]}", $"rounds/{code}/letters?all=1");
        foreach (var museum in new[] { pairs.Pairs[0].Museum, pairs.Unpaired[0] })
        {
            await page.GotoAsync($"{language}rounds/{code}/letters/{museum}");
            Assert.Equal(1, await PagesAsync(page, $"letter-{language.TrimEnd('/')}-{museum[^2..]}"));
        }

        await page.GotoAsync($"{language}rounds/{code}/letters?all=1");
        Assert.Equal(world.Museums.Count, await PagesAsync(page, $"letters-{language.TrimEnd('/')}"));
    }

    /// <summary>How many A4 pages it prints on.</summary>
    private static async Task<int> PagesAsync(IPage page, string name)
    {
        var folder = Environment.GetEnvironmentVariable("GUANLIAN_PICTURES") ?? Path.Combine(Path.GetTempPath(), "guanlian-pictures");
        var pdf = await page.PdfAsync(new() { Format = "A4", Path = Path.Combine(folder, $"{name}.pdf") });
        return Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b(?!s)");
    }

    private static async Task LookAsync(IPage page, string language, params string[] addresses)
    {
        foreach (var address in addresses)
        {
            var answer = await page.GotoAsync(language + address);
            Assert.True(answer!.Status == 200, $"{address}: {answer.Status}");
            await page.LookAsync($"rounds-{language.TrimEnd('/')}-{Regex.Replace(address, "W[0-9]+(-2026-1)?", "W").Replace('/', '-').Replace('?', '-')}");
            await page.AxeFindsNothingAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
            await page.FitsTheWidthAsync();
            await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
            Assert.DoesNotMatch(@"\bexchange\.[a-z-]+\.", await page.Locator("main").InnerTextAsync());
        }
    }

    private static async Task ShowAsync(IPage office, string code)
    {
        await office.GotoAsync($"rounds/{code}");
        await office.Locator("summary", new() { HasText = "公示结果" }).ClickAsync();
        await office.Locator("form:has([name=ModeReason]) .button.main").ClickAsync();
        await Assertions.Expect(office.Locator(".toast")).ToContainTextAsync("已公示");
    }

    private async Task<IPage> As(string role, Guid party, int width = BrowserFixture.Desk)
    {
        var page = await fixture.NewVisitorAsync(width, scripts: false);
        await page.SignInAsync(await Host.PersonAsAsync(role, party));
        return page;
    }
}
