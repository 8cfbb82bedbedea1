namespace Guanlian.Web;

/// <summary>Puts the program together: configuration, modules, middleware. Serve, the commands and the tests start from here.</summary>
internal static class WebHost
{
    public static WebApplication Build(WebHostOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (options.Urls is { } urls)
        {
            builder.WebHost.UseUrls(urls);
        }

        builder.AddGuanlian(options.ConnectionString);
        options.Services?.Invoke(builder.Services);
        return builder.Build().UseGuanlian();
    }

    public static Task MigrateAsync(WebApplication app, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>What differs between one start and another.</summary>
internal sealed record WebHostOptions
{
    /// <summary>The database.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Addresses to listen on; null leaves Kestrel's own.</summary>
    public string? Urls { get; init; }

    /// <summary>Replaces services, for tests.</summary>
    public Action<IServiceCollection>? Services { get; init; }
}
