using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Guanlian.Platform.Jobs;

/// <summary>Does the regular work that is due; whichever copy of the program looks first takes it.</summary>
public sealed class RegularLoop(IServiceScopeFactory scopes, TimeProvider clock, ILogger<RegularLoop> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    /// <summary>A copy that has not ended a work by then is taken for dead.</summary>
    private static readonly TimeSpan Given = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or InvalidOperationException or DbUpdateException)
            {
                log.LogError(e, "regular work could not reach the database; trying again");
            }

            await Task.Delay(Look, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Does everything that is due now.</summary>
    /// <returns>The names of what was done.</returns>
    public async Task<IReadOnlyList<string>> RunDueAsync(CancellationToken ct)
    {
        var done = new List<string>();
        List<(string Name, TimeSpan Every)> all;
        using (var scope = scopes.CreateScope())
        {
            all = [.. scope.ServiceProvider.GetServices<IRegularWork>().Select(w => (w.Name, w.Every))];
        }

        foreach (var (name, every) in all)
        {
            var start = clock.GetUtcNow();
            if (!await TakeAsync(name, start, ct))
            {
                continue;
            }

            var error = await RunAsync(name, ct);
            await EndAsync(name, start + every, error is null ? clock.GetUtcNow() : null, error, ct);
            done.Add(name);
        }

        return done;
    }

    private async Task<bool> TakeAsync(string name, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        return await db.Database.ExecuteSqlAsync($"""
            insert into platform.regular as r (name, due_at) values ({name}, {now + Given})
            on conflict (name) do update set due_at = excluded.due_at where r.due_at <= {now}
            """, ct) == 1;
    }

    private async Task<string?> RunAsync(string name, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program;
        try
        {
            await scope.ServiceProvider.GetServices<IRegularWork>().Single(w => w.Name == name).RunAsync(ct);
            return null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "regular work {Name} failed", name);
            return e.ToString();
        }
    }

    private async Task EndAsync(string name, DateTimeOffset next, DateTimeOffset? ran, string? error, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        await db.Database.ExecuteSqlAsync($"""
            update platform.regular set due_at = {next}, ran_at = coalesce({ran}, ran_at), error = {error} where name = {name}
            """, ct);
    }
}
