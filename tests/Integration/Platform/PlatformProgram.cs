using Guanlian.Hosting;
using Guanlian.Platform;
using Guanlian.Platform.Access;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guanlian.Integration.Platform;

/// <summary>The program built but not started, so that a test drives its loops by hand; several on one database stand for several copies.</summary>
public sealed class PlatformProgram : IAsyncLifetime
{
    private readonly List<WebApplication> copies = [];
    private TestDatabase? database;

    public ManualClock Clock { get; } = new();

    internal Probe Probe { get; } = new();

    public string ConnectionString => database!.ConnectionString;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        NewCopy();
    }

    public async Task DisposeAsync()
    {
        foreach (var copy in copies)
        {
            await copy.DisposeAsync();
        }

        await database!.DisposeAsync();
    }

    /// <summary>Another copy of the program on the same database.</summary>
    public IServiceProvider NewCopy()
    {
        var app = WebHost.Build(new()
        {
            ConnectionString = ConnectionString,
            Services = services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                services.AddSingleton(Probe);
                services.AddJob<CountingJob>();
                services.AddSubscriber<SomethingHappened, FirstListener>();
                services.AddSubscriber<SomethingHappened, SecondListener>();
            },
        });
        copies.Add(app);
        return app.Services;
    }

    /// <summary>Writes through a PlatformDb of the first copy.</summary>
    public async Task WriteAsync(Action<PlatformDb> write, Actor? actor = null)
    {
        await using var scope = copies[0].Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentActor>().Value = actor ?? Actor.Program;
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        write(db);
        await db.SaveChangesAsync();
    }
}

/// <summary>What the test's job and listeners did.</summary>
internal sealed class Probe
{
    public System.Collections.Concurrent.ConcurrentQueue<string> Seen { get; } = new();

    public Func<JobRun, CancellationToken, Task<JobEnd>> Work { get; set; } = (_, _) => Task.FromResult(new JobEnd(new { Counted = 1 }));

    public Func<SomethingHappened, Task> Listen { get; set; } = _ => Task.CompletedTask;
}

internal sealed record SomethingHappened(int Number) : IModuleEvent
{
    public static string WireName => "tests.something-happened.v1";
}

internal sealed class FirstListener(Probe probe) : ISubscriber<SomethingHappened>
{
    public static string SubscriberName => "tests.first";

    public async Task HandleAsync(SomethingHappened fact, CancellationToken ct)
    {
        await probe.Listen(fact);
        probe.Seen.Enqueue($"first {fact.Number}");
    }
}

internal sealed class SecondListener(Probe probe) : ISubscriber<SomethingHappened>
{
    public static string SubscriberName => "tests.second";

    public Task HandleAsync(SomethingHappened fact, CancellationToken ct)
    {
        probe.Seen.Enqueue($"second {fact.Number}");
        return Task.CompletedTask;
    }
}

internal sealed class CountingJob(Probe probe) : IJobKind
{
    public string Kind => "tests.counting";

    public Task<JobEnd> RunAsync(JobRun run, CancellationToken ct) => probe.Work(run, ct);
}
