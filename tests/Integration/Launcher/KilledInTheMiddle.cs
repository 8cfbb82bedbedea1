using Guanlian.Hosting;
using Guanlian.Platform.Commands;
using Npgsql;

namespace Guanlian.Integration.Launcher;

/// <summary>The process itself is killed, as by a power cut: nothing is half-written, and the next start finishes what was begun.</summary>
public sealed class KilledInTheMiddle : IAsyncLifetime
{
    private TestDatabase? database;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database!.DisposeAsync();

    [Fact]
    public async Task An_import_killed_while_it_writes_has_written_nothing_and_is_finished_once_by_the_next_start()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "register-of-the-killed.csv");
        await File.WriteAllBytesAsync(file, RegisterSample.Csv);
        await using (var hold = await HoldAsync("lock table members.register_figure in exclusive mode"))
        {
            await using var import = LaunchedProgram.Start(["import", "register", file, "--edition", "2024", "--apply"], database!.ConnectionString);
            await WritingAsync(import);
            await import.SignalAsync("KILL");
            await import.EndAsync();
        }

        await GoneAsync();
        Assert.Equal(0, await CountAsync("select count(*) from members.party where kind = 'Museum'"));

        await using (var next = LaunchedProgram.Start(["serve", "--empty", "--urls", "http://127.0.0.1:0"], database!.ConnectionString))
        {
            await next.AddressAsync();
            for (var n = 0; await CountAsync("select count(*) from members.party where kind = 'Museum'") == 0; n++)
            {
                Assert.True(n < 600, next.Said);
                await Task.Delay(100);
            }
        }

        Assert.Equal(RegisterSample.Lines, await CountAsync("select count(*) from members.register_figure"));
        var (code, said) = await LaunchedProgram.RunAsync(["verify", "history"], database.ConnectionString);
        Assert.True(code == ExitCodes.Ok, said);
    }

    private async Task<NpgsqlConnection> HoldAsync(string sql)
    {
        var connection = new NpgsqlConnection(database!.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("begin; " + sql, connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task WritingAsync(LaunchedProgram program)
    {
        const string Waiting = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        for (var n = 0; await CountAsync(Waiting) == 0; n++)
        {
            Assert.True(n < 600, program.Said);
            await Task.Delay(100);
        }
    }

    /// <summary>The database has noticed that the killed program's connections are dead.</summary>
    private async Task GoneAsync()
    {
        const string Others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
        for (var n = 0; await CountAsync(Others) > 0; n++)
        {
            Assert.True(n < 300, "the killed program's connections are still at work");
            await Task.Delay(100);
        }
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database!.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand(sql, connection);
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
