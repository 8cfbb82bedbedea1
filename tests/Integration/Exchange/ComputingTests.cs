using System.Text;
using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Exchange.Verification;
using Guanlian.Hosting;
using Guanlian.Hosting.Exchange;

namespace Guanlian.Integration.Exchange;

public sealed class ComputingTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P07")]
    public async Task A_frozen_round_is_computed_in_three_modes_and_can_be_verified()
    {
        var (world, code) = await FrozenAsync();
        var job = await world.ComputeAsync(code);
        await world.EndedAsync(job);
        var computation = await world.ComputationAsync(code);
        Assert.Equal(RoundState.Computed, await world.StateAsync(code));
        var file = PublishedRound.Write(computation.Input, computation.Result!, Mode.Optimal);
        var (round, findings) = VerifyRound.Check(Encoding.UTF8.GetBytes(file));
        Assert.Empty(findings);
        Assert.Equal(4, round!.Result.Modes.Optimal.Totals.Paired);
        Assert.All(round.Result.Modes.Optimal.Pairs.GroupBy(p => p.Leader), g => Assert.InRange(g.Count(), 1, 2));
    }

    [Fact]
    public async Task Asking_again_while_it_computes_gives_the_same_job_and_asking_after_it_is_told_so()
    {
        var (world, code) = await FrozenAsync();
        Guid job;
        await using (await DatabaseLocks.HoldRoundAsync(host, code))
        {
            job = await world.ComputeAsync(code);
            Assert.Equal(job, await world.ComputeAsync(code));
        }

        await world.EndedAsync(job);
        var late = await world.AsAsync(world.Secretariat, (ComputeRound.Handler h) => h.HandleAsync(new(code, 3), default));
        Assert.Equal("exchange.round.step-not-now", late.Refusal!.Code);
    }

    [Fact]
    public async Task A_computation_whose_program_stops_half_way_is_done_by_the_next_one_with_the_same_bytes()
    {
        var (world, code) = await FrozenAsync();
        Guid job;
        await using (await DatabaseLocks.HoldRoundAsync(host, code))
        {
            job = await world.ComputeAsync(code);
            await DatabaseLocks.WaitedForAsync(host, "%exchange.round%for update%");
            await host.RestartAsync();
            Assert.Null((await world.ComputationAsync(code)).Result);
        }

        await world.EndedAsync(job);
        var computation = await world.ComputationAsync(code);
        Assert.Equal(computation.Result, await Computing.RunAsync(computation.Input, (_, _, _) => Task.CompletedTask, default));
    }

    private async Task<(RoundWorld World, string Code)> FrozenAsync()
    {
        var world = await RoundWorld.CreateAsync(host);
        await world.ListAsync(world.Museums[4].Id, Side.Need, Domain.Conservation, 5, urgency: 5);
        var code = await world.OpenAsync();
        Assert.False((await world.FreezeAsync(code)).Refused);
        return (world, code);
    }
}
