using Guanlian.Hosting.Shelf;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Platform.Bulk;

/// <summary>Acts that write sets: no event for each row, and yet the history is whole and sealed.</summary>
public sealed class RowsAreHistory : IAsyncLifetime
{
    private const string First = "编号,名称,数量,备注\nA,鼎,3,\nB,尊,0,旧藏\n";
    private readonly BulkProgram program = new() { KindName = SetShelf.Name };

    public Task InitializeAsync() => program.InitializeAsync();

    public Task DisposeAsync() => program.DisposeAsync();

    [Fact]
    public async Task An_act_notes_one_event_with_a_hash_and_each_thing_has_its_history_in_the_rows()
    {
        await program.ImportAsync(First);
        program.Clock.Advance(TimeSpan.FromMinutes(1));
        var act = await program.ImportAsync("编号,名称,数量,备注\nA,鼎,4,新\nC,爵,1,\n");
        Assert.Equal((BulkState.Applied, 2), (act.State, act.Written));
        Assert.Equal(["A 鼎 4 新", "B 尊 0 旧藏", "C 爵 1 -"], await program.ShelfAsync());
        var events = await program.HistoryAsync();
        Assert.Equal(2, events.Count);
        Assert.All(events, e => Assert.Equal(64, e.After!.RootElement.GetProperty("rowsHash").GetString()!.Length));

        var history = await HistoryOfAsync("A");
        Assert.Equal(["tests.thing.changed-in-bulk", "tests.thing.added-in-bulk"], history.Select(e => e.Action));
        Assert.Equal(("李馆员", program.Keeper.Mandate!.Id, "年度更新"), (history[0].ActorName, history[0].MandateId, history[0].Reason));
        Assert.Equal("""{"count":"3","note":null}""", history[0].Before!.RootElement.GetRawText());
        Assert.Equal("""{"count":"4","note":"新"}""", history[0].After!.RootElement.GetRawText());
        Assert.Null((await VerifyAsync()).First);
    }

    [Fact]
    public async Task Undoing_leaves_what_was_edited_since_and_is_sealed_too()
    {
        await program.ImportAsync(First);
        var act = await program.ImportAsync("编号,名称,数量,备注\nA,鼎,4,新\nB,尊,5,旧藏\nC,爵,1,\nD,甗,1,\n");
        await program.SqlAsync("update shelf.thing set note = '又改', version = version + 1 where code in ('A', 'D')");
        program.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False((await program.UndoAsync(act)).Refused);
        await program.WorkAsync();
        Assert.Equal(["A 鼎 3 又改", "B 尊 0 旧藏", "D 甗 1 又改"], await program.ShelfAsync());
        act = await program.ActAsync(act.Id);
        Assert.Equal((BulkState.Undone, 2), (act.State, act.Kept));
        Assert.Equal(["A", "D"], (await program.RowsAsync(act.Id)).Where(r => r.Kept is not null).Select(r => r.Key));
        var history = await HistoryOfAsync("A");
        Assert.Equal("tests.thing.bulk-undone", history[0].Action);
        Assert.Equal("""{"count":"4"}""", history[0].Before!.RootElement.GetRawText());
        Assert.Equal("""{"count":"3"}""", history[0].After!.RootElement.GetRawText());
        Assert.DoesNotContain(await HistoryOfAsync("D"), e => e.Action == "tests.thing.bulk-undone");
        Assert.Null((await VerifyAsync()).First);
    }

