using System.Diagnostics;
using System.Text;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit.Abstractions;

namespace Guanlian.Integration.Platform.Bulk;

public sealed class BulkUnderStress(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly BulkProgram program = new();

    public Task InitializeAsync() => program.InitializeAsync();

    public Task DisposeAsync() => program.DisposeAsync();

    [Theory]
    [InlineData("match", BulkState.Comparing, 0)]
    [InlineData("apply", BulkState.Applying, 0)]
    [InlineData("undo", BulkState.Undoing, 1200)]
    public async Task A_program_killed_in_the_middle_leaves_nothing_half_done_and_another_copy_finishes(
        string step, BulkState state, int onShelf)
    {
        var csv = "编号,名称\n" + string.Concat(Enumerable.Range(0, 1200).Select(i => $"{i},物{i}\n"));
        var act = step == "match" ? await program.ActAsync((await program.SendAsync(csv)).Value)
            : step == "apply" ? await program.CompareAsync(csv) : await program.ImportAsync(csv);
        _ = step == "apply" ? await program.ApplyAsync(act) : step == "undo" ? await program.UndoAsync(act) : default;

        // The second batch loses its connection to the database, as when the power goes; the worker never ends its job.
        var batches = 0;
        program.Probe.Before = async (at, _, _) =>
        {
            if (at == step && ++batches == 2)
            {
                program.Probe.Before = (_, _, _) => Task.CompletedTask;
                await program.SqlAsync("""
                    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
                    """);
            }
        };
        await Assert.ThrowsAnyAsync<Exception>(() => RunStepAsync(act.Id, step));
        NpgsqlConnection.ClearAllPools();
        Assert.Equal(state, (await program.ActAsync(act.Id)).State);
        Assert.Equal(onShelf, (await program.ShelfAsync()).Count);
        Assert.DoesNotContain(await program.HistoryAsync(), e =>
            e.Action == "tests.thing.bulk-undone" || (step == "apply" && e.Action.EndsWith("in-bulk", StringComparison.Ordinal)));

        program.Clock.Advance(TimeSpan.FromSeconds(16));
        await program.NewCopy().GetRequiredService<JobLoop>().RunNextAsync(default);
        Assert.Equal(state + 1 + (step == "match" ? 1 : 0), (await program.ActAsync(act.Id)).State);
        Assert.Equal(step == "apply" ? 1200 : 0, (await program.ShelfAsync()).Count);
    }

    [Fact]
    public async Task A_step_that_a_bug_ended_can_be_started_over_or_given_up()
    {
        var act = await program.CompareAsync("编号,名称\nA,鼎\n");
        program.Probe.Before = (step, _, _) => step == "apply" ? throw new InvalidOperationException("bug") : Task.CompletedTask;
        await program.ApplyAsync(act);
        await program.WorkAsync();
        act = await program.ActAsync(act.Id);
        Assert.Equal(BulkState.Applying, act.State);
        Assert.Empty(await program.ShelfAsync());

        program.Probe.Before = (_, _, _) => Task.CompletedTask;
        Assert.False((await program.AsAsync<EndAct.Handler, Guanlian.Platform.Outcomes.Outcome<Guanlian.Platform.Outcomes.Done>>(
            h => h.RetryAsync(new(act.Id, act.Version), default))).Refused);
        await program.WorkAsync();
        Assert.Equal(BulkState.Applied, (await program.ActAsync(act.Id)).State);
    }

    [Fact]
    public async Task Two_hundred_thousand_rows_are_compared_in_bounded_memory()
    {
        var csv = new StringBuilder("编号,名称,数量\n");
        for (var i = 0; i < 200_000; i++)
        {
            csv.Append(i).Append(",物").Append(i).Append(',').Append(i % 7).Append('\n');
        }

        var id = (await program.SendAsync(csv.ToString())).Value;
        csv.Clear();
        long most = 0;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var batches = 0;
        program.Probe.Before = (_, _, _) =>
        {
            most = batches++ % 100 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before) : most;
            return Task.CompletedTask;
        };
        var watch = Stopwatch.StartNew();
        await program.WorkAsync();
        output.WriteLine($"compared in {watch.Elapsed.TotalSeconds:0.0} s, {most >> 20} MB held");
        var act = await program.ActAsync(id);
        Assert.Equal((BulkState.Ready, 200_000), (act.State, act.Added));
        Assert.True(most < 150 << 20, $"{most >> 20} MB held");
        watch.Restart();
        var page = await program.AsAsync<PlatformDb, int>(
            db => db.Set<BulkRow>().Where(r => r.ActId == id).OrderBy(r => r.Number).Skip(150_000).Take(50).CountAsync());
        output.WriteLine($"a late page in {watch.ElapsedMilliseconds} ms");
        Assert.Equal(50, page);
    }

    private async Task RunStepAsync(Guid actId, string step)
    {
        var lease = program.Clock.Now.AddSeconds(15);
        await program.SqlAsync($"""
            update platform.job set state = 'Running', attempts = 1, lease_until = '{lease:O}'
             where subject_id = '{actId}' and state = 'Waiting'
            """);
        _ = await (step switch
        {
            "match" => program.AsAsync<IEnumerable<IJobKind>, JobEnd>(k => k.OfType<CompareAct>().Single().RunAsync(actId, Quiet, default)),
            "apply" => program.AsAsync<IEnumerable<IJobKind>, JobEnd>(k => k.OfType<WriteRows>().Single().RunAsync(actId, Quiet, default)),
            _ => program.AsAsync<IEnumerable<IJobKind>, JobEnd>(k => k.OfType<TakeBackRows>().Single().RunAsync(actId, Quiet, default)),
        });
    }

    private static Task Quiet(long done, long total, string? stage) => Task.CompletedTask;
}
