using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Platform;

public sealed class JobTests : IAsyncLifetime
{
    private readonly PlatformProgram program = new();

    public Task InitializeAsync() => program.InitializeAsync();

    public Task DisposeAsync() => program.DisposeAsync();

    [Fact]
    public async Task A_job_reads_its_input_reports_progress_and_ends_with_a_counted_result()
    {
        (long, string?) half = default;
        program.Probe.Work = async (run, ct) =>
        {
            await run.ReportAsync(run.Payload<int[]>().Length, 4, "tests.half-way");
            var now = await JobAsync(run.Id);
            half = (now.Done, now.Stage);
            return new JobEnd(new { Museums = 226 });
        };
        var id = await EnqueueAsync();
        Assert.True(await RunAsync());
        var job = await JobAsync(id);
        Assert.Equal((2, "tests.half-way"), half);
        Assert.Equal((JobState.Done, 226), (job.State, job.Result!.RootElement.GetProperty("museums").GetInt32()));
    }

    [Fact]
    public async Task A_refusal_is_kept_with_its_code_and_holes()
    {
        program.Probe.Work = (_, _) => Task.FromResult(new JobEnd(null, new Refusal.Invalid("tests.no") { Holes = [("row", 7)] }));
        var id = await EnqueueAsync();
        await RunAsync();
        var job = await JobAsync(id);
        Assert.Equal(JobState.Refused, job.State);
        Assert.Equal(("tests.no", 7), (job.Result!.RootElement.GetProperty("code").GetString(), job.Result.RootElement.GetProperty("holes").GetProperty("row").GetInt32()));
    }

    [Fact]
    public async Task A_bug_in_a_job_is_told_and_does_not_stop_the_next_job()
    {
        program.Probe.Work = (_, _) => throw new InvalidOperationException("bug");
        var first = await EnqueueAsync();
        await RunAsync();
        program.Probe.Work = (_, _) => Task.FromResult(new JobEnd(null));
        var second = await EnqueueAsync();
        await RunAsync();
        Assert.Equal((JobState.Failed, JobState.Done), ((await JobAsync(first)).State, (await JobAsync(second)).State));
    }

    [Fact]
    public async Task A_job_whose_program_was_killed_is_started_over_by_another_copy()
    {
        var id = await EnqueueAsync();
        await program.WriteAsync(db => db.Database.ExecuteSql(
            $"update platform.job set state = 'Running', attempts = 1, lease_until = {program.Clock.Now.AddSeconds(15)} where id = {id}"));
        Assert.False(await RunAsync());
        program.Clock.Advance(TimeSpan.FromSeconds(16));
        Assert.True(await RunAsync());
        var job = await JobAsync(id);
        Assert.Equal((JobState.Done, 2), (job.State, job.Attempts));
    }

    [Fact]
    public async Task A_job_that_kills_the_program_every_time_is_given_up()
    {
        var id = await EnqueueAsync();
        await program.WriteAsync(db => db.Database.ExecuteSql($"update platform.job set attempts = 5 where id = {id}"));
        await RunAsync();
        Assert.Equal(JobState.Failed, (await JobAsync(id)).State);
    }

    [Fact]
    public async Task An_orderly_stop_gives_the_job_back()
    {
        using var stopping = new CancellationTokenSource();
        program.Probe.Work = async (_, ct) =>
        {
            await stopping.CancelAsync();
            await Task.Delay(Timeout.Infinite, ct);
            return new JobEnd(null);
        };
        var id = await EnqueueAsync();
        await program.NewCopy().GetRequiredService<JobLoop>().RunNextAsync(stopping.Token);
        var job = await JobAsync(id);
        Assert.Equal((JobState.Waiting, 0), (job.State, job.Attempts));
    }

    [Fact]
    public async Task Whoever_asked_for_a_job_can_stop_it()
    {
        program.Probe.Work = async (run, ct) =>
        {
            await program.WriteAsync(db => db.Database.ExecuteSql($"update platform.job set stop_asked = true where id = {run.Id}"));
            await Task.Delay(TimeSpan.FromSeconds(30), ct);
            return new JobEnd(null);
        };
        var id = await EnqueueAsync();
        await RunAsync();
        Assert.Equal(JobState.Stopped, (await JobAsync(id)).State);
    }

    [Fact]
    public async Task Two_copies_never_run_the_same_job()
    {
        var runs = 0;
        program.Probe.Work = (_, _) =>
        {
            Interlocked.Increment(ref runs);
            return Task.FromResult(new JobEnd(null));
        };
        for (var n = 0; n < 30; n++)
        {
            await EnqueueAsync();
        }

        var copies = Enumerable.Range(0, 4).Select(_ => program.NewCopy().GetRequiredService<JobLoop>()).ToList();
        await Task.WhenAll(copies.Select(loop => Task.Run(async () =>
        {
            while (await loop.RunNextAsync(default))
            {
            }
        })));
        Assert.Equal(30, runs);
    }

    private async Task<Guid> EnqueueAsync()
    {
        Guid id = default;
        await program.WriteAsync(db => id = db.Enqueue("tests.counting", new[] { 1, 2 }));
        return id;
    }

    private Task<bool> RunAsync() => program.NewCopy().GetRequiredService<JobLoop>().RunNextAsync(default);

    private async Task<Job> JobAsync(Guid id)
    {
        Job? job = null;
        await program.WriteAsync(db => job = db.Set<Job>().AsNoTracking().Single(j => j.Id == id));
        return job!;
    }
}
