using Guanlian.Browser.Hosting;
using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Sessions;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.Playwright;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Browser.Cooperation;

public sealed class BookPagesTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    [Fact]
    [Trait("Requirement", "C03")]
    public async Task A_county_writes_its_case_on_a_phone_without_scripts_an_expert_signs_and_the_paper_checks_itself()
    {
        var world = await CreateAsync(fixture.Host);
        var id = await world.RunningAsync("case-consultation");
        var (museum, lead) = (await PartyAsync(world, id, "museum"), (await world.RecordAsync(id)).LeadPartyId);
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.SignInAsync(await fixture.Host.PersonAsAsync("director", museum));

        await phone.GotoAsync($"cooperations/{id}");
        await phone.GetByRole(AriaRole.Link, new() { Name = "病例", Exact = true }).ClickAsync();
        await phone.Locator("select[name=Material]").SelectOptionAsync("mural");
        await phone.GetByText("空鼓", new() { Exact = true }).ClickAsync();
        await phone.Locator("textarea[name=Description]").FillAsync("示例：东壁下部空鼓约两平方米");
        await phone.Locator("select[name=Urgency]").SelectOptionAsync("urgent");
        await phone.Locator("textarea[name=Question]").FillAsync("示例：空鼓如何灌浆回贴");
        await phone.FitsTheWidthAsync();
        await phone.LookAsync("book-case-sheet");
        await phone.GetByRole(AriaRole.Button, new() { Name = "保存病例单" }).ClickAsync();
        await Assertions.Expect(phone.Locator("textarea[name=Question]")).ToHaveValueAsync("示例：空鼓如何灌浆回贴");
        foreach (var code in new[] { "describe", "pre-review", "set-panel", "meet" })
        {
            await DoAsync(world, id, code);
        }

        // The centre drafts; what is missing is told and nothing typed is lost.
        var issue = (await world.TasksAsync(id)).First(t => t.Code == "issue");
        var desk = await fixture.NewVisitorAsync(scripts: false);
        await desk.SignInAsync(await fixture.Host.PersonAsAsync("director", lead));
        await desk.GotoAsync($"cooperations/tasks/{issue.Id}");
        await desk.GetByRole(AriaRole.Link, new() { Name = "在台账里填写" }).ClickAsync();
        await desk.Locator("textarea[name=Findings]").FillAsync("示例：地仗与墙体脱离");
        await desk.Locator("textarea[name=Advice]").FillAsync("示例：先支顶\n示例：灌浆回贴");
        await desk.GetByRole(AriaRole.Button, new() { Name = "送签" }).ClickAsync();
        await Assertions.Expect(desk.Locator("[role=alert]").First).ToContainTextAsync("专家");
        await Assertions.Expect(desk.Locator("textarea[name=Advice]")).ToHaveValueAsync("示例：先支顶\n示例：灌浆回贴");
        await desk.Locator($"textarea[name='Panel-{lead}']").FillAsync("示例专家 研究馆员");
        await desk.LookAsync("book-opinion-draft");
        await desk.GetByRole(AriaRole.Button, new() { Name = "送签" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("签署中");
        await desk.GotoAsync("");
        await desk.GetByRole(AriaRole.Link, new() { Name = "签署意见书" }).First.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "签署：示例专家" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".kicker")).ToContainTextAsync("已出具");
        await desk.LookAsync("book-opinion-issued");
        await desk.GetByRole(AriaRole.Link, new() { Name = "意见书核对" }).ClickAsync();
        await Assertions.Expect(desk.Locator("main")).ToContainTextAsync("相符");
        Assert.DoesNotContain("灌浆", await desk.ContentAsync(), StringComparison.Ordinal);
        var paper = await desk.APIRequest.GetAsync($"{fixture.Host.Address}cooperations/tasks/{issue.Id}/opinion.pdf");
        Assert.Equal(200, paper.Status);
        if (Environment.GetEnvironmentVariable("GUANLIAN_PICTURES") is { } folder)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "opinion.pdf"), await paper.BodyAsync());
        }

        await DoAsync(world, id, "issue");
        await phone.GotoAsync($"cooperations/{id}/case");
        await phone.LookAsync("book-case-advice");
        await phone.FitsTheWidthAsync();
        var clean = await fixture.NewVisitorAsync();
        await clean.SignInAsync(await fixture.Host.PersonAsAsync("director", museum));
        foreach (var address in new[] { $"cooperations/{id}/case", $"en/cooperations/{id}/case", $"cooperations/tasks/{issue.Id}/opinion", $"en/cooperations/tasks/{issue.Id}/opinion" })
        {
            await clean.GotoAsync(address);
            await clean.AxeFindsNothingAsync();
        }

        // The stranger finds nothing, the museum next door neither.
        var stranger = await fixture.NewVisitorAsync();
        await stranger.SignInAsync(await fixture.Host.PersonAsAsync("director", world.Parties[^1].Id));
        Assert.Equal(404, (await stranger.GotoAsync($"cooperations/{id}/case"))!.Status);
        Assert.Equal(404, (await stranger.GotoAsync($"cooperations/tasks/{issue.Id}/opinion"))!.Status);
    }

    [Fact]
    public async Task Three_like_cases_are_shown_before_a_new_one_is_opened_and_pressing_again_opens_it()
    {
        var world = await CreateAsync(fixture.Host);
        await fixture.Host.WithAsync(async (CooperationDb db) =>
        {
            foreach (var n in Enumerable.Range(1, 4))
            {
                var id = await world.RunningAsync("case-consultation", most: 1);
                var memory = new CaseMemory
                {
                    CooperationId = id,
                    Material = "textile",
                    Damages = ["fading"],
                    Urgency = "soon",
                    Result = "better",
                    Description = $"丝织品褪色脆裂第{n}例",
                    Question = "丝织品褪色如何展出",
                    Findings = "染料光敏",
                    Advice = "照度不超过五十勒克斯",
                    Outcome = "稳定",
                    ClosedOn = world.Today,
                };
                RememberCase.Index(memory);
                db.Add(memory);
            }

            return await db.SaveChangesAsync();
        });
        var page = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await page.SignInAsync(await fixture.Host.PersonAsAsync("director", world.Museum(0).Id));
        await page.GotoAsync("cooperations/new/case-consultation");
        await page.Locator("textarea[name=Aim]").FillAsync("丝织品褪色，怎样展出");
        await page.Locator("input[name='Parties-museum']").FillAsync(world.Museum(1).Name);
        await page.Locator("button[value=begin]").ClickAsync();
        await Assertions.Expect(page.Locator("section:has(#s-similar) tbody tr")).ToHaveCountAsync(3);
        await page.LookAsync("book-similar");
        await page.FitsTheWidthAsync();
        await page.Locator("button[value=begin]").ClickAsync();
        await Assertions.Expect(page.Locator(".kicker")).ToContainTextAsync("意向");
        await page.GotoAsync("cooperations/cases?q=褪色");
        await Assertions.Expect(page.Locator("tbody tr")).ToHaveCountAsync(4);
        await page.LookAsync("book-cases");
        await page.FitsTheWidthAsync();
        await page.Locator("tbody a").First.ClickAsync();
        await page.LookAsync("book-remembered");
        var clean = await fixture.NewVisitorAsync();
        await clean.SignInAsync(await fixture.Host.PersonAsAsync("director", world.Museum(0).Id));
        foreach (var address in new[] { "cooperations/cases", "en/cooperations/cases?q=褪色", page.Url[fixture.Host.Address.AbsoluteUri.Length..] })
        {
            await clean.GotoAsync(address);
            await clean.AxeFindsNothingAsync();
        }
    }

    [Fact]
    public async Task A_learner_without_an_account_confirms_by_the_code_on_paper_and_a_late_one_is_sent_to_the_desk()
    {
        var world = await CreateAsync(fixture.Host);
        var books = new PeopleBooks(world);
        var id = await world.RunningAsync("training-course");
        var (lead, school) = ((await world.RecordAsync(id)).LeadPartyId, await PartyAsync(world, id, "school"));
        Held(await books.AddAsync(id, lead, school, "示例甲 讲解员"));
        var session = await books.SessionAsync(id, lead, world.Today);
        var person = (await books.PeopleAsync(id))[0];
        var before = fixture.Host.Clock.Now;
        fixture.Host.Clock.Now = SessionCodes.Door(session).From.ToUniversalTime().AddMinutes(20);
        var phone = await fixture.NewVisitorAsync(BrowserFixture.Phone, scripts: false);
        await phone.GotoAsync($"cooperations/here/{session.Id}/{SessionCodes.Paper(session)}");
        await phone.FitsTheWidthAsync();
        await phone.LookAsync("book-here");
        var clean = await fixture.NewVisitorAsync();
        foreach (var address in new[] { $"cooperations/here/{session.Id}/{SessionCodes.Paper(session)}", $"en/cooperations/mine/{person.Code}" })
        {
            await clean.GotoAsync(address);
            await clean.AxeFindsNothingAsync();
        }

        await phone.Locator("input[name=PersonCode]").FillAsync("AAAA-BBBB");
        await phone.GetByRole(AriaRole.Button, new() { Name = "我到了" }).ClickAsync();
        await Assertions.Expect(phone.Locator("[role=alert]").First).ToContainTextAsync("名册");
        await phone.Locator("input[name=PersonCode]").FillAsync(PaperCode.Grouped(person.Code));
        await phone.GetByRole(AriaRole.Button, new() { Name = "我到了" }).ClickAsync();
        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("示例甲 已签到");
        fixture.Host.Clock.Now = SessionCodes.Door(session).Until.ToUniversalTime().AddMinutes(1);
        await phone.GotoAsync($"cooperations/here/{session.Id}/{SessionCodes.Paper(session)}");
        await Assertions.Expect(phone.Locator("main")).ToContainTextAsync("签到时间已过");
        Assert.Equal(404, (await phone.GotoAsync($"cooperations/mine/{person.Code[..^1]}"))!.Status);
        await phone.GotoAsync($"cooperations/mine/{person.Code}");
        await phone.LookAsync("book-mine");
        await phone.FitsTheWidthAsync();
        fixture.Host.Clock.Now = before;
    }

    [Theory]
    [InlineData("")]
    [InlineData("en/")]
    public async Task Every_book_page_stands_the_test_of_axe_and_of_a_narrow_screen(string language)
    {
        var world = await CreateAsync(fixture.Host);
        var (course, team, post) = (await world.RunningAsync("training-course"), await world.RunningAsync("volunteer-team"), await world.RunningAsync("secondment"));
        var books = new PeopleBooks(world);
        var lead = (await world.RecordAsync(course)).LeadPartyId;
        Held(await books.AddAsync(course, lead, await PartyAsync(world, course, "school"), "示例甲 讲解员", "示例乙 保管员"));
        var session = await books.SessionAsync(course, lead, world.Today);
        Held(await books.CheckAsync(course, lead, true, "示例讲解", "示例甲"));
        Held(await books.DeskAsync(session.Id, lead, false, null, (await books.PeopleAsync(course)).First(p => p.Name == "示例甲").Id));
        var before = fixture.Host.Clock.Now;
        fixture.Host.Clock.Now = Dates.At(session.OnDay, session.UntilTime).ToUniversalTime();
        Held(await books.IssueAsync(course, lead));
        fixture.Host.Clock.Now = before;
        var teamLead = (await world.RecordAsync(team)).LeadPartyId;
        Held(await books.AddAsync(team, teamLead, teamLead, "示例丙"));
        Held(await books.NoteAsync((await books.PeopleAsync(team))[0].Code, await PartyAsync(world, team, "post"), world.Today, "3"));
        Held(await new PostingBooks(world).DutiesAsync(post, (await world.RecordAsync(post)).LeadPartyId, world.Today, world.Today.AddMonths(4)));
        var code = (await books.CertificatesAsync(course))[0].CheckCode;
        foreach (var (party, pages) in new[]
        {
            (lead, new[] { $"cooperations/{course}/people", $"cooperations/{course}/sessions", $"cooperations/sessions/{session.Id}", $"cooperations/sessions/{session.Id}/code", $"cooperations/sessions/{session.Id}/screen", $"certificates/{code}" }),
            (await PartyAsync(world, team, "post"), [$"cooperations/{team}/hours"]),
            (await PartyAsync(world, post, "home"), [$"cooperations/{post}/post"]),
            ((await world.RecordAsync(post)).LeadPartyId, [$"cooperations/{post}/post"]),
        })
        {
            var page = await fixture.NewVisitorAsync();
            await page.SignInAsync(await fixture.Host.PersonAsAsync("director", party));
            foreach (var address in pages)
            {
                Assert.Equal(200, (await page.GotoAsync(language + address))!.Status);
                await page.LookAsync($"book-{language.TrimEnd('/')}-{address.Split('/')[^1][..4]}-{address.Split('/').Length}");
                await page.AxeFindsNothingAsync();
                await page.SetViewportSizeAsync(BrowserFixture.Phone, 844);
                await page.FitsTheWidthAsync();
                await page.LookAsync($"book-{language.TrimEnd('/')}-{address.Split('/')[^1][..4]}-{address.Split('/').Length}-phone");
                await page.SetViewportSizeAsync(BrowserFixture.Desk, 768);
            }
        }
    }

    private static async Task<Guid> PartyAsync(CooperationWorld world, Guid id, string role) => (await world.ParticipantsAsync(id)).First(p => p.Role == role).PartyId;

    private static async Task DoAsync(CooperationWorld world, Guid id, string code)
    {
        var task = (await world.TasksAsync(id)).First(t => t.Code == code);
        Held(await world.HandInAsync(task.Id));
        Held(await world.ReviewAsync(task.Id));
    }
}
