using Guanlian.Web;
using Npgsql;

namespace Guanlian.Hosting;

/// <summary>A database of its own, copied from a template that is migrated once per process.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private readonly string name;

    private TestDatabase(string name, string connectionString) => (this.name, ConnectionString) = (name, connectionString);

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>A fresh database with all tables and no rows.</summary>
    public static async Task<TestDatabase> CreateAsync() => await CreateAsync(await Template.Value);

    /// <summary>A fresh database without tables.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync() => await CreateAsync("template0");

    /// <summary>Drops it, closing whatever is still connected.</summary>
    public async ValueTask DisposeAsync() =>
        await TestServer.ExecuteAsync(await TestServer.ConnectionStringAsync(), $"drop database if exists {name} with (force)");

    /// <summary>Nobody connects to it any more; it is there to be copied.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> ToTemplateAsync()
    {
        // A template must have no visitors, and a closed connection takes a moment to leave the server.
        var server = await TestServer.ConnectionStringAsync();
        await TestServer.ExecuteAsync(server, $"alter database {name} allow_connections false");
        await TestServer.ExecuteAsync(server, $"select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{name}'");
        return name;
    }

    /// <summary>A fresh copy of a template.</summary>
    public static async Task<TestDatabase> CreateAsync(string template)
    {
        var server = await TestServer.ConnectionStringAsync();
        var name = $"test_{Guid.CreateVersion7():N}";
        await TestServer.ExecuteAsync(server, $"create database {name} template {template}");
        return new(name, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString);
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var made = await CreateEmptyAsync();
        await using (var app = WebHost.Build(new() { ConnectionString = made.ConnectionString }))
        {
            await WebHost.MigrateAsync(app, CancellationToken.None);
        }

        return await made.ToTemplateAsync();
    }
}
