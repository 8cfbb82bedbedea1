using Guanlian.Web.Database;
using Npgsql;

namespace Guanlian.Hosting;

/// <summary>The PostgreSQL server of a test run: the one named in the environment, or a throw-away one of this process.</summary>
internal static class TestServer
{
    public const string Variable = "GUANLIAN_TEST_DATABASE";

    private static ThrowAwayPostgres? own;

    private static readonly Lazy<Task<string>> Named = new(FindAsync);

    /// <summary>Connection string of its maintenance database.</summary>
    public static Task<string> ConnectionStringAsync() => Named.Value;

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }

        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
        {
            throw new InvalidOperationException($"{Variable} is missing: on a build server the tests never run without their database. Use ./guanlian test.");
        }

        // Never disposed of: its guardian removes it when this process is gone.
        own = await ThrowAwayPostgres.StartAsync(CancellationToken.None);
        return own.ConnectionString;
    }
}
