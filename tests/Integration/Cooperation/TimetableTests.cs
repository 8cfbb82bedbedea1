using Guanlian.Cooperation.Sessions;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class TimetableTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_session_lies_within_the_cooperation_lasts_as_long_as_its_lessons_and_stands_once()
    {
        var (world, books, id, lead) = await CourseAsync();
        foreach (var day in new[] { DateOnly.MinValue, world.Today.AddDays(-1), world.Today.AddYears(10).AddDays(1), DateOnly.MaxValue })
        {
            Assert.Equal("cooperation.session.day-wrong", (await books.PlanAsync(id, lead, day)).Refusal!.Code);
        }

        // From nine to twelve there is time for four lessons of 45 minutes.
        var long4 = (await books.PlanAsync(id, lead, world.Today, hours: "4.1")).Refusal!;
        Assert.Equal(("cooperation.session.hours-long", 4m), (long4.Code, long4.Holes[0].Value));
        var session = Held(await books.PlanAsync(id, lead, world.Today, hours: "4"));

        // Two posts of one form make one session; cancelled, its place is free again.
        Assert.Equal("cooperation.session.planned-already", (await books.PlanAsync(id, lead, world.Today)).Refusal!.Code);
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => books.PlanAsync(id, lead, world.Today.AddDays(1))));
        Assert.Single(both, b => !b.Refused);
        Held(await books.CancelAsync(id, session, lead));
        Held(await books.PlanAsync(id, lead, world.Today));
        var twice = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"""
            insert into cooperation.session (id, cooperation_id, title, on_day, from_time, until_time, hours, secret)
            select gen_random_uuid(), cooperation_id, title, on_day, from_time, until_time, hours, secret from cooperation.session where cooperation_id = '{id}' and cancelled_why is null
            """));
        Assert.Equal("session_once", twice.ConstraintName);
    }

    [Fact]
    public async Task Of_sessions_that_stood_twice_before_the_rule_the_empty_ones_are_cancelled_and_the_others_numbered()
    {
        var (world, books, id, lead) = await CourseAsync();
        Held(await books.AddAsync(id, lead, lead, "示例甲", "示例乙"));
        var people = await books.PeopleAsync(id);
        var first = await books.SessionAsync(id, lead, world.Today);
        Held(await books.DeskAsync(first.Id, lead, false, null, people[0].Id));
        await host.ExecuteAsync("drop index cooperation.session_once");
        for (var n = 0; n < 2; n++)
        {
            await host.ExecuteAsync($"""
                insert into cooperation.session (id, cooperation_id, title, on_day, from_time, until_time, hours, secret)
                select gen_random_uuid(), cooperation_id, title, on_day, from_time, until_time, hours, secret from cooperation.session where id = '{first.Id}'
                """);
        }

        await host.ExecuteAsync($"""
            insert into cooperation.attendance (session_id, person_id, at, way, by_name)
            select s.id, p.id, now(), 'desk', '示例' from cooperation.person p, (select id from cooperation.session where cooperation_id = '{id}' and id <> '{first.Id}' limit 1) s where p.cooperation_id = '{id}'
            """);
        using var text = new StreamReader(typeof(SessionRecord).Assembly.GetManifestResourceStream(
            typeof(SessionRecord).Assembly.GetManifestResourceNames().Single(n => n.EndsWith("0092_session_once.sql", StringComparison.Ordinal)))!);
        await host.ExecuteAsync(await text.ReadToEndAsync());
        var stand = await world.DbAsync(db => db.Set<SessionRecord>().AsNoTracking().Where(s => s.CooperationId == id).ToListAsync());
        Assert.Equal(["示例课", "示例课 (2)"], stand.Where(s => s.CancelledWhy is null).Select(s => s.Title).Order());
        Assert.Equal("示例课 (2)", stand.Single(s => s.Id == first.Id).Title);
        Assert.Single(stand, s => s.CancelledWhy is not null);
    }

    [Fact]
    public async Task The_desk_notes_nobody_at_a_session_that_was_cancelled_at_that_moment()
    {
        var (world, books, id, lead) = await CourseAsync();
        Held(await books.AddAsync(id, lead, lead, "示例甲"));
        var (session, person) = (await books.SessionAsync(id, lead, world.Today), (await books.PeopleAsync(id))[0]);

        // Somebody else has the cooperation in hand while the desk begins, and cancels the session before letting go.
        await using var other = new NpgsqlConnection(host.ConnectionString);
        await other.OpenAsync();
        await using var turn = await other.BeginTransactionAsync();
        await DoAsync(other, $"select 1 from cooperation.cooperation where id = '{id}' for update");
        var desk = books.DeskAsync(session.Id, lead, false, null, person.Id);
        await host.UntilAsync("select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike '%cooperation.cooperation%'");
        await DoAsync(other, $"update cooperation.session set cancelled_why = '示例' where id = '{session.Id}'");
        await turn.CommitAsync();
        Assert.IsType<Refusal.Missing>((await desk).Refusal);
        Assert.False(await world.DbAsync(db => db.Set<AttendanceRow>().AnyAsync(a => a.SessionId == session.Id)));
    }

    [Fact]
    public async Task A_scan_and_the_desk_at_the_same_moment_note_somebody_once()
    {
        var (world, books, id, lead) = await CourseAsync();
        Held(await books.AddAsync(id, lead, lead, [.. Enumerable.Range(1, 12).Select(n => $"示例{n}号")]));
        var session = await books.SessionAsync(id, lead, world.Today);
        var before = host.Clock.Now;
        host.Clock.Now = SessionCodes.Door(session).From.ToUniversalTime();
        foreach (var person in await books.PeopleAsync(id))
        {
            var ticket = Held(await books.ScanAsync(session.Id, SessionCodes.Paper(session))).Ticket;
            var came = books.ComeAsync(session.Id, ticket, person.Code);
            var noted = books.DeskAsync(session.Id, lead, false, null, person.Id);
            await Task.WhenAll(came, noted);
            Assert.True((await came).Refusal is null or { Code: "cooperation.attend.already" });
            Assert.Equal((await came).Refused ? 1 : 0, Held(await noted));
        }

        Assert.Equal(12, await world.DbAsync(db => db.Set<AttendanceRow>().CountAsync(a => a.SessionId == session.Id)));
        host.Clock.Now = before;
    }

    private async Task<(CooperationWorld World, PeopleBooks Books, Guid Id, Guid Lead)> CourseAsync()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("training-course");
        return (world, new(world), id, (await world.RecordAsync(id)).LeadPartyId);
    }

    private static async Task DoAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
