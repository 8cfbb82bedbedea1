using System.Text.Json;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Guanlian.Platform.Events;

/// <summary>Hands announced facts to their subscribers: at least once each, backing off on trouble, giving up after ten tries.</summary>
public sealed class DeliveryLoop(
    IServiceScopeFactory scopes, Subscriptions subscriptions, WakeUp wake, TimeProvider clock, ILogger<DeliveryLoop> log) : BackgroundService
{
    private const int MostAttempts = 10;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var news = wake.WaitAsync(TimeSpan.FromSeconds(3), stoppingToken);
                if (!await DeliverNextAsync(stoppingToken))
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
                log.LogError(e, "the delivery loop could not reach the database; trying again");
                await Task.Delay(TimeSpan.FromSeconds(2), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Claims and handles the next due delivery.</summary>
    /// <returns>False when none was due.</returns>
    public async Task<bool> DeliverNextAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var now = clock.GetUtcNow();
        var claimed = await db.Set<Delivery>().FromSql($"""
            update platform.delivery set attempts = attempts + 1, next_at = {now + Lease}
             where (announcement_id, subscriber) = (select announcement_id, subscriber from platform.delivery
                    where state = 'Waiting' and next_at <= {now} order by next_at for update skip locked limit 1)
            returning *
            """).AsNoTracking().ToListAsync(ct);
        if (claimed is not [var delivery])
        {
            return false;
        }

        var payload = await db.Set<Announcement>().Where(a => a.Id == delivery.AnnouncementId).Select(a => a.Payload).SingleAsync(ct);
        var error = await HandleAsync(delivery, payload, ct);
        var state = error is null ? DeliveryState.Done : delivery.Attempts >= MostAttempts ? DeliveryState.Failed : DeliveryState.Waiting;
        var next = clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(2, delivery.Attempts));
        await db.Database.ExecuteSqlAsync($"""
            update platform.delivery set state = {state.ToString()}, next_at = {next}, error = {error}
             where announcement_id = {delivery.AnnouncementId} and subscriber = {delivery.Subscriber}
            """, ct);
        return true;
    }

    private async Task<string?> HandleAsync(Delivery delivery, JsonDocument payload, CancellationToken ct)
    {
        if (subscriptions.Find(delivery.Subscriber) is not { } subscription)
        {
            return "this program has no such subscriber";
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = Actor.Program;
            await subscription.HandleAsync(scope.ServiceProvider, payload, ct);
            return null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "delivery to {Subscriber} failed", delivery.Subscriber);
            return e.Message;
        }
    }
}
