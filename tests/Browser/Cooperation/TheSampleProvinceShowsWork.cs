using Guanlian.Browser.Hosting;
using Guanlian.Hosting;
using Microsoft.Playwright;

namespace Guanlian.Browser.Cooperation;

/// <summary>What somebody finds who starts the sample province and looks around.</summary>
public sealed class TheSampleProvinceShowsWork(SampleProvinceFixture sample) : IClassFixture<SampleProvinceFixture>
{
    private BrowserFixture Fixture => sample.Browser;

    private GuanlianHost Host => Fixture.Host;

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task A_result_with_its_objects_a_closed_case_without_names_and_an_opinion_to_be_signed(string language)
    {
        await Host.UntilAsync("select count(*)::int from cooperation.showcase where state = 'Shown'");
        var number = await Host.ScalarAsync<long>("select number from cooperation.showcase where state = 'Shown' order by number limit 1");
        var visitor = await Fixture.NewVisitorAsync();
        foreach (var (address, name) in new[] { ("showcase", "showcase"), ($"showcase/{number}", "result") })
        {
            await visitor.GotoAsync(language + address);
            await LookAsync(visitor, language, name);
        }

        Assert.Equal(2, await visitor.Locator(".object-card").CountAsync());
        foreach (var picture in await visitor.Locator(".object-card img").AllAsync())
        {
            await Assertions.Expect(picture).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        }
        var (leader, county) = (await PartyAsync("director"), await PartyAsync("county"));
        var museum = await Fixture.OpenForAsync(await Host.PersonAsAsync("director", county));
        var memory = await Host.ScalarAsync<long>("select number from cooperation.case_memory where sample");
        var closed = await Host.ScalarAsync<Guid>("select cooperation_id from cooperation.case_memory where sample");
        foreach (var (address, name) in new[] { ("", "county-home"), ("cooperations/cases", "cases"), ($"cooperations/cases/{memory}", "case"), ($"cooperations/{closed}/case", "case-sheet"), ("book", "county-book") })
        {
            Assert.Equal(200, (await museum.GotoAsync(language + address))!.Status);
            await LookAsync(museum, language, name);
        }

        await museum.GotoAsync($"{language}cooperations/cases/{memory}");
        await Assertions.Expect(museum.Locator("main")).Not.ToContainTextAsync("安泽");
        var task = await Host.ScalarAsync<Guid>("select o.task_id from cooperation.opinion o where o.state = 'Signing'");
        var centre = await Fixture.OpenForAsync(await Host.PersonAsAsync("director", await Host.ScalarAsync<Guid>($"select does_party_id from cooperation.task where id = '{task}'")));
        foreach (var (address, name) in new[] { ("", "leader-home"), ($"cooperations/tasks/{task}/opinion", "opinion"), ($"cooperations/tasks/{task}", "task-talk") })
        {
            await centre.GotoAsync(language + address);
            await LookAsync(centre, language, name);
        }

        var office = await Fixture.OpenForAsync(await Host.PersonAsAsync("secretariat", await Host.ScalarAsync<Guid>("select cluster_id from agreements.pair limit 1")));
        await office.GotoAsync($"{language}programme");
        await LookAsync(office, language, "programme");
        Assert.NotEqual(leader, county);
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task A_fund_with_applications_in_every_state_and_a_payment_that_was_reversed(string language)
    {
        Assert.Equal(8, await Host.ScalarAsync<int>("select count(distinct state)::int from funds.application where sample"));
        var fund = await Host.ScalarAsync<Guid>("select id from funds.fund where sample");
        var paid = await Host.ScalarAsync<Guid>("select id from funds.application where state = 'Paid'");
        var settled = await Host.ScalarAsync<Guid>("select id from funds.application where state = 'Settled'");
        var reversal = await Host.ScalarAsync<Guid>("select id from funds.entry where kind = 'Reversal'");
        var gift = await Host.ScalarAsync<Guid>("select id from funds.donation where state = 'PartlyReceived'");
        var office = await Fixture.OpenForAsync(await Host.PersonAsAsync("secretariat", await Host.ScalarAsync<Guid>("select cluster_id from funds.fund where sample")));
        foreach (var (address, name) in new[]
        {
            ("", "office-home"), ("funds", "funds"), ($"funds/{fund}", "fund"), ("funds/applications", "fund-applications"), ($"funds/applications/{paid}", "fund-paid"), ("funds/donations", "fund-donations"),
            ($"funds/donations/{gift}", "fund-donation"), ($"funds/{fund}/ledger", "fund-ledger"), ($"funds/entries/{reversal}", "fund-reversal"), ($"funds/{fund}/statement", "fund-statement"),
        })
        {
            Assert.Equal(200, (await office.GotoAsync(language + address))!.Status);
            await LookAsync(office, language, name);
        }

        var museum = await Fixture.OpenForAsync(await Host.PersonAsAsync("director", await PartyAsync("county")));
        foreach (var (address, name) in new[] { ($"funds/applications/{settled}", "fund-settled"), ("book", "fund-book"), ($"museums/{await Host.CodeOfAsync(await PartyAsync("county"))}", "fund-museum") })
        {
            Assert.Equal(200, (await museum.GotoAsync(language + address))!.Status);
            await LookAsync(museum, language, name);
            await Assertions.Expect(museum.Locator("main")).ToContainTextAsync("纺织品保护骨干到牵头馆跟班学习");
        }
    }

    private Task<Guid> PartyAsync(string user) => Host.ScalarAsync<Guid>(
        $"select m.party_id from members.mandate m join members.account a on a.person_id = m.person_id where a.user_name = '{user}' limit 1");

    private static async Task LookAsync(IPage page, string language, string name)
    {
        await page.LookAsync($"sample-{language.TrimEnd('/')}-{name}");
        await page.AxeFindsNothingAsync();
        var before = page.ViewportSize!;
        await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
        await page.FitsTheWidthAsync();
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }
}
