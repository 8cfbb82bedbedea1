using Guanlian.Agreements.Data;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Programme;
using Guanlian.Cooperation.Templates;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Hosting.Cooperation;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;

namespace Guanlian.Integration.Cooperation;

public sealed class ProgrammeTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P10")]
    public async Task A_pair_without_results_is_told_to_both_sides_after_45_days_and_to_the_association_after_75()
    {
        var world = await CreateAsync(host);
        var (leader, museum) = await host.AdoptPairAsync(world);
        Assert.Equal(PairState.NoAgreement, (await LineAsync(world)).State);
        foreach (var (days, sides, association) in new[] { (44, false, false), (1, true, false), (29, true, false), (1, true, true) })
        {
            host.Clock.Advance(TimeSpan.FromDays(days));
            Assert.Equal(sides, (await DueAsync(world, world.For(leader.Id))).Any(k => k == "cooperation.due.quiet"));
            Assert.Equal(sides, (await DueAsync(world, world.For(museum.Id))).Any(k => k == "cooperation.due.quiet"));
            Assert.Equal(association, (await DueAsync(world, world.Secretariat())).Any(k => k == "cooperation.due.quiet-pairs"));
        }

        host.Clock.Advance(TimeSpan.FromDays(-75));
    }

    [Fact]
    [Trait("Requirement", "P10")]
    public async Task Only_a_result_handed_in_or_confirmed_ends_the_silence_and_states_follow_paper_and_work()
    {
        var world = await CreateAsync(host);
        var agreements = new AgreementWorld(host, world);
        var (leader, museum) = await host.AdoptPairAsync(world);
        await agreements.OutAsync("three-roles", leader, museum);
        Assert.Equal((PairState.Sealing, 1, 1), await StandingAsync(world));
        var id = await host.WithAsync((AgreementsDb db) => db.Parties.Where(p => p.PartyId == museum.Id).Select(p => p.AgreementId).SingleAsync());
        Held(await agreements.SealAsync(id, leader));
        Assert.Equal((PairState.Sealing, 0, 1), await StandingAsync(world));
        Held(await agreements.SealAsync(id, museum));
        await host.UntilAsync($"select count(*)::int from cooperation.cooperation where agreement_id = '{id}' and state = 'Agreed'");
        Assert.Equal(PairState.Signed, (await LineAsync(world)).State);

        var guidance = await world.BegunAsync("short-guidance", Draft(world, leader.Code, museum.Code));
        await world.AgreeAllAsync(guidance);
        await world.AnswerAsync(guidance);
        Held(await world.MoveAsync(guidance, Move.Start));
        host.Clock.Advance(TimeSpan.FromDays(60));
        var quiet = await LineAsync(world);
        Assert.Equal((PairState.Working, Alarm.Sides, 60), (quiet.State, quiet.Alarm, quiet.QuietDays));

        // Beginning is no result; handing in is.
        var task = (await world.TasksAsync(guidance))[0];
        Held(await world.BeginAsync(task.Id));
        Assert.Equal(Alarm.Sides, (await LineAsync(world)).Alarm);
        Held(await world.HandInAsync(task.Id));
        var heard = await LineAsync(world);
        Assert.Equal((Alarm.None, 0), (heard.Alarm, heard.QuietDays));
        host.Clock.Advance(TimeSpan.FromDays(-60));
    }

    [Fact]
    [Trait("Requirement", "P03")]
    [Trait("Requirement", "G24")]
    public async Task Claimed_and_confirmed_stand_side_by_side_and_what_a_party_gave_is_in_its_own_unit()
    {
        var world = await CreateAsync(host);
        var (leader, museum) = await host.AdoptPairAsync(world);
        var id = await world.BegunAsync("short-guidance", Draft(world, leader.Code, museum.Code));
        await world.AgreeAllAsync(id);
        await world.AnswerAsync(id);
        Held(await world.MoveAsync(id, Move.Start));
        foreach (var task in (await world.TasksAsync(id)).Where(t => t.Called))
        {
            Held(await world.HandInAsync(task.Id));
            Held(await world.ReviewAsync(task.Id));
            var after = await world.TaskAsync(task.Id);
            if (after is { ConfirmsPartyId: not null, ConfirmedAt: null })
            {
                break;
            }
        }

        var line = await LineAsync(world);
        var record = await world.RecordAsync(id);
        var tasks = await world.TasksAsync(id);
        Assert.Equal(tasks.Count(t => t.ConfirmsPartyId is not null && t.State is TaskState.HandedIn or TaskState.Accepted), record.Claimed);
        Assert.Equal(tasks.Count(t => t.ConfirmedAt is not null), record.Confirmed);
        Assert.Equal((record.Claimed, record.Confirmed, record.ActivityAt), (line.Claimed, line.Confirmed, line.ActivityAt));

        var contribution = await world.DbAsync(db => db.Contributions.AsNoTracking().FirstAsync(c => c.CooperationId == id && c.PartyId == leader.Id));
        await host.ExecuteAsync($"update cooperation.contribution set promised = 9, given = 7, confirmed = 4 where id = '{contribution.Id}'");
        var balance = await world.AsAsync(world.Secretariat(), (ReadBalance.Handler h) => h.HandleAsync(2026, null, default));
        var gave = Assert.Single(balance, b => b.Party.Id == leader.Id && b.Unit == contribution.Unit);
        Assert.Equal((9m, 7m, 4m, 3m), (gave.Promised, gave.Given, gave.Confirmed, gave.Gap));
        Assert.Equal(4m, Assert.Single(balance, b => b.Party.Id == museum.Id && b.Unit == contribution.Unit).Received);
        Assert.Empty(await world.AsAsync(world.Secretariat(), (ReadBalance.Handler h) => h.HandleAsync(2025, null, default)));
    }

    [Fact]
    [Trait("Requirement", "W18")]
    public async Task Time_taken_is_counted_for_whoever_took_it()
    {
        var world = await CreateAsync(host);
        var id = await world.RunningAsync("short-guidance");
        var task = (await world.TasksAsync(id))[0];
        Held(await world.BeginAsync(task.Id));
        host.Clock.Advance(TimeSpan.FromDays(3));
        Held(await world.HandInAsync(task.Id));
        host.Clock.Advance(TimeSpan.FromDays(5));
        var waiting = await TimesAsync(world);
        Assert.Equal(5, Assert.Single(waiting, l => l.Party.Id == task.ChecksPartyId && l.Step == "check").OldestWaiting);
        Held(await world.ReviewAsync(task.Id));
        var taken = await TimesAsync(world);
        Assert.Equal(3, Assert.Single(taken, l => l.Party.Id == task.DoesPartyId && l.Step == "do").Median);
        Assert.Equal(5, Assert.Single(taken, l => l.Party.Id == task.ChecksPartyId && l.Step == "check").Median);
        host.Clock.Advance(TimeSpan.FromDays(-8));
    }

    [Fact]
    public async Task What_is_chosen_of_one_answer_never_makes_it_another_ones()
    {
        var world = await CreateAsync(host);
        var desk = world.Secretariat();
        Assert.Empty(await world.AsAsync(desk, (ReadBalance.Handler h) => h.HandleAsync(null, "do", default)));
        Assert.Empty(await world.AsAsync(desk, (ReadTimes.Handler h) => h.HandleAsync(" do", default)));
        Assert.Empty(await world.AsAsync(desk, (ReadBalance.Handler h) => h.HandleAsync(int.MaxValue, "", default)));
        Assert.Empty(await world.AsAsync(desk, (ReadPairs.Handler h) => h.HandleAsync(default)));
    }

    [Fact]
    public async Task The_programme_is_the_associations_and_a_museum_sees_its_own_pairs_only()
    {
        var world = await CreateAsync(host);
        var (leader, museum) = await host.AdoptPairAsync(world);
        await host.AdoptPairAsync(world, museum: 2);
        Assert.Equal(2, (await world.AsAsync(world.For(leader.Id), (ReadPairs.Handler h) => h.OfAsync(leader.Id, default))).Count);
        Assert.Single(await world.AsAsync(world.For(museum.Id), (ReadPairs.Handler h) => h.HandleAsync(default)));
        Assert.Equal(2, (await world.AsAsync(world.Secretariat(), (ReadPairs.Handler h) => h.HandleAsync(default))).Count);
        Assert.False(world.For(museum.Id).May(CooperationPermissions.Oversee));
        Assert.Empty(await world.AsAsync(Actor.Visitor, (ReadPairs.Handler h) => h.HandleAsync(default)));
        using var desk = await host.SignInAsAsync("secretariat", world.Cluster);
        foreach (var address in new[] { "programme", "programme/time", "programme/balance", "programme/needs", "programme/honours", "programme/pairs.xlsx", "programme/time.xlsx", "programme/balance.xlsx", "programme/needs.xlsx", "en/programme?quiet=true" })
        {
            using var answer = await desk.GetAsync(new Uri(address, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {answer.StatusCode}");
        }

        using var director = await host.SignInAsAsync("director", museum.Id);
        using var shut = await director.GetAsync(new Uri("programme", UriKind.Relative));
        Assert.False(shut.IsSuccessStatusCode);
        Assert.Contains(leader.Name, await director.GetStringAsync(new Uri("counties", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static CooperationDraft Draft(CooperationWorld world, string leader, string museum)
    {
        var template = TemplateBook.Shipped["short-guidance"];
        var draft = world.Draft(template);
        foreach (var role in template.Roles)
        {
            draft.Parties[role.Code] = role.Leads ? leader : role.Receives ? museum : "";
        }

        return draft;
    }

    private static async Task<PairLine> LineAsync(CooperationWorld world) =>
        Assert.Single(await world.AsAsync(world.Secretariat(), (ReadPairs.Handler h) => h.HandleAsync(default)));

    private static async Task<(PairState, int, int)> StandingAsync(CooperationWorld world) => await LineAsync(world) is var l ? (l.State, l.LeaderOwes, l.MuseumOwes) : default;

    private static Task<IReadOnlyList<ReadTimes.Line>> TimesAsync(CooperationWorld world) =>
        world.AsAsync(world.Secretariat(), (ReadTimes.Handler h) => h.HandleAsync(null, default));

    private static async Task<IReadOnlyList<string>> DueAsync(CooperationWorld world, Actor actor) =>
        [.. (await world.AsAsync(actor, (IEnumerable<IDueItems> all) => all.OfType<QuietPairs>().Single().ForAsync(actor, default))).Select(d => d.Key)];
}
