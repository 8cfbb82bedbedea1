using System.Net;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Results;
using Guanlian.Hosting;
using Guanlian.Hosting.Exchange;
using Guanlian.Integration.Launcher;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Integration.Exchange;

/// <summary>A second program on the same database is killed (kill -9) in the middle; the first one takes over.</summary>
public sealed class KilledProgramTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_freeze_in_a_killed_program_leaves_the_round_open_and_is_done_by_the_next()
    {
        // The other program lives in real time.
        host.Clock.Now = TimeProvider.System.GetUtcNow();
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.OpenAsync();
        var who = await host.PersonAsAsync("secretariat", world.Cluster);
        await using var program = LaunchedProgram.Start(["serve", "--empty", "--urls", "http://127.0.0.1:0"], host.ConnectionString);
        using var client = await ClientAsync(program, who);
        var form = await FormOnPage.OpenAsync(client, $"rounds/{code}/entries", "freeze");
        await using (await DatabaseLocks.HoldComputationsAsync(host))
        {
            var dying = form.SendAsync(client);
            await DatabaseLocks.WaitedForAsync(host, "%insert into exchange.computation%");
            await program.SignalAsync("KILL");
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => dying);
        }

        Assert.Equal(RoundState.Open, await world.StateAsync(code));
        Assert.Equal(0, await world.WithDbAsync(db => db.Computations.CountAsync(c => db.Rounds.Any(r => r.Id == c.RoundId && r.Code == code))));
        Assert.False((await world.FreezeAsync(code)).Refused);
    }

    [Fact]
    public async Task A_computation_in_a_killed_program_is_done_by_the_next_with_the_same_bytes()
    {
        host.Clock.Now = TimeProvider.System.GetUtcNow();
        var (busy, world) = (await RoundWorld.CreateAsync(host), await RoundWorld.CreateAsync(host));
        var (first, second) = (await FrozenAsync(busy), await FrozenAsync(world));
        await using var program = LaunchedProgram.Start(["serve", "--empty", "--urls", "http://127.0.0.1:0"], host.ConnectionString);
        await program.AddressAsync();
        Guid job;
        await using (await DatabaseLocks.HoldRoundAsync(host, first))
        await using (await DatabaseLocks.HoldRoundAsync(host, second))
        {
            // Each program runs one job at a time: with two held, each has one, and the one that dies has one of them.
            var other = await busy.ComputeAsync(first);
            job = await world.ComputeAsync(second);
            await DatabaseLocks.WaitedForAsync(host, "%exchange.round%for update%", many: 2);
            await program.SignalAsync("KILL");
            Assert.NotEqual(other, job);
        }

        // Whoever found the lease run out starts over.
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await busy.EndedAsync((await busy.ComputationAsync(first)).JobId!.Value);
        await world.EndedAsync(job);
        foreach (var (w, code) in new[] { (busy, first), (world, second) })
        {
            var computation = await w.ComputationAsync(code);
            Assert.Equal(computation.Result, await Computing.RunAsync(computation.Input, (_, _, _) => Task.CompletedTask, default));
        }
    }

    private static async Task<string> FrozenAsync(RoundWorld world)
    {
        var code = await world.OpenAsync();
        Assert.False((await world.FreezeAsync(code)).Refused);
        return code;
    }

    private static async Task<HttpClient> ClientAsync(LaunchedProgram program, SignedIn who)
    {
        var address = await program.AddressAsync();
        var cookies = new CookieContainer();
        cookies.Add(new Cookie(who.CookieName, who.CookieValue, "/", address.Host));
        return new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = cookies }) { BaseAddress = address };
    }
}
