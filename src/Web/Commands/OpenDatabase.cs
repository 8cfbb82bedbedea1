using Guanlian.Platform.Commands;
using Guanlian.Web.Database;
using Npgsql;

namespace Guanlian.Web.Commands;

/// <summary>The database a command works on: the named server, the private one of a running program, or one started for it.</summary>
internal sealed class OpenDatabase : IAsyncDisposable
{
    private readonly DataFolderLock? hold;
    private readonly PrivatePostgres? started;

    private OpenDatabase(string connectionString, DataFolderLock? hold = null, PrivatePostgres? started = null) =>
        (ConnectionString, this.hold, this.started) = (connectionString, hold, started);

    public string ConnectionString { get; }

    /// <param name="data">The data folder.</param>
    /// <param name="command">Name of the command, told to whoever finds the folder taken.</param>
    /// <param name="alone">True where two of a kind on one folder make no sense (serve).</param>
    /// <param name="ct">Ctrl-C.</param>
    public static async Task<OpenDatabase> OpenAsync(DirectoryInfo data, string command, bool alone, CancellationToken ct)
    {
        if (Environment.GetEnvironmentVariable(DataOptions.ConnectionVariable) is { Length: > 0 } named)
        {
            return new(await CheckedAsync(named, ct));
        }

        var home = Path.Combine(data.FullName, "postgres");
        try
        {
            data.Create();
            var hold = DataFolderLock.TryTake(data.FullName, command, out var holder);
            if (hold is not null)
            {
                return await StartAsync(home, hold, ct);
            }

            return !alone && PrivatePostgres.FindRunning(home) is { } running
                ? new(running)
                : throw new CommandRefusedException(ExitCodes.Busy, "web.database.busy", ("folder", data.FullName), ("holder", holder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "web.database.folder", ("folder", data.FullName), ("reason", e.Message));
        }
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (started is not null)
        {
            await started.DisposeAsync();
        }

        hold?.Dispose();
    }

    private static async Task<OpenDatabase> StartAsync(string home, DataFolderLock hold, CancellationToken ct)
    {
        try
        {
            var postgres = await PrivatePostgres.StartAsync(home, PostgresSettings.Lasting, ct);
            return new(postgres.ConnectionString, hold, postgres);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    private static async Task<string> CheckedAsync(string named, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(named);
            await connection.OpenAsync(ct);
            return named;
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException)
        {
            // The message names host and reason; the connection string itself may hold a password and is not repeated.
            throw new CommandRefusedException(
                ExitCodes.Environment, "web.database.no-answer", ("variable", DataOptions.ConnectionVariable), ("reason", e.Message));
        }
    }
}
