using System.Net;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Courses;
using Guanlian.Cooperation.Sessions;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

/// <summary>The catalogue of courses, the lecture tour over counties, the remote desk.</summary>
public sealed class TeachingTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    private static readonly (string Code, string Name)[] Seven =
    [
        ("collections", "藏品管理"), ("display", "陈列设计"), ("conservation", "文物保护"), ("education", "社会教育"), ("guiding", "讲解服务"), ("new-media", "新媒体运营"), ("safety", "安全管理"),
    ];

    [Fact]
    [Trait("Requirement", "T06")]
    public async Task The_seven_courses_stand_in_a_catalogue_from_which_a_county_has_one_taught()
    {
        var world = await CreateAsync(host);
        var (museum, school, county) = (world.Museum(0), world.Parties.First(p => p.Kind == Contracts.Members.PartyKind.School), world.Museum(1));
        using var learns = await host.SignInAsAsync("director", county.Id);
        Assert.Contains("目录里还没有课", await learns.GetStringAsync(new Uri("courses", UriKind.Relative)), StringComparison.Ordinal);

        // Two institutions offer the seven between them; what is wrong is told and what was typed stays.
        using var teaches = await host.SignInAsAsync("staff", museum.Id);
        using var lectures = await host.SignInAsAsync("staff", school.Id);
        foreach (var ((code, name), place) in Seven.Select((s, n) => (s, n)))
        {
            var client = place < 4 ? teaches : lectures;
            using var offered = await (await FormOnPage.OpenAsync(client, "courses", "write")).SendAsync(client, Course(code, $"示例：{name}基础"));
            Assert.Equal(HttpStatusCode.Redirect, offered.StatusCode);
        }

        foreach (var (field, typed, said) in new[]
        {
            ("Title", "", "请写课名"), ("Subject", "cooking", "请选科目"), ("Hours", "0", "课时写"), ("Hours", "1.25", "课时写"), ("Seats", "0", "席位 1 到 1000"), ("Form", "", "请选方式"), ("Teacher", " ", "请写教员"), ("Content", "", "请写内容"),
            ("Title", "示例：藏品管理基础", "已有同名的课"),
        })
        {
            using var refused = await (await FormOnPage.OpenAsync(teaches, "courses", "write")).SendAsync(teaches, new(Course("safety", "示例：另一门")) { [field] = typed });
            var told = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync());
            Assert.Contains(said, told, StringComparison.Ordinal);
        }

        var all = WebUtility.HtmlDecode(await learns.GetStringAsync(new Uri("courses", UriKind.Relative)));
        Assert.All(Seven, s => Assert.Contains($"示例：{s.Name}基础", all, StringComparison.Ordinal));
        var one = WebUtility.HtmlDecode(await learns.GetStringAsync(new Uri("courses?subject=guiding", UriKind.Relative)));
        Assert.Contains("示例：讲解服务基础", one, StringComparison.Ordinal);
        Assert.DoesNotContain("示例：藏品管理基础", one, StringComparison.Ordinal);
        Assert.Contains("没有这样的课", await learns.GetStringAsync(new Uri("courses?q=xyz", UriKind.Relative)), StringComparison.Ordinal);
        using var book = await learns.GetAsync(new Uri("courses.xlsx?subject=guiding", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, book.StatusCode);
        using var elsewhere = await host.SignInAsAsync("director");
        Assert.DoesNotContain("示例：讲解服务基础", await elsewhere.GetStringAsync(new Uri("courses", UriKind.Relative)), StringComparison.Ordinal);

        // The county has one taught: the page is filled from the catalogue, the museum agrees, and the course runs to its certificates' end.
        var course = await world.DbAsync(db => db.Set<CourseRecord>().AsNoTracking().SingleAsync(c => c.PartyId == museum.Id && c.Subject == CourseSubject.Collections));
        Assert.Contains($"cooperations/new/training-course?course={course.Id}", await learns.GetStringAsync(new Uri($"courses/{course.Id}", UriKind.Relative)), StringComparison.Ordinal);
        var form = await FormOnPage.OpenAsync(learns, $"cooperations/new/training-course?course={course.Id}", "begin");
        var page = WebUtility.HtmlDecode(form.Page);
        Assert.All([$"value=\"{museum.Name}\"", "value=\"示例：藏品管理基础\"", "藏品管理，16 课时，教员：示例教员 研究馆员", county.Name], part => Assert.Contains(part, page, StringComparison.Ordinal));
        using var begun = await form.SendAsync(learns, new()
        {
            ["Title"] = "示例：藏品管理基础",
            ["StartOn"] = $"{world.Today:yyyy-MM-dd}",
            ["Parties-organiser"] = museum.Name,
            ["Parties-school"] = county.Name,
            ["Act"] = "begin",
        });
        Assert.Equal(HttpStatusCode.Redirect, begun.StatusCode);
        var id = Guid.Parse(begun.Headers.Location!.OriginalString.Split('/')[^1]);
        Assert.Equal(museum.Id, (await world.RecordAsync(id)).LeadPartyId);
        await world.AgreeAllAsync(id);
        await world.AnswerAsync(id);
        Held(await world.MoveAsync(id, Move.Start));
        await world.DoAllAsync(id);

        // Taken out of the catalogue it is gone for others; another institution cannot change it.
        Assert.IsType<Refusal.Missing>((await world.AsAsync(world.For(school.Id), (WriteCourse.Handler h) => h.HandleAsync(Command(course, open: false), default))).Refusal);
        Assert.Equal("cooperation.stale", (await world.AsAsync(world.For(museum.Id), (WriteCourse.Handler h) => h.HandleAsync(Command(course, open: false) with { Version = 7 }, default))).Refusal!.Code);
        Held(await world.AsAsync(world.For(museum.Id), (WriteCourse.Handler h) => h.HandleAsync(Command(course, open: false), default)));
        using var gone = await learns.GetAsync(new Uri($"courses/{course.Id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal("cooperation.course.may-not-teach", (await world.AsAsync(
            world.For(world.Parties.First(p => p.Kind == Contracts.Members.PartyKind.Company).Id), (WriteCourse.Handler h) => h.HandleAsync(Command(course, open: true) with { Id = null }, default))).Refusal!.Code);
    }

    [Fact]
    [Trait("Requirement", "T07")]
    public async Task A_team_of_experts_goes_from_county_to_county_and_each_county_counts_its_own_lecture()
    {
        var world = await CreateAsync(host);
        var books = new PeopleBooks(world);
        var sender = world.Museum(0).Id;
        Held(await world.AsAsync(world.For(sender), (WriteCourse.Handler h) => h.HandleAsync(
            new(null, "示例：库房管理", CourseSubject.Collections, "示例内容", "4", 40, CourseForm.OnSite, "示例专家甲 研究馆员", true, true, 0), default)));
        Assert.Equal("cooperation.course.travels-online", (await world.AsAsync(world.For(sender), (WriteCourse.Handler h) => h.HandleAsync(
            new(null, "示例：直播课", CourseSubject.NewMedia, "示例内容", "2", null, CourseForm.Online, "示例专家乙", true, true, 0), default))).Refusal!.Code);
        using var seeks = await host.SignInAsAsync("staff", world.Museum(1).Id);
        Assert.Contains("示例专家甲", await seeks.GetStringAsync(new Uri("courses?travels=true", UriKind.Relative)), StringComparison.Ordinal);

        var id = await world.RunningAsync("lecture-tour", most: 3);
        var (lead, counties, senders) = ((await world.RecordAsync(id)).LeadPartyId, await world.InRoleAsync(id, "county"), await world.InRoleAsync(id, "sender"));
        await world.DoAsync(id, "ask");

        // The roster of experts, by the institutions that send them.
        Held(await books.AddAsync(id, senders[0], senders[0], "示例专家甲 研究馆员"));
        Held(await books.AddAsync(id, lead, senders[1], "示例专家丙 副研究馆员"));
        Held(await books.MoveAsync(id, lead, Guanlian.Cooperation.People.PersonMove.Accept, null, "示例专家甲"));
        await world.DoAsync(id, "team");

        // The route: one stop after the other, each for one county; a party outside the tour is none.
        async Task<Outcome<Guid>> PlanAsync(Guid county, int day, string hours) => await world.AsAsync(world.For(lead), (WriteSession.Handler h) => h.HandleAsync(new WriteSession.Command(
            id, "示例讲座", world.Today.AddDays(day), new(9, 0), new(12, 0), "县文化馆", "示例专家甲", hours, false, false, PartyId: county), default));
        Assert.Equal("cooperation.session.party-unknown", (await PlanAsync(world.Parties[^1].Id, 1, "3")).Refusal!.Code);
        foreach (var (county, place) in counties.Select((c, n) => (c, n)))
        {
            Held(await PlanAsync(county, 10 + place, $"{2 + (place * 0.5m)}"));
        }

        using var organiser = await host.SignInAsAsync("director", lead);
        var route = WebUtility.HtmlDecode(await organiser.GetStringAsync(new Uri($"cooperations/{id}/sessions", UriKind.Relative)));
        var places = counties.Select(c => route.LastIndexOf(world.Parties.First(p => p.Id == c).Name + " 县文化馆", StringComparison.Ordinal)).ToList();
        Assert.All(places, p => Assert.True(p > 0));
        Assert.Equal(places.Order(), places);
        using var sheet = await organiser.GetAsync(new Uri($"cooperations/{id}/sessions.xlsx", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, sheet.StatusCode);
        await world.DoAsync(id, "route");

        // County by county: no stop before the one before it, and each stop counts only what was taught there.
        host.Clock.Now = new DateTimeOffset(world.Today.AddDays(20).ToDateTime(new(9, 0)), TimeSpan.FromHours(8)).ToUniversalTime();
        var stops = (await world.TasksAsync(id)).Where(t => t.Code == "speak").ToList();
        Assert.Equal(counties, stops.Select(s => s.SitePartyId!.Value));
        Assert.Equal("cooperation.task.blocked", (await world.HandInAsync(stops[1].Id)).Refusal!.Code);
        var sum = 0m;
        foreach (var (stop, place) in stops.Select((s, n) => (s, n)))
        {
            Held(await world.HandInAsync(stop.Id, number: 30));
            Held(await world.ReviewAsync(stop.Id, actor: world.For(stop.SitePartyId!.Value)));
            Held(await world.ConfirmAsync(stop.Id, actor: world.For(stop.SitePartyId!.Value)));
            sum += 2 + (place * 0.5m);
            Assert.Equal((sum, sum), await CountAsync(world, id, "hours"));
        }

        Assert.Equal((90m, 90m), await CountAsync(world, id, "heard"));
        await world.DoAllAsync(id);
        host.Clock.Now = new(2026, 11, 19, 16, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    [Trait("Requirement", "T08")]
    public async Task A_remote_desk_is_online_at_set_hours_answers_in_the_thread_and_leaves_recordings()
    {
        var world = await CreateAsync(host);
        var books = new PeopleBooks(world);
        var id = await world.RunningAsync("remote-desk");
        var (lead, counties) = ((await world.RecordAsync(id)).LeadPartyId, await world.InRoleAsync(id, "county"));
        using var desk = await host.SignInAsAsync("staff", lead);
        using var county = await host.SignInAsAsync("staff", counties[0]);
        var session = new Dictionary<string, string>
        {
            ["Title"] = "示例：线上咨询",
            ["OnDay"] = $"{world.Today.AddDays(2):yyyy-MM-dd}",
            ["FromTime"] = "14:00",
            ["UntilTime"] = "16:00",
            ["Hours"] = "2",
            ["Teacher"] = "示例教员",
            ["Online"] = "true",
            ["ScreenOnly"] = "true",
            ["Link"] = "https://meeting.example.org/示例?room=1",
        };
        foreach (var wrong in new[] { "javascript:alert(1)", "ftp://example.org/x", "meeting.example.org", "https://a:b@example.org/", "https://example.org/ x", "https://example.org/" + new string('x', 500) })
        {
            using var refused = await (await FormOnPage.OpenAsync(desk, $"cooperations/{id}/sessions", "add")).SendAsync(desk, new(session) { ["Link"] = wrong });
            Assert.Contains("请写完整网址", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var planned = await (await FormOnPage.OpenAsync(desk, $"cooperations/{id}/sessions", "add")).SendAsync(desk, session);
        Assert.Equal(HttpStatusCode.Redirect, planned.StatusCode);
        var record = await world.DbAsync(db => db.Set<SessionRecord>().AsNoTracking().SingleAsync(s => s.CooperationId == id));
        Assert.Contains("https://meeting.example.org/示例?room=1", WebUtility.HtmlDecode(await county.GetStringAsync(new Uri($"cooperations/sessions/{record.Id}", UriKind.Relative))), StringComparison.Ordinal);
        using var stranger = await host.SignInAsAsync("staff", world.Parties[^1].Id);
        using var unseen = await stranger.GetAsync(new Uri($"cooperations/sessions/{record.Id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unseen.StatusCode);
        await world.DoAsync(id, "hours");
        Held(await books.AddAsync(id, lead, counties[0], "示例甲 保管员", "示例乙 讲解员"));
        await world.DoAsync(id, "sign-up");

        // No recording before it has begun; then people come by the code on the shared screen, and it is put up for those who could not.
        Assert.Equal("cooperation.session.recording-early", (await LinksAsync(world, record.Id, lead, "https://video.example.org/1")).Refusal!.Code);
        host.Clock.Now = new DateTimeOffset(record.OnDay.ToDateTime(new(14, 5)), TimeSpan.FromHours(8)).ToUniversalTime();
        var person = (await books.PeopleAsync(id)).Single(p => p.Name == "示例甲");
        var scan = Held(await books.ScanAsync(record.Id, SessionCodes.Screen(record, host.Clock.Now)));
        Held(await books.ComeAsync(record.Id, scan.Ticket, person.Code));
        host.Clock.Now = new DateTimeOffset(record.OnDay.ToDateTime(new(17, 0)), TimeSpan.FromHours(8)).ToUniversalTime();
        Assert.IsType<Refusal.Denied>((await LinksAsync(world, record.Id, counties[0], "https://video.example.org/1")).Refusal);
        Assert.Equal("cooperation.session.link-wrong", (await LinksAsync(world, record.Id, lead, "data:text/html,x")).Refusal!.Code);
        using var deskAgain = await host.SignInAsAsync("staff", lead);
        using var countyAgain = await host.SignInAsAsync("staff", counties[0]);
        using var put = await (await FormOnPage.OpenAsync(deskAgain, $"cooperations/sessions/{record.Id}", "links")).SendAsync(deskAgain, new()
        {
            ["Link"] = record.Link!,
            ["Recording"] = "https://video.example.org/示例录像",
        });
        Assert.Equal(HttpStatusCode.Redirect, put.StatusCode);
        Assert.Contains("href=\"https://video.example.org/", await countyAgain.GetStringAsync(new Uri($"cooperations/{id}/sessions", UriKind.Relative)), StringComparison.Ordinal);

        // In between a county asks in the thread, and the desk answers there.
        foreach (var (client, words) in new[] { (countyAgain, "示例：纸质文物霉斑怎么处理"), (deskAgain, "示例：先隔离、降湿，照片发来") })
        {
            using var said = await (await FormOnPage.OpenAsync(client, $"cooperations/{id}", "talk")).SendAsync(client, new() { ["Talk"] = words });
            Assert.Equal(HttpStatusCode.Redirect, said.StatusCode);
        }

        var thread = await countyAgain.GetStringAsync(new Uri($"cooperations/{id}", UriKind.Relative));
        Assert.Contains("先隔离、降湿", thread, StringComparison.Ordinal);
        Assert.Contains("先隔离、降湿", await countyAgain.GetStringAsync(new Uri("inbox", UriKind.Relative)), StringComparison.Ordinal);
        await world.DoAsync(id, "run", number: 5);
        Assert.Equal((2m, 2m), await CountAsync(world, id, "hours"));
        Assert.Equal((1m, 1m), await CountAsync(world, id, "came"));
        Assert.Equal((5m, 5m), await CountAsync(world, id, "answered"));
        await world.DoAllAsync(id);
        host.Clock.Now = new(2026, 11, 19, 16, 0, 0, TimeSpan.Zero);
    }

    private static Dictionary<string, string> Course(string subject, string title) => new()
    {
        ["Subject"] = subject,
        ["Title"] = title,
        ["Content"] = "示例：入库、登记、\r\n库房巡检",
        ["Hours"] = "16",
        ["Seats"] = "40",
        ["Form"] = "both",
        ["Teacher"] = "示例教员 研究馆员",
    };

    private static WriteCourse.Command Command(CourseRecord c, bool open) =>
        new(c.Id, c.Title, c.Subject, c.Content, "16", c.Seats, c.Form, c.Teacher, c.Travels, open, c.Version);

    private static async Task<Outcome<Done>> LinksAsync(CooperationWorld world, Guid session, Guid by, string recording)
    {
        var record = await world.DbAsync(db => db.Set<SessionRecord>().AsNoTracking().SingleAsync(s => s.Id == session));
        return await world.AsAsync(world.For(by), (NoteLinks.Handler h) => h.HandleAsync(new(session, record.Link, recording, record.Version), default));
    }

    private static async Task<(decimal Claimed, decimal Confirmed)> CountAsync(CooperationWorld world, Guid id, string indicator)
    {
        var lead = (await world.RecordAsync(id)).LeadPartyId;
        var measure = Held(await world.AsAsync(world.For(lead), (SeeCooperation.Handler h) => h.HandleAsync(id, default))).Measures.Single(m => m.Indicator.Code == indicator);
        return (measure.Claimed, measure.Confirmed);
    }
}
