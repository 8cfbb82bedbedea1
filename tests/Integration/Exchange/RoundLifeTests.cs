using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Rounds;
using Guanlian.Hosting;
using Guanlian.Hosting.Exchange;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Integration.Exchange;

public sealed class RoundLifeTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P07")]
    [Trait("Requirement", "P08")]
    public async Task A_round_goes_from_opening_through_an_upheld_objection_to_being_in_force_and_the_next_one_knows_it()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.ComputedAsync();
        Assert.Equal("exchange.objection.not-shown", (await ObjectEarlyAsync(world, code)).Refusal!.Code);
        var until = await world.ShowAsync(code);
        Assert.Equal(new DateOnly(2026, 11, 30), until.Value);

        var (museum, first) = await APairAsync(world, code);
        var objection = (await world.ObjectAsync(museum, code)).Value;
        Assert.Equal(objection, (await world.ObjectAsync(museum, code)).Value);
        Assert.Equal("exchange.round.objections-open", (await world.AdoptAsync(code)).Refusal!.Code);

        var predecessor = await world.ComputationAsync(code);
        Assert.False((await world.AdjustAsync(code, AdjustmentKind.Exclusion, first, museum, objection: objection)).Refused);
        Assert.False((await world.AnswerAsync(code, objection)).Refused);
        var next = await world.ComputationAsync(code);
        await world.EndedAsync(next.JobId!.Value);
        next = await world.ComputationAsync(code);
        Assert.Equal((RoundState.Adjusted, 2, predecessor.Id), (await world.StateAsync(code), next.Number, next.PredecessorId!.Value));
        Assert.DoesNotContain(Pairs(next), p => p.Museum == museum.Code && p.Leader == first.Code);
        Assert.Equal(Facts(predecessor), Facts(next));

        await world.ShowAsync(code);
        host.Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal("exchange.round.council-only", (await world.AdoptAsync(code, world.Secretariat)).Refusal!.Code);
        Assert.False((await world.AdoptAsync(code)).Refused);
        Assert.IsType<Refusal.Stale>((await world.AdoptAsync(code)).Refusal);
        Assert.False((await world.PutInForceAsync(code)).Refused);

        var second = await world.OpenAsync();
        Assert.False((await world.FreezeAsync(second)).Refused);
        var input = CanonicalJson.Read<RoundInput>((await world.ComputationAsync(second)).Input);
        Assert.Equal(Pairs(next).Select(p => (p.Leader, p.Museum)), input.Existing.Select(e => (e.Leader, e.Museum)));
        Assert.Equal(1, Assert.Single(input.Museums, m => m.Waited > 0).Waited);
        Assert.Single(input.Exclusions);
        Assert.Equal([1, 2, 2, 2, 2], input.Museums.Select(m => m.Tier).Order());
        host.Clock.Advance(TimeSpan.FromDays(-11));
    }

    [Fact]
    public async Task Objections_must_be_answered_and_come_in_time()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.ComputedAsync();
        await world.ShowAsync(code);
        var objection = (await world.ObjectAsync(world.Museums[0], code)).Value;
        host.Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal("exchange.objection.too-late", (await world.ObjectAsync(world.Museums[1], code)).Refusal!.Code);
        Assert.Equal("exchange.round.objections-unanswered", (await world.AdoptAsync(code)).Refusal!.Code);
        var both = await Task.WhenAll(world.AnswerAsync(code, objection), world.AnswerAsync(code, objection, ObjectionOutcome.Dismissed));
        Assert.Equal("exchange.objection.stale", Assert.Single(both, b => b.Refused).Refusal!.Code);
        Assert.False((await world.AdoptAsync(code)).Refused);
        host.Clock.Advance(TimeSpan.FromDays(-11));
    }

    [Fact]
    public async Task Two_coordinators_who_adjust_at_once_lose_nothing()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.ComputedAsync();
        var seen = (await world.RoundAsync(code)).Version;
        var both = await Task.WhenAll(
            world.AdjustAsync(code, AdjustmentKind.Exclusion, world.Leaders[0], world.Museums[0], version: seen),
            world.AdjustAsync(code, AdjustmentKind.Exclusion, world.Leaders[0], world.Museums[1], version: seen));
        Assert.Equal("exchange.round.stale", Assert.Single(both, b => b.Refused).Refusal!.Code);
        Assert.Equal(1, await world.WithDbAsync(db => db.Adjustments.CountAsync(a => a.ClusterId == world.Cluster)));
        Assert.Equal(2, (await world.ComputationAsync(code)).Number);
    }

    [Fact]
    public async Task Locks_that_break_the_places_are_refused_by_name_and_nothing_is_kept()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.ComputedAsync();
        var (leader, museums) = (world.Leaders[0], world.Museums);
        Assert.False((await world.AdjustAsync(code, AdjustmentKind.Lock, leader, museums[0])).Refused);
        Assert.Equal("exchange.adjustment.holds-already", (await world.AdjustAsync(code, AdjustmentKind.Lock, leader, museums[0])).Refusal!.Code);
        Assert.False((await world.AdjustAsync(code, AdjustmentKind.Lock, leader, museums[1])).Refused);
        var broken = (await world.AdjustAsync(code, AdjustmentKind.Lock, leader, museums[2])).Refusal!;
        Assert.Equal("exchange.freeze.locks-exceed-places", broken.Code);
        Assert.Contains("示例省馆", $"{broken.Holes.First(h => h.Name == "leaders").Value}", StringComparison.Ordinal);
        Assert.Equal("exchange.freeze.museum-locked-twice", (await world.AdjustAsync(code, AdjustmentKind.Lock, world.Leaders[1], museums[0])).Refusal!.Code);
        Assert.Equal("exchange.freeze.lock-excluded", (await world.AdjustAsync(code, AdjustmentKind.Exclusion, leader, museums[0])).Refusal!.Code);
        Assert.Equal(2, await world.WithDbAsync(db => db.Adjustments.CountAsync(a => a.ClusterId == world.Cluster)));
        Assert.Equal("exchange.adjustment.places-above-charter", (await world.AdjustAsync(code, AdjustmentKind.Places, leader, places: 3)).Refusal!.Code);
        Assert.Equal("exchange.adjustment.leader-unknown", (await world.AdjustAsync(code, AdjustmentKind.Lock, museums[0], museums[1])).Refusal!.Code);
    }

    [Fact]
    public async Task Broken_locks_of_earlier_rounds_stop_the_freeze_by_name()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.OpenAsync();
        Assert.False((await world.AdjustAsync(code, AdjustmentKind.Lock, world.Leaders[0], world.Museums[0])).Refused);
        Assert.False((await world.EnterAsync(world.Leaders[0], code, places: 0, reason: "闭馆改造")).Refused);
        var refused = (await world.FreezeAsync(code, 2)).Refusal!;
        Assert.StartsWith("exchange.freeze.lock", refused.Code, StringComparison.Ordinal);
        Assert.Equal(RoundState.Open, await world.StateAsync(code));
        Assert.Equal(0, await world.WithDbAsync(db => db.Computations.CountAsync(c => db.Rounds.Any(r => r.Id == c.RoundId && r.Code == code))));
    }

    [Fact]
    public async Task Places_decided_and_taken_back_are_again_what_the_leader_declared()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.OpenAsync();
        await world.EnterAsync(world.Leaders[1], code, places: 1, reason: "人手不足");
        await world.FreezeAsync(code);
        await world.EndedAsync(await world.ComputeAsync(code));
        Assert.False((await world.AdjustAsync(code, AdjustmentKind.Places, world.Leaders[0], places: 0)).Refused);
        Assert.Equal([0, 1], (await InputAsync(world, code)).Leaders.Select(l => l.Places));
        var made = await world.WithDbAsync(db => db.Adjustments.SingleAsync(a => a.ClusterId == world.Cluster));
        var version = (await world.RoundAsync(code)).Version;
        Assert.False((await world.AsAsync(world.Secretariat, (AdjustRound.Handler h) => h.HandleAsync(new(code, [], [made.Id], "撤回", null, null, version), default))).Refused);
        Assert.Equal([2, 1], (await InputAsync(world, code)).Leaders.Select(l => l.Places));
    }

    [Fact]
    public async Task What_if_shows_who_would_move_and_keeps_nothing()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.ComputedAsync();
        var book = (await world.AsAsync(world.Secretariat, (ReadRound r) => r.ResultAsync(code, default))).Value.Book;
        var pair = book.Result.Modes.Optimal.Pairs[0];
        Assert.True(WhatIfChange.TryParse($"exclude:{pair.Leader}:{pair.Museum}", out var exclude));
        var answer = WhatIf.Ask(book, Mode.Optimal, [exclude], default);
        Assert.Contains(answer.Moves, m => m.Museum == pair.Museum && m.From == pair.Leader && m.To != pair.Leader);
        Assert.True(WhatIfChange.TryParse($"places:{pair.Leader}:3", out var more));
        Assert.Single(WhatIf.Ask(book, Mode.Optimal, [more], default).Moves, m => m.From is null);
        Assert.True(WhatIfChange.TryParse("lock:nobody:nothing", out var forged));
        Assert.NotEmpty(WhatIf.Ask(book, Mode.Optimal, [forged], default).Faults);
        Assert.Equal(1, (await world.ComputationAsync(code)).Number);
    }

    [Fact]
    public async Task Members_see_a_result_once_it_is_shown_strangers_only_when_it_is_adopted()
    {
        var (world, other) = (await RoundWorld.CreateAsync(host), await RoundWorld.CreateAsync(host));
        var code = await world.ComputedAsync();
        var member = world.For(world.Museums[0]);
        Assert.True(await SeesAsync(world, code, world.Secretariat));
        Assert.True(await SeesAsync(world, code, world.Council));
        Assert.False(await SeesAsync(world, code, member));
        await world.ShowAsync(code);
        Assert.True(await SeesAsync(world, code, member));
        Assert.False(await SeesAsync(world, code, other.For(other.Museums[0])));
        Assert.False(await SeesAsync(world, code, Guanlian.Platform.Access.Actor.Visitor));
        host.Clock.Advance(TimeSpan.FromDays(11));
        await world.AdoptAsync(code);
        host.Clock.Advance(TimeSpan.FromDays(-11));
        Assert.True(await SeesAsync(world, code, Guanlian.Platform.Access.Actor.Visitor));
    }

    private static async Task<bool> SeesAsync(RoundWorld world, string code, Guanlian.Platform.Access.Actor actor) =>
        !(await world.AsAsync(actor, (ReadRound r) => r.ResultAsync(code, default))).Refused;

    private static Task<Outcome<Guid>> ObjectEarlyAsync(RoundWorld world, string code) => world.ObjectAsync(world.Museums[0], code);

    private static async Task<(Guanlian.Members.Data.Party Museum, Guanlian.Members.Data.Party Leader)> APairAsync(RoundWorld world, string code)
    {
        var pair = Pairs(await world.ComputationAsync(code))[0];
        return (world.Museums.Single(m => m.Code == pair.Museum), world.Leaders.Single(l => l.Code == pair.Leader));
    }

    private static IReadOnlyList<ResultPair> Pairs(Computation computation) => CanonicalJson.Read<RoundResult>(computation.Result!).Modes.Optimal.Pairs;

    private static string Facts(Computation computation) =>
        CanonicalJson.Write(CanonicalJson.Read<RoundInput>(computation.Input) with { Locks = [], Exclusions = [] });

    private static async Task<RoundInput> InputAsync(RoundWorld world, string code) => CanonicalJson.Read<RoundInput>((await world.ComputationAsync(code)).Input);
}
