using System.Text.Json;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Guanlian.Platform.Jobs;

/// <summary>
/// Runs jobs, one at a time per copy of the program. A job is claimed with a lease that is renewed while it runs; a job whose worker
/// died is started over by whoever finds its lease run out.
/// </summary>
public sealed class JobLoop(IServiceScopeFactory scopes, WakeUp wake, TimeProvider clock, ILogger<JobLoop> log) : BackgroundService
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // Asked for before looking, so that work announced in between is not slept over.
                var news = wake.WaitAsync(TimeSpan.FromSeconds(3), stoppingToken);
                if (!await RunNextAsync(stoppingToken))
                {
                    await news;
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or InvalidOperationException or DbUpdateException)
            {
                log.LogError(e, "the job loop could not reach the database; trying again");
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Claims and runs the next due job.</summary>
    /// <returns>False when none was due.</returns>
    public async Task<bool> RunNextAsync(CancellationToken ct)
    {
        if (await ClaimAsync(ct) is not { } job)
        {
            return false;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var heart = BeatAsync(job.Id, ending);
        JobEnd? end = null;
        var (state, error) = (JobState.Done, (string?)null);
        try
        {
            end = await RunAsync(job, ending.Token);
            state = end.Refusal is null ? JobState.Done : JobState.Refused;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await ReleaseAsync(job.Id);
            return true;
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            state = JobState.Stopped;
        }
        catch (Exception e)
        {
            log.LogError(e, "job {Kind} {Id} failed", job.Kind, job.Id);
            (state, error) = (JobState.Failed, e.ToString());
        }

        await ending.CancelAsync();
        await heart;
        await EndAsync(job.Id, state, end, error);
        return true;
    }

    private async Task<Job?> ClaimAsync(CancellationToken ct)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var now = clock.GetUtcNow();
        var claimed = await db.Set<Job>().FromSql($"""
            update platform.job set state = 'Running', attempts = attempts + 1, lease_until = {now + Lease}
             where id = (select id from platform.job
                          where (state = 'Waiting' and run_after <= {now}) or (state = 'Running' and lease_until < {now})
                          order by run_after for update skip locked limit 1)
            returning *
            """).AsNoTracking().ToListAsync(ct);
        if (claimed is not [var job])
        {
            return null;
        }

        if (job.Attempts > MostAttempts)
        {
            await EndAsync(job.Id, JobState.Failed, null, "given up: the program died each time it was run");
            return null;
        }

        return job;
    }

    private async Task<JobEnd> RunAsync(Job job, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<CurrentActor>().Value = job.PersonId is { } person
            ? await services.GetRequiredService<IActorSource>().ForAsync(person, job.MandateId, ct)
            : Actor.Program;
        var kind = services.GetServices<IJobKind>().Single(k => k.Kind == job.Kind);
        return await kind.RunAsync(new JobRun(job.Id, job.Payload, Reporter(job.Id)), ct);
    }

    private Func<long, long, string?, Task> Reporter(Guid id)
    {
        long lastAt = 0;
        string? lastStage = null;
        return async (done, total, stage) =>
        {
            if (done != total && stage == lastStage && lastAt != 0 && clock.GetElapsedTime(lastAt) < TimeSpan.FromMilliseconds(250))
            {
                return;
            }

            (lastAt, lastStage) = (clock.GetTimestamp(), stage);
            using var scope = scopes.CreateScope();
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            await db.Database.ExecuteSqlAsync($"update platform.job set done = {done}, total = {total}, stage = {stage} where id = {id}");
        };
    }

    /// <summary>Renews the lease; stops the job when somebody asked for it.</summary>
    private async Task BeatAsync(Guid id, CancellationTokenSource ending)
    {
        while (!ending.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ending.IsCancellationRequested)
            {
                return;
            }

            try
            {
                using var scope = scopes.CreateScope();
                var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
                var stop = await db.Database.SqlQuery<bool>($"""
                    update platform.job set lease_until = {clock.GetUtcNow() + Lease} where id = {id} returning stop_asked as "Value"
                    """).ToListAsync(ending.Token);
                if (stop is [true])
                {
                    await ending.CancelAsync();
                }
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or OperationCanceledException or InvalidOperationException)
            {
                // The database is away for a moment: the lease is long enough for the next beat.
            }
        }
    }

    private async Task ReleaseAsync(Guid id)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        await db.Database.ExecuteSqlAsync(
            $"update platform.job set state = 'Waiting', attempts = attempts - 1, lease_until = null where id = {id} and state = 'Running'");
    }

    private async Task EndAsync(Guid id, JobState state, JobEnd? end, string? error)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var result = end?.Refusal is { } refusal
            ? JsonSerializer.Serialize(new { refusal.Code, Holes = refusal.Holes.ToDictionary(h => h.Name, h => h.Value) }, HistoryJson.Options)
            : end?.Result is { } counted ? JsonSerializer.Serialize(counted, HistoryJson.Options) : null;
        await db.Database.ExecuteSqlAsync($"""
            update platform.job set state = {state.ToString()}, ended_at = {clock.GetUtcNow()}, lease_until = null, error = {error},
                   result = {result}::jsonb, done = case when {state.ToString()} = 'Done' then greatest(done, total) else done end
             where id = {id}
            """);
    }
}
