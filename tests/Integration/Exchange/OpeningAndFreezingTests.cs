using Guanlian.Contracts.Exchange;
using Guanlian.Exchange.Data;
using Guanlian.Exchange.Rounds;
using Guanlian.Hosting;
using Guanlian.Hosting.Exchange;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Integration.Exchange;

public sealed class OpeningAndFreezingTests(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    [Trait("Requirement", "P01")]
    [Trait("Requirement", "P04")]
    [Trait("Requirement", "P07")]
    public async Task Freezing_writes_who_leads_who_needs_what_and_who_is_not_entered_under_one_hash()
    {
        var world = await RoundWorld.CreateAsync(host);
        var idle = world.Museums[4];
        await world.WithDbAsync(db => db.Listings.Where(l => l.PartyId == idle.Id).ExecuteDeleteAsync());
        await world.ListAsync(world.Museums[0].Id, Side.Need, Domain.Conservation, 5, urgency: 4);
        var code = await world.OpenAsync();
        Assert.False((await world.EnterAsync(world.Leaders[1], code, places: 1, reason: "今年承担省外大展")).Refused);
        Assert.False((await world.EnterAsync(world.Museums[1], code, theme: "古建筑", wishes: [world.Leaders[0].Id])).Refused);

        var frozen = await world.FreezeAsync(code);
        Assert.Equal((2, 4), (frozen.Value.Leaders, frozen.Value.Museums));
        var (input, text, hash) = await InputAsync(world, code);
        Assert.Equal(frozen.Value.Hash, hash);
        Assert.Equal(hash, CanonicalJson.Hash(text));
        Assert.Equal([2, 1], input.Leaders.Select(l => l.Places));
        Assert.Equal("今年承担省外大展", input.Leaders[1].PlacesReason);
        Assert.Equal([5, 4, 0, 0, 0, 0, 0, 0], input.Leaders[0].Strengths);
        Assert.Equal([0, 2, 2, 2], input.Museums.Select(m => m.Tier));
        Assert.Equal("古建筑", input.Museums[1].Theme);
        Assert.Equal(new(world.Leaders[0].Code, world.Museums[1].Code, 1), Assert.Single(input.Wishes));
        Assert.Equal((idle.Code, AbsentReason.NoNeed), Assert.Single(input.NotEntered.Select(a => (a.Code, a.Reason))));
        Assert.Equal(8, input.Distances.Count);
    }

    [Fact]
    [Trait("Requirement", "N08")]
    [Trait("Requirement", "P06")]
    public async Task A_leader_lowers_its_places_with_a_reason_and_never_raises_them()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.OpenAsync();
        Assert.Equal("exchange.entry.places-above-charter", (await world.EnterAsync(world.Leaders[0], code, places: 3)).Refusal!.Code);
        Assert.Equal("exchange.entry.reason-missing", (await world.EnterAsync(world.Leaders[0], code, places: 0)).Refusal!.Code);
        Assert.Equal("exchange.entry.places-negative", (await world.EnterAsync(world.Leaders[0], code, places: -1, reason: "x")).Refusal!.Code);
        Assert.False((await world.EnterAsync(world.Leaders[0], code, places: 0, reason: "闭馆改造")).Refused);
        await world.FreezeAsync(code);
        Assert.Equal(0, (await InputAsync(world, code)).Input.Leaders[0].Places);
    }

    [Fact]
    public async Task Forged_wishes_themes_and_parties_are_refused()
    {
        var (world, other) = (await RoundWorld.CreateAsync(host), await RoundWorld.CreateAsync(host));
        var code = await world.OpenAsync();
        var museum = world.Museums[0];
        Assert.Equal("exchange.entry.wish-unknown", (await world.EnterAsync(museum, code, wishes: [other.Leaders[0].Id])).Refusal!.Code);
        Assert.Equal("exchange.entry.wish-unknown", (await world.EnterAsync(museum, code, wishes: [world.Museums[1].Id])).Refusal!.Code);
        Assert.Equal("exchange.entry.theme-unknown", (await world.EnterAsync(museum, code, theme: "编造")).Refusal!.Code);
        Assert.Equal("exchange.entry.not-yours", (await world.EnterAsync(museum, code, actor: world.For(world.Museums[1]))).Refusal!.Code);
        Assert.Equal("exchange.round.missing", (await world.EnterAsync(other.Museums[0], code)).Refusal!.Code);
        Assert.Equal("exchange.round.missing", (await world.FreezeAsync(code, actor: other.Secretariat)).Refusal!.Code);
        Assert.Equal("exchange.round.not-yours", (await world.FreezeAsync(code, actor: world.For(museum))).Refusal!.Code);
        Assert.Equal("exchange.round.missing", (await world.FreezeAsync("no-such-round")).Refusal!.Code);
    }

    [Fact]
    public async Task Only_one_round_of_a_cluster_runs_at_a_time()
    {
        var world = await RoundWorld.CreateAsync(host);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.AsAsync(world.Secretariat, (OpenRound.Handler h) =>
            h.HandleAsync(new(world.Cluster, "同时开启", [], new DateOnly(2026, 12, 1)), default))));
        Assert.Equal("exchange.round.one-running", Assert.Single(both, o => o.Refused).Refusal!.Code);
    }

    [Fact]
    public async Task Two_coordinators_who_freeze_at_once_write_one_computation()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.OpenAsync();
        var both = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.FreezeAsync(code)));
        Assert.Single(both, o => !o.Refused);
        Assert.All(both.Where(o => o.Refused), o => Assert.IsType<Refusal.Stale>(o.Refusal));
        Assert.Equal(1, await world.WithDbAsync(db => db.Computations.CountAsync(c => db.Rounds.Any(r => r.Id == c.RoundId && r.Code == code))));
        Assert.Equal("exchange.entry.round-frozen", (await world.EnterAsync(world.Museums[0], code)).Refusal!.Code);
    }

    [Fact]
    public async Task A_freeze_that_dies_half_way_leaves_the_round_open_and_can_be_repeated()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.OpenAsync();
        await using var blocker = new NpgsqlConnection(host.ConnectionString);
        await blocker.OpenAsync();
        await using (var transaction = await blocker.BeginTransactionAsync())
        {
            // The freeze waits here with its round locked and everything gathered; then the server side of it dies.
            await ExecuteAsync(blocker, "lock table exchange.computation in exclusive mode");
            var dying = world.FreezeAsync(code);
            var killed = 0L;
            while (killed == 0 && !dying.IsCompleted)
            {
                await Task.Delay(50);
                killed = await ScalarAsync(blocker, """
                    select count(pg_terminate_backend(pid)) from pg_locks
                     where database = (select oid from pg_database where datname = current_database()) and relation = 'exchange.computation'::regclass and not granted
                    """);
            }

            await Assert.ThrowsAnyAsync<Exception>(() => dying);
            Assert.Equal(1, killed);
            await transaction.RollbackAsync();
        }

        Assert.Equal(RoundState.Open, await world.WithDbAsync(db => db.Rounds.Where(r => r.Code == code).Select(r => r.State).SingleAsync()));
        Assert.False((await world.FreezeAsync(code)).Refused);
    }

    [Fact]
    public async Task A_frozen_input_is_never_changed_or_deleted()
    {
        var world = await RoundWorld.CreateAsync(host);
        var code = await world.OpenAsync();
        await world.FreezeAsync(code);
        await using var connection = new NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        foreach (var sql in new[] { "update exchange.computation set input = '{}', input_hash = encode(sha256('{}'), 'hex')", "delete from exchange.computation" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, sql));
            Assert.Equal("computation_frozen", refused.ConstraintName);
        }
    }

    private static async Task<(RoundInput Input, string Text, string Hash)> InputAsync(RoundWorld world, string code)
    {
        var computation = await world.WithDbAsync(db => db.Computations.SingleAsync(c => db.Rounds.Any(r => r.ComputationId == c.Id && r.Code == code)));
        return (CanonicalJson.Read<RoundInput>(computation.Input), computation.Input, computation.InputHash);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
