using Guanlian.Agreements.Data;
using Guanlian.Agreements.Running;
using Guanlian.Contracts.Exchange;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Hosting;
using Guanlian.Hosting.Agreements;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using static Guanlian.Hosting.Cooperation.CooperationWorld;
using Loading = Guanlian.Agreements.Data.Loading;

namespace Guanlian.Integration.Agreements;

/// <summary>What is sealed becomes work, and what is amended moves it.</summary>
public sealed class WorkOfAgreements(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P09")]
    public async Task A_sealed_agreement_becomes_cooperations_that_its_parties_have_agreed_to()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.InForceAsync("pairing", leader, county);
        var begun = await CooperationsAsync(world, id, 5);
        Assert.Equal(["case-consultation", "joint-exhibition", "secondment", "short-guidance"], begun.Where(c => c.AgreementLine != TakeAgreedWork.PlainTasks).Select(c => c.Template).Order(StringComparer.Ordinal));
        Assert.All(begun, c => Assert.Equal(CooperationState.Agreed, c.State));
        await host.UntilAsync($"select (count(*) = 5)::int from agreements.work_taken where agreement_id = '{id}' and cooperation_id is not null");

        // The plain task: the county writes its report for the leader, who confirms it, due when the agreement says.
        var plain = begun.Single(c => c.AgreementLine == TakeAgreedWork.PlainTasks);
        var task = Assert.Single(await world.Alliance.TasksAsync(plain.Id));
        Assert.Equal((county.Id, leader.Id), (task.DoesPartyId, task.ConfirmsPartyId));
        var agreed = Loading.Read(await world.OpenAsync(id)).Work.Single(w => w.Kind is null);
        Assert.InRange(task.DueOn!.Value.DayNumber, agreed.Due!.Value.DayNumber - 12, agreed.Due!.Value.DayNumber);

        // Safeguards are answered in the agreement's words: the lead starts at once.
        Held(await world.Alliance.MoveAsync(plain.Id, Move.Start));
        Held(await world.Alliance.HandInAsync(task.Id));
    }

    [Fact]
    [Trait("Requirement", "P11")]
    public async Task An_amendment_shows_what_changes_and_moves_the_work_that_runs()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.BegunAsync("pairing", leader, county);
        await world.CompleteAsync(id, [leader, county]);
        Held(await world.EditAsync(id, leader, f => AddWork(f, 5, "w9", "共读一本书", leader.Id, county.Id, world.Today.AddDays(7), world.Today.AddDays(20))));
        Held(await world.SendAsync(id, leader));
        Held(await world.SealAsync(id, leader));
        Held(await world.SealAsync(id, county));
        var plain = (await CooperationsAsync(world, id, 5)).Single(c => c.AgreementLine == TakeAgreedWork.PlainTasks);
        Held(await world.Alliance.MoveAsync(plain.Id, Move.Start));
        var tasks = await world.Alliance.TasksAsync(plain.Id);
        var report = tasks.Single(t => t.TitleZh.Contains("书面反馈", StringComparison.Ordinal));
        Held(await world.Alliance.HandInAsync(report.Id));

        Held(await world.AmendAsync(id, county));
        Assert.Equal("agreements.nothing-amended", (await world.SendAsync(id, county)).Refusal?.Code);
        Held(await world.EditAsync(id, county, f =>
        {
            f["Form"] = "head-and-branch";
            f["Work-0-Words"] = ""; // 到馆摸底 is not begun: gone
            f["Work-5-Due"] = $"{world.Today.AddDays(40):yyyy-MM-dd}";
            AddWork(f, 6, "", "合编一本图录", county.Id, leader.Id, world.Today.AddDays(30), world.Today.AddDays(90));
        }));
        Held(await world.SendAsync(id, county));
        Assert.Equal(AgreementState.InForce, (await world.RecordAsync(id)).State);
        var pair = world.Alliance.For(leader.Id);
        var page = await world.Alliance.AsAsync(pair, (Guanlian.Agreements.Finding.SeeAgreement.Handler h) => h.HandleAsync(id, default));
        var difference = Guanlian.Agreements.Texts.TextDifference.Between(Loading.Read(page.Value.Sealed!), Loading.Read(page.Value.Open!));
        Assert.Equal(["form", "work", "work", "work"], difference.Where(d => d.IsWork).Select(d => d.Part).Order(StringComparer.Ordinal));
        Held(await world.SealAsync(id, leader));
        Held(await world.SealAsync(id, county, electronic: true));

        await host.UntilAsync($"select count(*)::int from cooperation.cooperation where id = '{plain.Id}' and agreement_text = 2");
        var moved = await world.Alliance.TasksAsync(plain.Id);
        Assert.Equal(TaskState.HandedIn, moved.Single(t => t.Id == report.Id).State);
        var before = tasks.Single(t => t.TitleZh == "共读一本书").DueOn!.Value;
        Assert.InRange(moved.Single(t => t.TitleZh == "共读一本书").DueOn!.Value.DayNumber, before.DayNumber + 10, world.Today.AddDays(40).DayNumber);
        Assert.Equal(county.Id, moved.Single(t => t.TitleZh == "合编一本图录").DoesPartyId);
        var gone = (await CooperationsAsync(world, id, 5)).Single(c => c.Template == "short-guidance");
        Assert.Equal((CooperationState.Cancelled, "agreement-amended"), (gone.State, gone.ReasonCode));

        // The pair has grown into head and branch, and is still the same agreement with all that was done under it.
        var grown = (await world.Alliance.AsAsync(pair, (Guanlian.Agreements.Finding.SeeAgreement.Handler h) => h.HandleAsync(id, default))).Value;
        Assert.Equal((AgreementState.InForce, "head-and-branch", 2), ((await world.RecordAsync(id)).State, Loading.Read(grown.Sealed!).Form, grown.Sealed!.Number));
    }

    [Fact]
    public async Task An_early_end_cancels_what_nobody_has_begun_and_leaves_what_runs_to_its_leader()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var id = await world.InForceAsync("pairing", leader, county);
        var plain = (await CooperationsAsync(world, id, 5)).Single(c => c.AgreementLine == TakeAgreedWork.PlainTasks);
        Held(await world.Alliance.MoveAsync(plain.Id, Move.Start));
        Held(await world.EndAsync(id, leader, EndAgreement.Way.Early, "not-kept", "示例：对方未履行"));
        await host.UntilAsync($"select (count(*) = 4)::int from cooperation.cooperation where agreement_id = '{id}' and state = 'Cancelled' and reason_code = 'agreement-ended'");
        Assert.Equal(CooperationState.Running, (await world.Alliance.RecordAsync(plain.Id)).State);
    }

    [Fact]
    public async Task An_adopted_pair_is_due_to_become_an_agreement_until_it_has_one()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (leader, county) = (world.Alliance.Museum(0), world.Alliance.Museum(1));
        var code = $"示例{leader.Code}";
        await world.DbAsync(async db =>
        {
            db.Announce(new RoundAdopted(Guid.CreateVersion7(), code, world.Alliance.Cluster, [new(leader.Id, county.Id)]));
            return await db.SaveChangesAsync();
        });
        await host.UntilAsync($"select (count(*) = 1)::int from agreements.pair where round_code = '{code}'");
        var pair = await world.DbAsync(db => db.Pairs.AsNoTracking().SingleAsync(p => p.RoundCode == code));
        Assert.Contains(await DueAsync(), d => d.Key == "agreements.due.pair");
        Held(await world.Alliance.AsAsync(world.Alliance.For(leader.Id), (Guanlian.Agreements.Drafting.StartAgreement.Handler h) => h.HandleAsync(new("pairing", "示例协议", null, world.Today, pair.Id), default)));
        Assert.DoesNotContain(await DueAsync(), d => d.Key == "agreements.due.pair");
        var twice = await world.Alliance.AsAsync(world.Alliance.For(county.Id), (Guanlian.Agreements.Drafting.StartAgreement.Handler h) => h.HandleAsync(new("pairing", "示例协议", null, world.Today, pair.Id), default));
        Assert.Equal("agreements.pair-has-one", twice.Refusal?.Code);
        var stranger = await world.Alliance.AsAsync(world.Alliance.For(world.Alliance.Museum(2).Id), (Guanlian.Agreements.Drafting.StartAgreement.Handler h) => h.HandleAsync(new("pairing", "示例协议", null, world.Today, pair.Id), default));
        Assert.Equal("agreements.pair-missing", stranger.Refusal?.Code);

        Task<IReadOnlyList<DueItem>> DueAsync() => world.Alliance.AsAsync(world.Alliance.For(leader.Id), (IEnumerable<IDueItems> all) => all.OfType<AgreementDueItems>().Single().ForAsync(world.Alliance.For(leader.Id), default));
    }

    [Theory]
    [InlineData(20261121)]
    [InlineData(7)]
    public async Task Of_several_who_begin_for_one_pair_at_once_one_gets_the_agreement(int seed)
    {
        var (random, world) = (new Random(seed), await AgreementWorld.CreateAsync(host));
        var (leader, county) = await host.AdoptPairAsync(world.Alliance);
        var pair = await world.DbAsync(db => db.Pairs.Where(p => p.MuseumId == county.Id).Select(p => p.Id).SingleAsync());
        for (var n = 0; n < 6; n++)
        {
            var begun = await Task.WhenAll(Enumerable.Range(0, 2 + random.Next(4)).Select(async _ =>
            {
                var by = random.Next(2) == 0 ? leader : county;
                await Task.Yield();
                return await world.Alliance.AsAsync(world.Alliance.For(by.Id), (Guanlian.Agreements.Drafting.StartAgreement.Handler h) =>
                    h.HandleAsync(new("pairing", "示例协议", null, world.Today, pair), default));
            }));
            var id = Assert.Single(begun, b => !b.Refused).Value;
            Assert.All(begun.Where(b => b.Refused), b => Assert.Equal("agreements.pair-has-one", b.Refusal!.Code));
            Held(await world.EndAsync(id, leader, EndAgreement.Way.Drop, "other", "示例：重来"));
        }
    }

    [Fact]
    public async Task A_former_leader_no_longer_has_the_pair_that_a_later_round_gave_to_another()
    {
        var world = await AgreementWorld.CreateAsync(host);
        var (former, county, leader) = (world.Alliance.Museum(0), world.Alliance.Museum(1), world.Alliance.Museum(2));
        await host.AdoptPairAsync(world.Alliance);
        var between = host.Clock.GetUtcNow().AddDays(1);
        await world.DbAsync(db =>
        {
            db.Add(new PairRow
            {
                Id = Guid.CreateVersion7(),
                RoundCode = $"下一轮{county.Code}",
                ClusterId = world.Alliance.Cluster,
                LeaderId = leader.Id,
                MuseumId = county.Id,
                AdoptedAt = between.AddDays(1),
            });
            return db.SaveChangesAsync();
        });
        Assert.Empty(await OfAsync(null, former.Id));
        Assert.Equal(leader.Id, Assert.Single(await OfAsync(null, leader.Id)).LeaderId);
        Assert.Equal(leader.Id, Assert.Single(await OfAsync(null, county.Id)).LeaderId);
        Assert.Equal(leader.Id, Assert.Single(await OfAsync(null, former.Id, county.Id, leader.Id)).LeaderId);
        Assert.Empty(await DueAsync(former.Id));
        Assert.Single(await DueAsync(leader.Id));

        // Of a year that lies before, it is told as it was.
        Assert.Equal(former.Id, Assert.Single(await OfAsync(between, former.Id)).LeaderId);
        Assert.Empty(await OfAsync(between, leader.Id));

        Task<IReadOnlyList<Guanlian.Contracts.Agreements.PairOnPaper>> OfAsync(DateTimeOffset? before, params Guid[] parties) =>
            world.Alliance.AsAsync(Guanlian.Platform.Access.Actor.Program, (Guanlian.Contracts.Agreements.IPairs pairs) => pairs.OfAsync(parties, before, default));

        async Task<List<DueItem>> DueAsync(Guid party) => [.. (await world.Alliance.AsAsync(world.Alliance.For(party), (IEnumerable<IDueItems> all) =>
            all.OfType<AgreementDueItems>().Single().ForAsync(world.Alliance.For(party), default))).Where(d => d.Key == "agreements.due.pair")];
    }

    private async Task<List<CooperationRecord>> CooperationsAsync(AgreementWorld world, Guid agreement, int count)
    {
        await host.UntilAsync($"select (count(*) >= {count})::int from cooperation.cooperation where agreement_id = '{agreement}'");
        return await world.Alliance.DbAsync(db => db.Cooperations.AsNoTracking().Where(c => c.AgreementId == agreement).ToListAsync());
    }

    private static void AddWork(Dictionary<string, string?> fields, int n, string code, string words, Guid does, Guid receiver, DateOnly from, DateOnly due)
    {
        (fields[$"Work-{n}-Here"], fields[$"Work-{n}-Code"], fields[$"Work-{n}-Words"]) = ("1", code, words);
        (fields[$"Work-{n}-Does"], fields[$"Work-{n}-For"], fields[$"Work-{n}-Kind"]) = ($"{does}", $"{receiver}", "");
        (fields[$"Work-{n}-From"], fields[$"Work-{n}-Due"]) = ($"{from:yyyy-MM-dd}", $"{due:yyyy-MM-dd}");
    }
}
