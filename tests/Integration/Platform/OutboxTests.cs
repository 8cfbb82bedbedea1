using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Platform;

public sealed class OutboxTests : IAsyncLifetime
{
    private readonly PlatformProgram program = new();

    public Task InitializeAsync() => program.InitializeAsync();

    public Task DisposeAsync() => program.DisposeAsync();

    [Fact]
    public async Task Every_subscriber_gets_every_fact_once_however_many_copies_deliver()
    {
        await program.WriteAsync(db =>
        {
            for (var n = 0; n < 100; n++)
            {
                db.Announce(new SomethingHappened(n));
            }
        });
        var copies = Enumerable.Range(0, 4).Select(_ => program.NewCopy().GetRequiredService<DeliveryLoop>()).ToList();
        await Task.WhenAll(copies.Select(loop => Task.Run(async () =>
        {
            while (await loop.DeliverNextAsync(default))
            {
            }
        })));
        Assert.Equal(200, program.Probe.Seen.Count);
        Assert.Equal(200, program.Probe.Seen.Distinct().Count());
    }

    [Fact]
    public async Task A_fact_is_told_only_when_its_change_commits()
    {
        await using (var scope = program.NewCopy().CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Announce(new SomethingHappened(1));
            await db.SaveChangesAsync();
        }

        Assert.False(await program.NewCopy().GetRequiredService<DeliveryLoop>().DeliverNextAsync(default));
    }

    [Fact]
    public async Task A_failing_subscriber_is_tried_again_later_and_given_up_at_last_without_holding_up_the_other()
    {
        program.Probe.Listen = _ => throw new InvalidOperationException("不可达");
        await program.WriteAsync(db => db.Announce(new SomethingHappened(7)));
        var loop = program.NewCopy().GetRequiredService<DeliveryLoop>();
        var tries = 0;
        for (var hour = 0; hour < 30; hour++)
        {
            while (await loop.DeliverNextAsync(default))
            {
                tries++;
            }

            program.Clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(["second 7"], program.Probe.Seen);
        Assert.Equal(11, tries);
        await program.WriteAsync(db =>
        {
            var failed = db.Set<Delivery>().AsNoTracking().Single(d => d.Subscriber == "tests.first");
            Assert.Equal((DeliveryState.Failed, 10, "不可达"), (failed.State, failed.Attempts, failed.Error));
        });
    }

    [Fact]
    public async Task A_delivery_whose_copy_died_is_taken_over_when_its_lease_ends()
    {
        await program.WriteAsync(db => db.Announce(new SomethingHappened(3)));
        await program.WriteAsync(db => db.Database.ExecuteSql(
            $"update platform.delivery set attempts = 1, next_at = {program.Clock.Now.AddMinutes(1)} where subscriber = 'tests.first'"));
        var loop = program.NewCopy().GetRequiredService<DeliveryLoop>();
        Assert.True(await loop.DeliverNextAsync(default));
        Assert.False(await loop.DeliverNextAsync(default));
        program.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await loop.DeliverNextAsync(default));
        Assert.Equal(["first 3", "second 3"], program.Probe.Seen.Order());
    }
}