    [Theory]
    [InlineData("update platform.bulk_row set label = 'x'")]
    [InlineData("update platform.bulk_row set fields = '{}'")]
    [InlineData("update platform.bulk_row set outcome = 'Undone'")]
    [InlineData("delete from platform.bulk_row")]
    [InlineData("truncate platform.bulk_row")]
    [InlineData("delete from platform.bulk_act")]
    [InlineData("update platform.bulk_act set history_of = null")]
    [InlineData("update platform.bulk_act set applied_at = null, state = 'Ready'")]
    public async Task The_database_refuses_to_change_rows_that_are_history(string sql)
    {
        await program.ImportAsync(First);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => program.SqlAsync(sql));
        Assert.Equal("history_append_only", refused.ConstraintName);
    }

    [Theory]
    [InlineData("update platform.bulk_row set fields = '{\"count\": \"99\"}' where number = 1", "platform.history.rows-changed")]
    [InlineData("delete from platform.bulk_row where number = 2", "platform.history.rows-changed")]
    [InlineData("update platform.bulk_row set accepted = false where number = 2", "platform.history.rows-changed")]
    [InlineData("insert into platform.bulk_act (id, kind, history_of, state, actor_name, options, created_at, applied_at, reason) "
        + "values (gen_random_uuid(), 'x', 'x', 'Applied', 'x', '{}', now(), now(), 'x')", "platform.history.act-unsealed")]
    public async Task Whoever_switches_the_guards_off_is_found_out(string tampering, string code)
    {
        await program.ImportAsync(First);
        await program.SqlAsync($"set session_replication_role = replica; {tampering}");
        Assert.Equal(code, (await VerifyAsync()).First?.Code);
    }

    [Fact]
    public async Task A_thing_that_somebody_added_at_the_very_moment_is_compared_anew()
    {
        var act = await program.CompareAsync(First);
        program.Probe.Before = async (step, _, _) =>
        {
            if (step == "apply")
            {
                program.Probe.Before = (_, _, _) => Task.CompletedTask;
                await program.SqlAsync("insert into shelf.thing values (gen_random_uuid(), 'A', '别的鼎', null, null, 1)");
            }
        };
        await program.ApplyAsync(act);
        await program.WorkAsync();
        act = await program.ActAsync(act.Id);
        Assert.Equal((BulkState.Ready, 1, 1), (act.State, act.Added, act.Changed));
        Assert.Equal("tests.code-taken", act.Refusal!.RootElement.GetProperty("code").GetString());
        Assert.Equal(["A 别的鼎 - -"], await program.ShelfAsync());
    }

    [Fact]
    public async Task Two_files_about_the_same_things_at_once_are_written_one_after_the_other_or_compared_anew()
    {
        var (one, other) = (await program.CompareAsync(First), await program.CompareAsync("编号,名称\nB,大尊\nC,爵\n"));
        Assert.False((await program.ApplyAsync(one)).Refused);
        Assert.False((await program.ApplyAsync(other)).Refused);
        await Task.WhenAll(program.WorkAsync(), program.WorkAsync());
        (one, other) = (await program.ActAsync(one.Id), await program.ActAsync(other.Id));
        var (written, back) = one.State == BulkState.Applied ? (one, other) : (other, one);
        Assert.Equal((BulkState.Applied, BulkState.Ready), (written.State, back.State));
        Assert.Equal(1, back.Changed);
    }

    [Fact]
    public async Task A_full_disk_writes_nothing_and_says_so()
    {
        var act = await program.CompareAsync(First);
        await program.SqlAsync("""
            create function shelf.full() returns trigger language plpgsql as $$
            begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$;
            create trigger full_disk before insert on shelf.thing for each row when (new.code = 'B') execute function shelf.full();
            """);
        await program.ApplyAsync(act);
        await program.WorkAsync();
        act = await program.ActAsync(act.Id);
        Assert.Equal((BulkState.Ready, "platform.bulk.no-room"), (act.State, act.Refusal!.RootElement.GetProperty("code").GetString()));
        Assert.Empty(await program.ShelfAsync());
        await program.SqlAsync("drop trigger full_disk on shelf.thing");
        Assert.False((await program.ApplyAsync(act)).Refused);
        await program.WorkAsync();
        Assert.Equal(2, (await program.ShelfAsync()).Count);
    }

    [Fact]
    public async Task A_program_killed_in_mid_apply_leaves_nothing_and_another_copy_writes_all()
    {
        var act = await program.CompareAsync("编号,名称\n" + string.Concat(Enumerable.Range(0, 1200).Select(i => $"{i},物{i}\n")));
        await program.ApplyAsync(act);
        var batches = 0;
        program.Probe.Before = async (at, _, _) =>
        {
            if (at == "apply" && ++batches == 2)
            {
                program.Probe.Before = (_, _, _) => Task.CompletedTask;
                await program.SqlAsync("""
                    update platform.job set state = 'Running', attempts = 1, lease_until = now() where state = 'Running';
                    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                    """);
            }
        };
        await Assert.ThrowsAnyAsync<Exception>(() => program.AsAsync<BulkSteps, Guanlian.Platform.Outcomes.Refusal?>(
            steps => steps.RunAsync(act.Id, (_, _, _) => Task.CompletedTask, default)));
        NpgsqlConnection.ClearAllPools();
        Assert.Equal(BulkState.Applying, (await program.ActAsync(act.Id)).State);
        Assert.Empty(await program.ShelfAsync());
        Assert.Empty(await program.HistoryAsync());

        await program.WorkAsync();
        act = await program.ActAsync(act.Id);
        Assert.Equal((BulkState.Applied, 1200), (act.State, act.Written));
        Assert.Equal(1200, (await program.ShelfAsync()).Count);
        Assert.Null((await VerifyAsync()).First);
    }

    private Task<IReadOnlyList<HistoryEvent>> HistoryOfAsync(string code) => program.AsAsync<ReadHistory, IReadOnlyList<HistoryEvent>>(async history =>
        await history.OfAsync(await program.AsAsync<ShelfDb, Guid>(db => db.Things.Where(t => t.Code == code).Select(t => t.Id).SingleAsync()), 50, default));

    private Task<VerifyHistory.Report> VerifyAsync() => program.NewCopy().GetRequiredService<VerifyHistory>().RunAsync();
}
