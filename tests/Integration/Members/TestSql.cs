using Npgsql;

namespace Guanlian.Integration.Members;

/// <summary>Rows that a test lays down without the program.</summary>
internal static class TestSql
{
    public static async Task<int> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
