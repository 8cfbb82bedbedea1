using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Postings;
using Guanlian.Hosting;
using Guanlian.Hosting.Cooperation;
using Guanlian.Hosting.Exchange;
using Guanlian.Platform.Events;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class PostingTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "T04")]
    [Trait("Requirement", "N08")]
    public async Task A_secondment_keeps_to_the_charters_months_is_covered_at_home_reports_monthly_and_plans_the_way_back()
    {
        var (world, books, id, home, lead) = await SecondedAsync();
        Held(await new PeopleBooks(world).AddAsync(id, home, home, "示例甲 保管员"));
        await DoAsync(world, id, "propose");

        // Home says who covers; the host cannot say it for home.
        Assert.IsType<Refusal.Denied>((await books.WriteAsync(id, lead, v => new(id, WritePosting.Part.Cover, v) { Cover = "示例" })).Refusal);
        Assert.Equal("cooperation.posting.cover-stranger", (await books.WriteAsync(id, home, v => new(id, WritePosting.Part.Cover, v) { Cover = "示例", CoverPartyId = world.Parties[^1].Id })).Refusal!.Code);
        Held(await books.WriteAsync(id, home, v => new(id, WritePosting.Part.Cover, v) { Cover = "示例：由示例乙顶岗" }));
        await DoAsync(world, id, "cover");
        await DoAsync(world, id, "release");

        // Two months are too short and seven too long; three and six are what the charter allows.
        var from = world.Today;
        foreach (var until in new[] { from.AddMonths(2), from.AddMonths(3).AddDays(-2), from.AddMonths(6).AddDays(1), from.AddMonths(7) })
        {
            var refused = (await books.DutiesAsync(id, lead, from, until)).Refusal!;
            Assert.Equal(("cooperation.posting.months", 3, 6), (refused.Code, refused.Holes[0].Value, refused.Holes[1].Value));
        }

        Assert.IsType<Refusal.Denied>((await books.DutiesAsync(id, home, from, from.AddMonths(3))).Refusal);
        Held(await books.DutiesAsync(id, lead, from, from.AddMonths(3).AddDays(-1)));
        Held(await books.DutiesAsync(id, lead, from, from.AddMonths(4)));
        await DoAsync(world, id, "accept");
        Assert.Equal("cooperation.book.closed", (await books.DutiesAsync(id, lead, from, from.AddMonths(5))).Refusal!.Code);
        var past = await Assert.ThrowsAsync<PostgresException>(() => host.ExecuteAsync($"update cooperation.posting set until_on = from_on + 400 where cooperation_id = '{id}'"));
        Assert.Equal("posting_within_the_charter", past.ConstraintName);

        // A report for each month that has passed, due at home until it is written; the mentor answers.
        Assert.Equal("cooperation.report.not-yet", (await books.ReportAsync(id, home, 1)).Refusal!.Code);
        host.Clock.Advance(TimeSpan.FromDays(70));
        Assert.Contains(await DueAsync(world, home), d => d.Key == "cooperation.due.report" && d.Holes.Contains(("month", 1)));
        Assert.IsType<Refusal.Denied>((await books.ReportAsync(id, lead, 1)).Refusal);
        Held(await books.ReportAsync(id, home, 1));
        Held(await books.ReportAsync(id, home, 1, words: "示例：学会了建账和点交"));
        Held(await books.ReportAsync(id, lead, 1, mentor: true, words: "示例：很好"));

        // What the mentor answered to is not written anew under the answer; each wording stands in the history.
        Assert.Equal("cooperation.report.answered-already", (await books.ReportAsync(id, home, 1, words: "示例：改口")).Refusal!.Code);
        Assert.Equal("cooperation.report.answered-already", (await books.ReportAsync(id, lead, 1, mentor: true, words: "示例：改口")).Refusal!.Code);
        var written = await world.DbAsync(db => db.Set<HistoryEvent>().AsNoTracking().Where(e => e.SubjectId == id && e.Action == "cooperation.report.written").ToListAsync());
        var (draft, mended) = (written.Single(e => e.Before is null), written.Single(e => e.Before is not null));
        Assert.Equal("示例：学会了建账", draft.After!.RootElement.GetProperty("words").GetString());
        Assert.Equal("示例：学会了建账", mended.Before!.RootElement.GetProperty("words").GetString());
        Assert.Equal("示例：学会了建账和点交", mended.After!.RootElement.GetProperty("words").GetString());
        Assert.Equal("cooperation.report.not-yet", (await books.ReportAsync(id, home, 3)).Refusal!.Code);
        await DoAsync(world, id, "first-half");
        await DoAsync(world, id, "mid-review");
        var second = (await world.TasksAsync(id)).First(t => t.Code == "second-half");
        Assert.Equal(("cooperation.book.reports-open", "2"), await OpenAsync(world, second.Id));
        Held(await books.ReportAsync(id, home, 2));
        Assert.DoesNotContain(await DueAsync(world, home), d => d.Key == "cooperation.due.report");

        // Called home early with a reason: the days really served are counted.
        Assert.Equal("cooperation.posting.end-day", (await books.WriteAsync(id, home, v => new(id, WritePosting.Part.End, v) { EndedOn = from.AddDays(-1), Why = "示例" })).Refusal!.Code);
        Held(await books.WriteAsync(id, home, v => new(id, WritePosting.Part.End, v) { EndedOn = from.AddDays(64), Why = "示例：馆里急需" }));
        await DoAsync(world, id, "second-half", number: 999);
        var report = await world.AsAsync(world.For(lead), (SeeCooperation.Handler h) => h.HandleAsync(id, default));
        Assert.Equal(65m, report.Value.Measures.Single(m => m.Indicator.Code == "days-on-post").Claimed);
        await DoAsync(world, id, "report");

        // The host checks the skill and gives the certificate; home plans the half-year after, with a visit.
        Assert.IsType<Refusal.Denied>((await new PeopleBooks(world).CheckAsync(id, home, true, "示例建账", "示例甲")).Refusal);
        Held(await new PeopleBooks(world).MoveAsync(id, lead, Guanlian.Cooperation.People.PersonMove.Accept, null, "示例甲"));
        Held(await new PeopleBooks(world).CheckAsync(id, lead, true, "示例建账", "示例甲"));
        Held(await new PeopleBooks(world).CheckAsync(id, lead, true, "示例点交", "示例甲"));
        Held(await new PeopleBooks(world).CheckAsync(id, lead, false, "示例修复", "示例甲"));
        Held(await new PeopleBooks(world).IssueAsync(id, lead));

        // Two skills were passed, one was not; one certificate says so. The indicator counts skills.
        await DoAsync(world, id, "check", number: 9);
        report = await world.AsAsync(world.For(lead), (SeeCooperation.Handler h) => h.HandleAsync(id, default));
        Assert.Equal(2m, report.Value.Measures.Single(m => m.Indicator.Code == "skills").Claimed);
        Assert.Equal("cooperation.posting.visit", (await books.WriteAsync(id, home, v => new(id, WritePosting.Part.BackHome, v) { BackPlan = "示例", VisitOn = from.AddDays(10) })).Refusal!.Code);
        Held(await books.WriteAsync(id, home, v => new(id, WritePosting.Part.BackHome, v) { BackPlan = "示例：在本馆建账", VisitOn = from.AddMonths(8) }));
        await DoAsync(world, id, "back-home");
        await new CaseBooks(world).CloseAsync(id);
        host.Clock.Advance(TimeSpan.FromDays(-70));
    }

    [Fact]
    public async Task What_the_tables_would_not_hold_is_refused_with_a_reason()
    {
        var (world, books, id, home, lead) = await SecondedAsync();
        var from = world.Today;
        Assert.Equal("cooperation.posting.from-day", (await books.DutiesAsync(id, lead, DateOnly.MaxValue, DateOnly.MaxValue)).Refusal!.Code);
        Held(await books.DutiesAsync(id, lead, from, from.AddMonths(3)));

        // The visit stays after the end, whichever of the two is moved.
        Held(await books.WriteAsync(id, home, v => new(id, WritePosting.Part.BackHome, v) { BackPlan = "示例", VisitOn = from.AddMonths(4) }));
        Assert.Equal("cooperation.posting.visit", (await books.DutiesAsync(id, lead, from.AddMonths(5), from.AddMonths(9))).Refusal!.Code);
        Assert.Equal("cooperation.posting.visit", (await books.DutiesAsync(id, lead, from, from.AddMonths(4))).Refusal!.Code);

        // Once it has ended, neither dates nor the day of its end are written anew.
        Held(await books.WriteAsync(id, home, v => new(id, WritePosting.Part.End, v) { EndedOn = from.AddDays(70), Why = "示例：馆里急需" }));
        Assert.Equal("cooperation.posting.ended-already", (await books.DutiesAsync(id, lead, from.AddMonths(-2), from.AddMonths(1).AddDays(5))).Refusal!.Code);
        Assert.Equal("cooperation.posting.ended-already", (await books.WriteAsync(id, home, v => new(id, WritePosting.Part.End, v) { EndedOn = from, Why = "示例" })).Refusal!.Code);
    }

    [Fact]
    public async Task A_text_is_measured_as_it_is_kept_not_as_the_form_sent_it()
    {
        var (world, books, id, home, lead) = await SecondedAsync();
        Held(await books.DutiesAsync(id, lead, world.Today, world.Today.AddMonths(3)));
        host.Clock.Advance(TimeSpan.FromDays(40));

        // Two thousand lines of one sign each: browsers count 3,999 signs and send 5,998.
        var lines = string.Join("\r\n", Enumerable.Repeat("字", 2000));
        Held(await books.ReportAsync(id, home, 1, words: lines));
        Assert.Equal("cooperation.report.words-missing", (await books.ReportAsync(id, home, 1, words: lines + "\r\n字")).Refusal!.Code);
        Assert.Equal(3999, (await world.DbAsync(db => db.Set<PostingReport>().AsNoTracking().SingleAsync(r => r.CooperationId == id))).Words.Length);
        host.Clock.Advance(TimeSpan.FromDays(-40));
    }

    private async Task<(CooperationWorld World, PostingBooks Books, Guid Id, Guid Home, Guid Lead)> SecondedAsync()
    {
        var world = await CreateAsync(host);
        var rules = CanonicalJson.Write(RoundWorld.Rules);
        await host.ExecuteAsync($"""
            insert into governance.charter_version (id, cluster_id, state, number, rules, rules_hash, begun_at, edited_at, edited_by, in_force_at, in_force_reason)
            values (gen_random_uuid(), '{world.Cluster}', 'InForce', 1, '{rules}', '{CanonicalJson.Hash(rules)}', '2025-01-01', '2025-01-01', '示例', '2025-01-01', '首版')
            """);
        var id = await world.RunningAsync("secondment");
        var home = (await world.ParticipantsAsync(id)).First(p => p.Role == "home").PartyId;
        return (world, new(world), id, home, (await world.RecordAsync(id)).LeadPartyId);
    }

    private static async Task<(string, object?)> OpenAsync(CooperationWorld world, Guid task)
    {
        var refused = (await world.HandInAsync(task)).Refusal!;
        return (refused.Code, refused.Holes.Count == 0 ? null : refused.Holes[0].Value);
    }

    private static Task<IReadOnlyList<Guanlian.Platform.Modules.DueItem>> DueAsync(CooperationWorld world, Guid party) =>
        world.AsAsync(world.For(party), (IEnumerable<Guanlian.Platform.Modules.IDueItems> all) => all.OfType<BookDueItems>().Single().ForAsync(world.For(party), default));

    private static async Task DoAsync(CooperationWorld world, Guid id, string code, decimal number = 12)
    {
        var task = (await world.TasksAsync(id)).First(t => t.Code == code);
        Held(await world.HandInAsync(task.Id, number: number));
        Held(await world.ReviewAsync(task.Id));
    }
}
