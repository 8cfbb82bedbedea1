using Guanlian.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Guanlian.Hosting;

/// <summary>The real program on a real port of this machine, with a database and a clock of its own: one per test class.</summary>
public sealed class GuanlianHost : IAsyncLifetime
{
    private readonly DirectoryInfo files = Directory.CreateTempSubdirectory("guanlian-files-");
    private TestDatabase? database;
    private WebApplication? app;

    /// <summary>As in use; most tests write rows past the history and want to see them.</summary>
    public bool KeepPublicPages { get; init; }

    /// <summary>Begins with the sample province, as serve loads it into an empty database.</summary>
    public bool Sample { get; init; }

    /// <summary>The program's clock.</summary>
    public ManualClock Clock { get; } = new();

    /// <summary>Services that a test adds to the program, e.g. a module of its own.</summary>
    public Action<IServiceCollection>? Extra { get; init; }

    /// <summary>What an operator would set in the environment.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>How to reach the program's database.</summary>
    public string ConnectionString => database!.ConnectionString;

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The folder of its files.</summary>
    public string Files => files.FullName;

    /// <summary>The program's services; take a scope.</summary>
    public IServiceProvider Services => app!.Services;

    /// <summary>Starts it.</summary>
    public async Task InitializeAsync()
    {
        database = Sample ? await LoadedSample.CopyAsync(files) : await TestDatabase.CreateAsync();
        await StartAsync();
    }

    /// <summary>Stops it and drops the database.</summary>
    public async Task DisposeAsync()
    {
        await StopAsync();
        await database!.DisposeAsync();
        files.Delete(recursive: true);
    }

    /// <summary>Stops the program and starts it again on the same database.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>A visitor with cookies of their own, who sees redirects instead of following them.</summary>
    public HttpClient NewClient(bool followRedirects = false) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = followRedirects, UseProxy = false }) { BaseAddress = Address };

    /// <summary>Runs something with the program's services.</summary>
    public async Task<T> WithAsync<TService, T>(Func<TService, Task<T>> use)
        where TService : notnull
    {
        ArgumentNullException.ThrowIfNull(use);
        await using var scope = Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<TService>());
    }

    private async Task StartAsync()
    {
        app = WebHost.Build(new()
        {
            ConnectionString = ConnectionString,
            Files = Files,
            Urls = "http://127.0.0.1:0",
            KeepPublicPages = KeepPublicPages,
            Settings = Settings,
            Services = services =>
            {
                services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
                Extra?.Invoke(services);
            },
        });
        await app.StartAsync();
        Address = new(app.Urls.First() + "/");
    }

    private async Task StopAsync()
    {
        await app!.StopAsync();
        await app.DisposeAsync();
    }
}
