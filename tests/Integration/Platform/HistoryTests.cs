using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Platform;

public sealed class HistoryTests : IAsyncLifetime
{
    private readonly PlatformProgram program = new();

    public Task InitializeAsync() => program.InitializeAsync();

    public Task DisposeAsync() => program.DisposeAsync();

    [Fact]
    public async Task An_event_keeps_actor_mandate_reason_before_and_after()
    {
        var mandate = new MandateInUse(Guid.CreateVersion7(), Guid.CreateVersion7(), "wuxiang", "武乡县", Roles.Staff, new HashSet<string>(), new HashSet<Guid>());
        var actor = new Actor(Guid.CreateVersion7(), "馆员", mandate);
        var subject = Guid.CreateVersion7();
        await program.WriteAsync(
            db => db.Record(new Change("tests.thing.changed", "tests.thing", subject)
            {
                ReasonCode = "typo",
                Reason = "错字",
                Before = new { Name = "旧" },
                After = new { Name = "新" },
            }), actor);
        await program.WriteAsync(db =>
        {
            var found = db.Set<HistoryEvent>().Single(e => e.SubjectId == subject);
            Assert.Equal((actor.PersonId, "馆员", mandate.Id, mandate.PartyId, "typo", "错字"),
                (found.PersonId, found.ActorName, found.MandateId, found.PartyId, found.ReasonCode, found.Reason));
            Assert.Equal("旧", found.Before!.RootElement.GetProperty("name").GetString());
            Assert.Equal("新", found.After!.RootElement.GetProperty("name").GetString());
        });
    }

    [Theory]
    [InlineData("update platform.event set reason = 'x'")]
    [InlineData("delete from platform.event")]
    [InlineData("truncate platform.event cascade")]
    [InlineData("update platform.event_seal set hash = 'x'")]
    [InlineData("delete from platform.event_seal")]
    public async Task The_database_refuses_to_change_history(string sql)
    {
        await WriteEventsAsync(1);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(sql));
        Assert.Equal("history_append_only", refused.ConstraintName);
    }

    [Fact]
    public async Task An_untouched_chain_holds()
    {
        await WriteEventsAsync(5);
        var report = await VerifyAsync();
        Assert.Null(report.First);
        Assert.Equal(5, report.Events);
    }

    [Theory]
    [InlineData("update platform.event set reason = 'x' where id = (select event_id from platform.event_seal where seq = 3)", 3, "platform.history.changed")]
    [InlineData("update platform.event set after = '{\"n\": 99}' where id = (select event_id from platform.event_seal where seq = 2)", 2, "platform.history.changed")]
    [InlineData("update platform.event set at = at + interval '1 microsecond' where id = (select event_id from platform.event_seal where seq = 1)", 1, "platform.history.changed")]
    [InlineData("delete from platform.event_seal where seq = 4", 5, "platform.history.gap")]
    [InlineData("delete from platform.event_seal where seq = 6", 6, "platform.history.unsealed")]
    [InlineData("update platform.event_seal set prev_hash = repeat('a', 64) where seq = 2", 2, "platform.history.broken-link")]
    [InlineData("update platform.event_seal set hash = repeat('a', 64) where seq = 2", 2, "platform.history.changed")]
    public async Task Whoever_switches_the_guards_off_is_found_out(string tampering, long seq, string code)
    {
        await WriteEventsAsync(6);
        await ExecuteAsync($"set session_replication_role = replica; {tampering}");
        var report = await VerifyAsync();
        Assert.Equal((seq, code), (report.First?.Seq, report.First?.Code));
    }

    [Fact]
    public async Task Many_writers_that_touch_each_others_rows_all_get_into_one_chain()
    {
        // Each writes an event and then updates one of two shared rows in either order: a chain lock taken at insert would deadlock here.
        await ExecuteAsync("create table platform.shared (id int primary key, n int); insert into platform.shared values (1, 0), (2, 0)");
        var random = new Random(20261120);
        var orders = Enumerable.Range(0, 40).Select(_ => random.Next(2) == 0).ToList();
        await Parallel.ForEachAsync(orders, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (eventFirst, ct) =>
        {
            await using var scope = program.NewCopy().CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<Guanlian.Platform.Data.PlatformDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (!eventFirst)
            {
                await db.Database.ExecuteSqlAsync($"update platform.shared set n = n + 1 where id = 1", ct);
            }

            db.Record(new Change("tests.thing.changed", "tests.thing", Guid.CreateVersion7()));
            await db.SaveChangesAsync(ct);
            if (eventFirst)
            {
                await db.Database.ExecuteSqlAsync($"update platform.shared set n = n + 1 where id = 1", ct);
            }

            await transaction.CommitAsync(ct);
        });
        var report = await VerifyAsync();
        Assert.Null(report.First);
        Assert.Equal(40, report.Events);
    }

    private async Task WriteEventsAsync(int count)
    {
        for (var n = 0; n < count; n++)
        {
            await program.WriteAsync(db => db.Record(new Change("tests.thing.changed", "tests.thing", Guid.CreateVersion7()) { After = new { n } }));
        }
    }

    private Task<VerifyHistory.Report> VerifyAsync() => program.NewCopy().GetRequiredService<VerifyHistory>().RunAsync();

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(program.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
