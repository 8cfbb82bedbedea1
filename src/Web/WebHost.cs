using Guanlian.Platform.Migrations;
using Microsoft.Extensions.Configuration.Memory;

namespace Guanlian.Web;

/// <summary>Puts the program together: configuration, modules, middleware. Serve, the commands and the tests start from here.</summary>
internal static class WebHost
{
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Warning",
        // Said at every start of a checkout: assets come from their source folders; keys lie in the database, guarded like all else there.
        ["Logging:LogLevel:Microsoft.AspNetCore.StaticFiles"] = "Error",
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
        ["Logging:Console:FormatterName"] = "simple",
        ["Logging:Console:FormatterOptions:SingleLine"] = "true",
    };

    public static WebApplication Build(WebHostOptions options)
    {
        // The slim one: no second web server, no HTTP/3, no log that nobody reads takes memory here.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(WebHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        // First, so that environment variables still win.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseStaticWebAssets();
        if (options.Urls is { } urls)
        {
            builder.WebHost.UseUrls(urls);
        }

        builder.Configuration.AddInMemoryCollection(options.Settings);
        builder.AddGuanlian(options);
        options.Services?.Invoke(builder.Services);
        return builder.Build().UseGuanlian();
    }

    /// <summary>Brings the database to this program's state.</summary>
    /// <returns>Names of the files applied now.</returns>
    public static Task<IReadOnlyList<string>> MigrateAsync(WebApplication app, CancellationToken ct) =>
        app.Services.GetRequiredService<MigrationRunner>().RunAsync(ModuleList.Migrated, ct);
}

/// <summary>What differs between one start and another.</summary>
internal sealed record WebHostOptions
{
    /// <summary>The database.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Folder of the installation's files; null where none are read or written.</summary>
    public string? Files { get; init; }

    /// <summary>Addresses to listen on; null leaves Kestrel's own.</summary>
    public string? Urls { get; init; }

    /// <summary>Whether a page is made once for all visitors without an account, until the history grows.</summary>
    public bool KeepPublicPages { get; init; } = true;

    /// <summary>Configuration that wins over the environment's, for tests.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>Replaces services, for tests.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
