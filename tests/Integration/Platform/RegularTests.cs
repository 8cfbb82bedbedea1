using Guanlian.Hosting;
using Guanlian.Platform;
using Guanlian.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Guanlian.Integration.Platform;

public sealed class RegularTests : IAsyncLifetime
{
    private readonly GuanlianHost host = new() { Extra = services => services.AddSingleton<Turns>().AddRegularWork<Counted>() };

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Several_copies_do_it_once_an_interval_and_a_failure_waits_for_the_next()
    {
        var turns = host.Services.GetRequiredService<Turns>();
        // The host's own loop looks at its start; from here on the clock is ours.
        while (turns.Count == 0)
        {
            await Task.Delay(20);
        }

        var loop = host.Services.GetRequiredService<RegularLoop>();
        Assert.Equal(1, await CountAfterAsync(loop));
        host.Clock.Now += TimeSpan.FromHours(1);
        turns.Fail = true;
        Assert.Equal(2, await CountAfterAsync(loop));
        Assert.Equal(2, await CountAfterAsync(loop));
        host.Clock.Now += TimeSpan.FromHours(1);
        turns.Fail = false;
        Assert.Equal(3, await CountAfterAsync(loop));

        async Task<int> CountAfterAsync(RegularLoop loop)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => loop.RunDueAsync(default)));
            return turns.Count;
        }
    }

    internal sealed class Turns
    {
        public int Count;
        public bool Fail;
    }

    internal sealed class Counted(Turns turns) : IRegularWork
    {
        public string Name => "test.counted";

        public TimeSpan Every => TimeSpan.FromHours(1);

        public Task RunAsync(CancellationToken ct)
        {
            Interlocked.Increment(ref turns.Count);
            return turns.Fail ? throw new InvalidOperationException("不可达") : Task.CompletedTask;
        }
    }
}
