using System.Text.RegularExpressions;
using Guanlian.Agreements.Data;
using Guanlian.Browser.Hosting;
using Guanlian.Cooperation.Data;
using Guanlian.Hosting;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Guanlian.Browser.Cooperation;

/// <summary>On the sample province: from an adopted pair to the annex, and the screens of those who watch over it.</summary>
public sealed class FromPairToAnnex(SampleProvinceFixture sample) : IClassFixture<SampleProvinceFixture>
{
    // A photograph of one dot.
    private static readonly byte[] OnePixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private BrowserFixture Fixture => sample.Browser;

    private GuanlianHost Host => Fixture.Host;

    [Theory]
    [InlineData("", 0)]
    [InlineData("en/", 1)]
    [Trait("Requirement", "P09")]
    [Trait("Requirement", "P13")]
    [Trait("Requirement", "P17")]
    public async Task An_adopted_pair_signs_works_confirms_shows_and_is_reported(string language, int which)
    {
        var (pair, leader, museum, cluster) = await PairAsync(which);
        var desk = await Fixture.OpenForAsync(await Host.PersonAsAsync("director", leader), scripts: false);
        var phone = await Fixture.OpenForAsync(await Host.PersonAsAsync("director", museum), BrowserFixture.Phone, scripts: false);
        string Say(string key) => Host.Services.GetRequiredService<Wording>().In(language.Length == 0 ? Wording.Chinese : Wording.English, key);

        // The leader finds the pair due and begins the agreement; it goes out for sealing.
        await desk.GotoAsync(language);
        await desk.Locator($"a[href='agreements/new/pairing?pair={pair}']").ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = Say("agreements.new.begin"), Exact = true }).ClickAsync();
        await Assertions.Expect(desk).ToHaveURLAsync(new Regex("/draft$"));
        var agreement = new Uri(desk.Url).Segments[^2].TrimEnd('/');
        await desk.GotoAsync($"{language}agreements/{agreement}");
        await desk.GetByText(Say("agreements.act.send"), new() { Exact = true }).First.ClickAsync();
        await desk.Locator("details[open] form button").Last.ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync(Say("agreements.state.out-for-sealing"));

        // Both stamp the paper and enter the scan with the code of its sheets; the county does it on a phone.
        var code = await Host.WithAsync(async (AgreementsDb db) => PaperCode.Of(await db.Texts.Where(t => t.AgreementId == Guid.Parse(agreement)).Select(t => t.Hash).SingleAsync()));
        foreach (var page in new[] { desk, phone })
        {
            await page.GotoAsync($"{language}agreements/{agreement}");
            var form = page.Locator("form").Filter(new() { Has = page.Locator("input[name=PrintedCode]") });
            await page.Locator("details").Filter(new() { Has = page.Locator("input[name=PrintedCode]") }).Locator("summary").First.ClickAsync();
            await form.Locator("input[name=Signer]").FillAsync("示例馆长");
            await form.Locator("input[name=PrintedCode]").FillAsync(code);
            await form.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "扫描.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4 示例"u8.ToArray() });
            await form.Locator("button").Last.ClickAsync();
        }

        await Assertions.Expect(phone.Locator(".kicker")).ToContainTextAsync(Say("agreements.state.in-force"));
        await phone.FitsTheWidthAsync();

        // What was promised is work now; the leader starts it.
        await Host.UntilAsync($"select count(*)::int from cooperation.cooperation where agreement_id = '{agreement}' and template = 'short-guidance' and state = 'Agreed'");
        var work = await Host.ScalarAsync<Guid>($"select id from cooperation.cooperation where agreement_id = '{agreement}' and template = 'short-guidance'");
        await desk.GotoAsync($"{language}cooperations/{work}");
        await desk.Locator("details.confirm > summary", new() { HasText = Say("cooperation.act.start") }).ClickAsync();
        await desk.Locator("details.confirm[open] form button").Last.ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync(Say("cooperation.state.running"));

        // Task after task until the county has confirmed a photograph.
        await WorkAsync(desk, phone, leader, work, language);
        Assert.True(await Host.ScalarAsync<int>($"select confirmed from cooperation.cooperation where id = '{work}'") > 0);

        // The leader writes and releases; the county finds it due on its phone and releases; then the public sees it, no sooner.
        await desk.GotoAsync($"{language}cooperations/{work}/showcase");
        await desk.Locator("[name=Story]").FillAsync($"示例：到馆指导，问题逐条解决 {work}");
        await desk.Locator("[name=Method]").FillAsync("示例：先列问题，再到馆，后回访");
        await desk.Locator("input[name^='Picture-']").First.CheckAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = Say("cooperation.showcase.save") }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = Say("cooperation.showcase.release"), Exact = true }).ClickAsync();
        var number = await Host.ScalarAsync<long>($"select number from cooperation.showcase where cooperation_id = '{work}'");
        var stranger = await Fixture.NewVisitorAsync(BrowserFixture.Phone);
        Assert.Equal(404, (await stranger.GotoAsync($"{language}showcase/{number}"))!.Status);
        await phone.GotoAsync(language);
        await phone.Locator($"a[href='cooperations/{work}/showcase']").ClickAsync();
        await phone.FitsTheWidthAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = Say("cooperation.showcase.release"), Exact = true }).ClickAsync();
        await Assertions.Expect(phone.Locator("#s-releases ~ *, main").First).ToContainTextAsync(Say("cooperation.showcase-state.shown"));
        await stranger.GotoAsync($"{language}showcase");
        await stranger.Locator($"a[href='showcase/{number}']").ClickAsync();
        await Assertions.Expect(stranger.Locator("main")).ToContainTextAsync("问题逐条解决");
        await Assertions.Expect(stranger.Locator(".shown-picture img")).ToHaveJSPropertyAsync("naturalWidth", 1);
        await LookAsync(stranger, language, "showcase-one");
        var watch = await Fixture.OpenForAsync(await Host.PersonAsAsync("coordinator", leader));
        foreach (var tab in new[] { "", "/board", "/showcase", "/timeline" })
        {
            await watch.GotoAsync($"{language}cooperations/{work}{tab}");
            await LookAsync(watch, language, $"one{tab.Replace('/', '-')}");
        }

        // The association has the annex made and takes it away; the result is in it with its address.
        var office = await Fixture.OpenForAsync(await Host.PersonAsAsync("secretariat", cluster), BrowserFixture.Phone, scripts: false);
        await office.GotoAsync($"{language}annex");
        await office.GetByRole(AriaRole.Button, new() { Name = Say("cooperation.annex.make"), Exact = true }).ClickAsync();
        await Assertions.Expect(office).ToHaveURLAsync(new Regex("/jobs/"));
        await Host.UntilAsync("select count(*)::int from cooperation.annex where made_at is not null and job_id in (select id from platform.job where state = 'Done') having count(*) = (select count(*) from cooperation.annex)");
        await office.GotoAsync($"{language}annex");
        await office.FitsTheWidthAsync();
        var annex = await Host.ScalarAsync<Guid>($"select id from cooperation.annex where language = '{(language.Length == 0 ? "zh-CN" : "en")}'");
        var href = await office.Locator($"a[href='annex/{annex}.xlsx']").GetAttributeAsync("href");
        var book = await office.APIRequest.GetAsync($"{Host.Address}{language}{href}");
        Assert.Equal(200, book.Status);
        var task = await Host.ScalarAsync<Guid>($"select id from cooperation.task where cooperation_id = '{work}' and confirmed_at is not null limit 1");
        Assert.Contains($"{language}cooperations/tasks/{task}", Text(await book.BodyAsync()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task The_screens_of_those_who_watch_over_it_are_clean_and_fit_a_phone(string language)
    {
        var (_, leader, museum, cluster) = await PairAsync(0);
        await Host.ExecuteAsync($"""
            insert into cooperation.honour (id, cluster_id, party_id, year, name, reason, given_at)
            values (gen_random_uuid(), '{cluster}', '{museum}', 2026, '示例受援先进单位{language}', '示例：一年里确认的成果最多，讲解员都是自己带出来的', '2026-11-19T02:00:00Z')
            """);
        foreach (var (who, addresses) in new[]
        {
            (await Host.PersonAsAsync("secretariat", cluster), (string[])["", "programme", "programme?quiet=true", "programme/time", "programme/balance", "programme/needs", "programme/honours", "programme/honours?q=none", "annex", "inbox", "cooperations/month"]),
            (await Host.PersonAsAsync("director", leader), ["", "counties", "book", "cooperations", "cooperations/month"]),
            (await Host.PersonAsAsync("director", museum), ["counties", "book", "bulk/new/cooperation.county-form"]),
        })
        {
            var page = await Fixture.OpenForAsync(who);
            foreach (var address in addresses)
            {
                var answer = await page.GotoAsync(language + address);
                Assert.Equal(200, answer!.Status);
                await LookAsync(page, language, $"{(who.PartyId == museum ? "museum" : who.PartyId == leader ? "leader" : "office")}-{Regex.Replace(address, "[^a-z]+", "-")}");
            }
        }

        var stranger = await Fixture.NewVisitorAsync();
        await stranger.GotoAsync($"{language}showcase");
        await LookAsync(stranger, language, "showcase");
    }

    /// <summary>Hands in, checks and confirms on the tasks' own pages until a photograph is confirmed.</summary>
    private async Task WorkAsync(IPage desk, IPage phone, Guid leader, Guid work, string language)
    {
        for (var n = 0; n < 8; n++)
        {
            var task = await Host.WithAsync((CooperationDb db) => db.Tasks.AsNoTracking()
                .Where(t => t.CooperationId == work && t.Called && t.State == TaskState.Open).OrderBy(t => t.Sort).FirstOrDefaultAsync());
            if (task is null || await Host.ScalarAsync<int>($"""
                select count(*)::int from cooperation.evidence e join cooperation.deliverable d on d.id = e.deliverable_id join cooperation.task t on t.id = d.task_id
                 where t.cooperation_id = '{work}' and t.confirmed_at is not null and e.attachment_id is not null
                """) > 0)
            {
                return;
            }

            var does = task.DoesPartyId == leader ? desk : phone;
            await does.GotoAsync($"{language}cooperations/tasks/{task.Id}");
            if (await does.Locator("input[type=file]").CountAsync() > 0)
            {
                await does.Locator("input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "现场.png", MimeType = "image/png", Buffer = OnePixel });
            }

            foreach (var note in await does.Locator("textarea[name$='-Note']").AllAsync())
            {
                await note.FillAsync("示例：逐条记下");
            }

            foreach (var figure in await does.Locator("input[name$='-Number']").AllAsync())
            {
                await figure.FillAsync("3");
            }

            await does.Locator("form").Filter(new() { Has = does.Locator("[name=DoneBy]") }).Locator("button.main").ClickAsync();
            await Assertions.Expect(does.Locator(".kicker .tag")).ToHaveClassAsync(new Regex("waiting"));
            await does.FitsTheWidthAsync();
            var checks = task.ChecksPartyId == leader ? desk : phone;
            await checks.GotoAsync($"{language}cooperations/tasks/{task.Id}");
            await checks.Locator("form").Filter(new() { Has = checks.Locator("input[name=_handler][value=accept]") }).Locator("button").ClickAsync();
            await Assertions.Expect(checks.Locator(".kicker .tag")).ToHaveClassAsync(new Regex("done"));
            if (await Host.ScalarAsync<int>($"select count(*)::int from cooperation.task where id = '{task.Id}' and confirms_party_id is not null and confirmed_at is null") > 0)
            {
                var receives = task.ConfirmsPartyId == leader ? desk : phone;
                await receives.GotoAsync($"{language}cooperations/tasks/{task.Id}");
                await receives.Locator("button[value=arrived]").ClickAsync();
                await Assertions.Expect(receives.Locator("button[value=arrived]")).ToHaveCountAsync(0);
            }
        }
    }

    private static async Task LookAsync(IPage page, string language, string name)
    {
        await page.LookAsync($"screens-{language.TrimEnd('/')}-{name}");
        await page.AxeFindsNothingAsync();
        var before = page.ViewportSize!;
        await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
        await page.FitsTheWidthAsync();
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    /// <summary>A pair of the adopted round that has no agreement yet, and whose leader may lead whatever the agreement promises.</summary>
    private async Task<(Guid Pair, Guid Leader, Guid Museum, Guid Cluster)> PairAsync(int which)
    {
        await Host.UntilAsync("select count(*)::int from agreements.pair");
        var id = await Host.ScalarAsync<Guid>($"""
            select p.id from agreements.pair p join members.party l on l.id = p.leader_id join members.party m on m.id = p.museum_id
             where l.grade = 'First' and l.level in ('Province', 'Prefecture')
               and not exists (select from agreements.agreement_party x where x.party_id in (p.museum_id, p.leader_id))
             order by m.code offset {which} limit 1
            """);
        var pair = await Host.WithAsync((AgreementsDb db) => db.Pairs.AsNoTracking().SingleAsync(p => p.Id == id));
        return (pair.Id, pair.LeaderId, pair.MuseumId, pair.ClusterId);
    }

    private static string Text(byte[] book)
    {
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(book));
        return string.Concat(archive.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/sheet", StringComparison.Ordinal)).Select(e =>
        {
            using var reader = new StreamReader(e.Open());
            return reader.ReadToEnd();
        }));
    }
}
