using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Sessions;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Access;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class CourseTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "T09")]
    [Trait("Requirement", "C07")]
    public async Task A_course_from_sign_up_over_attendance_and_skill_check_to_certificates_that_can_be_checked()
    {
        var (world, books, id, lead, schools) = await CourseAsync();
        Assert.Equal(new AddPeople.Added(2, 1), Held(await books.AddAsync(id, schools[0], schools[0], "示例甲　讲解员", "示例乙 保管员", "示例甲")));
        Held(await books.AddAsync(id, schools[1], schools[1], "示例丙", "示例丁", "示例戊"));
        Assert.IsType<Refusal.Denied>((await books.AddAsync(id, schools[0], schools[1], "示例己")).Refusal);
        Assert.Equal(new AddPeople.Added(0, 1), Held(await books.AddAsync(id, schools[0], schools[0], "示例甲")));
        Assert.IsType<Refusal.Denied>((await books.MoveAsync(id, schools[0], PersonMove.Accept, null, "示例甲")).Refusal);
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例甲", "示例乙", "示例丙", "示例丁"));
        Assert.Equal("cooperation.reason-in-words", (await books.MoveAsync(id, lead, PersonMove.Decline, " ", "示例戊")).Refusal!.Code);
        Held(await books.MoveAsync(id, lead, PersonMove.Decline, "示例：席位已满", "示例戊"));
        Assert.Equal("cooperation.people.no-such-move", (await books.MoveAsync(id, lead, PersonMove.Leave, "示例", "示例戊")).Refusal!.Code);

        // Two sessions; 甲 comes to both, 乙 to one of two (50 %, too few), 丙 to both but fails, 丁 never comes.
        var first = await books.SessionAsync(id, lead, world.Today);
        var second = await books.SessionAsync(id, lead, world.Today.AddDays(1), screenOnly: true, hours: "2.5", online: true);
        Assert.Equal((false, true), (first.Online, second.Online));
        Assert.Equal("cooperation.session.hours-wrong", (await books.PlanAsync(id, lead, world.Today, hours: "0")).Refusal!.Code);
        var people = (await books.PeopleAsync(id)).ToDictionary(p => p.Name);
        At(world.Today, 9, 5);
        foreach (var name in new[] { "示例甲", "示例乙", "示例丙" })
        {
            var scan = Held(await books.ScanAsync(first.Id, SessionCodes.Paper(first)));
            Held(await books.ComeAsync(first.Id, scan.Ticket, PaperCode.Grouped(people[name].Code).ToLowerInvariant()));
        }

        At(world.Today.AddDays(1), 9, 0);
        foreach (var name in new[] { "示例甲", "示例丙" })
        {
            var scan = Held(await books.ScanAsync(second.Id, SessionCodes.Screen(second, host.Clock.Now)));
            Held(await books.ComeAsync(second.Id, scan.Ticket, people[name].Code));
        }

        Held(await books.CheckAsync(id, lead, true, "藏品风险识别", "示例甲", "示例乙", "示例丁"));
        Held(await books.CheckAsync(id, lead, false, "藏品风险识别", "示例丙"));

        // While the second session is still going on, nobody's certificate says that it was taught.
        Assert.Equal("cooperation.certificate.sessions-to-come", (await books.IssueAsync(id, lead)).Refusal!.Code);
        At(world.Today.AddDays(1), 12, 0);
        await DoUntilAsync(world, id, "check");
        var check = (await world.TasksAsync(id)).First(t => t.Code == "check");
        Assert.Equal("cooperation.book.certificates-open", (await world.HandInAsync(check.Id)).Refusal!.Code);
        Assert.Equal(1, Held(await books.IssueAsync(id, lead)));
        Assert.Equal("cooperation.certificate.nobody", (await books.IssueAsync(id, lead)).Refusal!.Code);
        Held(await world.HandInAsync(check.Id, number: 77));
        Held(await world.ReviewAsync(check.Id));
        var report = await world.AsAsync(world.For(lead), (SeeCooperation.Handler h) => h.HandleAsync(id, default));
        Assert.Equal(1m, report.Value.Measures.Single(m => m.Indicator.Code == "passed").Claimed);
        Assert.Equal(5.5m, report.Value.Measures.Single(m => m.Indicator.Code == "hours").Claimed);

        // The certificate outlives the course, checks itself, is never changed, and can be taken back with a reason.
        var paper = Assert.Single(await books.CertificatesAsync(id));
        Assert.Equal(people["示例甲"].Id, paper.PersonId);
        Assert.Equal("5.5", CanonicalJson.Read<CertificateText>(paper.Body).Hours);
        using var anybody = host.NewClient();
        var page = await anybody.GetStringAsync(new Uri($"certificates/{paper.CheckCode}", UriKind.Relative));
        Assert.Contains("示例甲", page, StringComparison.Ordinal);
        Assert.Contains("有效", page, StringComparison.Ordinal);
        using (var pdf = await anybody.GetAsync(new Uri($"certificates/{paper.CheckCode}.pdf", UriKind.Relative)))
        {
            Assert.Equal(200, (int)pdf.StatusCode);
        }

        using (var none = await anybody.GetAsync(new Uri($"certificates/{paper.CheckCode[..^1]}", UriKind.Relative)))
        {
            Assert.Equal(404, (int)none.StatusCode);
        }

        var kept = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"update cooperation.certificate set body = replace(body, '示例甲', '示例丁') where id = '{paper.Id}'"));
        Assert.Equal("certificate_is_kept", kept.ConstraintName);
        Assert.IsType<Refusal.Denied>((await RevokeAsync(world, id, paper.Id, schools[0])).Refusal);
        Held(await RevokeAsync(world, id, paper.Id, lead));
        Assert.Contains("已撤销", await anybody.GetStringAsync(new Uri($"certificates/{paper.CheckCode}", UriKind.Relative)), StringComparison.Ordinal);
        At(world.Today, 0, 0);
    }

    [Fact]
    public async Task Replays_old_codes_late_scans_and_strangers_are_refused_and_the_desk_notes_the_rest()
    {
        var (world, books, id, lead, schools) = await CourseAsync();
        Held(await books.AddAsync(id, lead, schools[0], "示例甲", "示例乙", "示例丙"));
        Held(await books.AddAsync(id, schools[1], schools[1], "示例丁"));
        var people = (await books.PeopleAsync(id)).ToDictionary(p => p.Name);
        var session = await books.SessionAsync(id, lead, world.Today);
        var screen = await books.SessionAsync(id, lead, world.Today, screenOnly: true);

        At(world.Today, 8, 0);
        Assert.Equal("cooperation.attend.early", Held(await books.ScanAsync(session.Id, SessionCodes.Paper(session))).Refusal!.Code);
        At(world.Today, 9, 0);

        // A code of another session, none at all, paper where only the screen counts, and a screen's code two minutes later.
        Assert.Equal("cooperation.attend.code-old", Held(await books.ScanAsync(session.Id, SessionCodes.Paper(screen))).Refusal!.Code);
        Assert.Equal("cooperation.attend.code-old", Held(await books.ScanAsync(screen.Id, SessionCodes.Paper(screen))).Refusal!.Code);
        var shown = SessionCodes.Screen(screen, host.Clock.Now);
        Assert.Null(Held(await books.ScanAsync(screen.Id, shown)).Refusal);
        At(world.Today, 9, 3);
        Assert.Equal("cooperation.attend.code-old", Held(await books.ScanAsync(screen.Id, shown)).Refusal!.Code);

        // One scan confirms one person once; a ticket of another session or a forged one does nothing.
        var ticket = Held(await books.ScanAsync(session.Id, SessionCodes.Paper(session))).Ticket;
        Assert.Equal("cooperation.attend.person-unknown", (await books.ComeAsync(session.Id, ticket, "AAAABBBBCCCCDDDD")).Refusal!.Code);
        Assert.Equal("cooperation.attend.person-unknown", (await books.ComeAsync(session.Id, ticket, people["示例丁"].Code)).Refusal!.Code);
        Held(await books.ComeAsync(session.Id, ticket, people["示例甲"].Code));
        Assert.Equal("cooperation.attend.ticket-used", (await books.ComeAsync(session.Id, ticket, people["示例乙"].Code)).Refusal!.Code);
        var again = Held(await books.ScanAsync(session.Id, SessionCodes.Paper(session))).Ticket;
        Assert.Equal("cooperation.attend.already", (await books.ComeAsync(session.Id, again, people["示例甲"].Code)).Refusal!.Code);
        Assert.Equal("cooperation.attend.code-old", (await books.ComeAsync(screen.Id, again, people["示例乙"].Code)).Refusal!.Code);
        Assert.Equal("cooperation.attend.code-old", (await books.ComeAsync(session.Id, "forged", people["示例乙"].Code)).Refusal!.Code);

        // Signed in once with the own code, a person needs none the next time; nobody else's account confirms for it.
        var account = world.As(Roles.Staff, schools[0]);
        Held(await books.ComeAsync(session.Id, again, people["示例乙"].Code, account));
        var known = Held(await books.ScanAsync(screen.Id, SessionCodes.Screen(screen, host.Clock.Now), account));
        Assert.Equal("示例乙", known.Known!.Name);
        Held(await books.ComeAsync(screen.Id, known.Ticket, null, account));
        var other = Held(await books.ScanAsync(session.Id, SessionCodes.Paper(session)));
        Assert.Equal("cooperation.attend.person-unknown", (await books.ComeAsync(session.Id, other.Ticket, people["示例乙"].Code, world.As(Roles.Staff, schools[1]))).Refusal!.Code);

        // A ticket lasts ten minutes, the door is open for half an hour; two with one ticket at once, one of them comes.
        At(world.Today, 9, 14);
        Assert.Equal("cooperation.attend.code-old", (await books.ComeAsync(session.Id, other.Ticket, people["示例丙"].Code)).Refusal!.Code);
        var last = Held(await books.ScanAsync(session.Id, SessionCodes.Paper(session))).Ticket;
        var twice = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => books.ComeAsync(session.Id, last, people["示例丙"].Code)));
        Assert.Single(twice, t => !t.Refused);
        At(world.Today, 9, 31);
        Assert.Equal("cooperation.attend.late", Held(await books.ScanAsync(session.Id, SessionCodes.Paper(session))).Refusal!.Code);

        // Who comes late goes to the desk; what was noted wrongly is struck out with a reason.
        Assert.IsType<Refusal.Denied>((await books.DeskAsync(session.Id, schools[0], false, null, people["示例甲"].Id)).Refusal);
        Assert.Equal("cooperation.people.not-taken-in", (await books.DeskAsync(session.Id, lead, false, null, people["示例丁"].Id)).Refusal!.Code);
        Held(await books.MoveAsync(id, lead, PersonMove.Accept, null, "示例丁"));
        Held(await books.DeskAsync(session.Id, lead, false, null, people["示例丁"].Id));
        Assert.Equal("cooperation.reason-in-words", (await books.DeskAsync(session.Id, lead, true, null, people["示例丁"].Id)).Refusal!.Code);
        Held(await books.DeskAsync(session.Id, lead, true, "示例：认错人", people["示例丁"].Id));
        At(world.Today, 0, 0);
    }

    private async Task<(CooperationWorld World, PeopleBooks Books, Guid Id, Guid Lead, List<Guid> Schools)> CourseAsync()
    {
        At(new(2026, 11, 20), 0, 0);
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("training-course");
        var schools = (await world.ParticipantsAsync(id)).Where(p => p.Role == "school").Select(p => p.PartyId).ToList();
        return (world, new(world), id, (await world.RecordAsync(id)).LeadPartyId, schools);
    }

    private void At(DateOnly day, int hour, int minute) => host.Clock.Now = new DateTimeOffset(day.ToDateTime(new(hour, minute)), TimeSpan.FromHours(8)).ToUniversalTime();

    private static Task<Outcome<Done>> RevokeAsync(CooperationWorld world, Guid id, Guid paper, Guid by) =>
        world.AsAsync(world.For(by), (RevokeCertificate.Handler h) => h.HandleAsync(new(id, paper, "示例：发错"), default));

    private static async Task DoUntilAsync(CooperationWorld world, Guid id, string stop)
    {
        foreach (var task in (await world.TasksAsync(id)).TakeWhile(t => t.Code != stop))
        {
            Held(await world.HandInAsync(task.Id, number: 99));
            Held(await world.ReviewAsync(task.Id));
        }
    }
}
