using Guanlian.Hosting;
using Npgsql;

namespace Guanlian.Integration.Exchange;

/// <summary>Stops the program at a chosen point: it waits in the database for what a test holds.</summary>
internal static class DatabaseLocks
{
    /// <summary>Holds a round's row until disposed of, so that a computation can be made but not written.</summary>
    public static Task<NpgsqlConnection> HoldRoundAsync(GuanlianHost host, string code) =>
        HoldAsync(host, $"select 1 from exchange.round where code = '{code}' for key share");

    /// <summary>Holds the table of computations, so that a freeze can gather but not write.</summary>
    public static Task<NpgsqlConnection> HoldComputationsAsync(GuanlianHost host) => HoldAsync(host, "lock table exchange.computation in exclusive mode");

    /// <summary>Until that many statements like this one wait for a lock.</summary>
    public static async Task WaitedForAsync(GuanlianHost host, string statement, int many = 1)
    {
        await using var connection = new NpgsqlConnection(host.ConnectionString);
        await connection.OpenAsync();
        await using var waiting = new NpgsqlCommand("""
            select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ilike $1
            """, connection) { Parameters = { new() { Value = statement } } };
        for (var n = 0; (long)(await waiting.ExecuteScalarAsync())! < many; n++)
        {
            Assert.True(n < 300, $"nobody came to {statement}");
            await Task.Delay(100);
        }
    }

    private static async Task<NpgsqlConnection> HoldAsync(GuanlianHost host, string sql)
    {
        var connection = new NpgsqlConnection(host.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("begin; " + sql, connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }
}
