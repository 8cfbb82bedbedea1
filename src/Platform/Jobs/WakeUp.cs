using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Guanlian.Platform.Jobs;

/// <summary>Listens for "there is work" from the database, so that jobs and deliveries start at once and idle costs nothing.</summary>
public sealed class WakeUp(NpgsqlDataSource database, ILogger<WakeUp> log) : BackgroundService
{
    private volatile TaskCompletionSource signal = New();

    /// <summary>Waits for news, at most this long.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken ct)
    {
        try
        {
            await signal.Task.WaitAsync(atMost, ct);
        }
        catch (TimeoutException)
        {
            // Nothing happened; the caller looks for work that has become due.
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                connection.Notification += (_, _) => Interlocked.Exchange(ref signal, New()).TrySetResult();
                await using (var listen = new NpgsqlCommand("listen guanlian_work", connection))
                {
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                }

                while (!stoppingToken.IsCancellationRequested)
                {
                    await connection.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (NpgsqlException e)
            {
                log.LogWarning(e, "lost the line on which the database announces work; trying again");
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
