using System.Text;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Commands;
using Guanlian.Samples;
using Npgsql;

namespace Guanlian.Integration.Launcher;

/// <summary>The server is killed (kill -9) while it writes a census workbook: no object stands half there, and the next start writes them all.</summary>
public sealed class CatalogueImportKilled : IAsyncLifetime
{
    private const int Rows = 2500;
    private TestDatabase? database;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database!.DisposeAsync();

    [Fact]
    public async Task A_server_killed_in_mid_apply_has_written_nothing_and_the_next_one_writes_every_object_once()
    {
        var register = Path.Combine(AppContext.BaseDirectory, "register-for-the-killed-catalogue.csv");
        await File.WriteAllBytesAsync(register, RegisterSample.Csv);
        var census = Path.Combine(AppContext.BaseDirectory, "census-of-the-killed.csv");
        await File.WriteAllTextAsync(census, MadeWorkbook.Csv(MadeWorkbook.Rows(Rows)), Encoding.UTF8);
        var (made, told) = await LaunchedProgram.RunAsync(["import", "register", register, "--edition", "2024", "--apply"], database!.ConnectionString);
        Assert.True(made == ExitCodes.Ok, told);
        var code = (string)(await AskAsync("select code from members.party where kind = 'Museum' order by code limit 1"))!;

        // Records of the first batch are stored and their words are not.
        await using (var hold = await HoldAsync())
        {
            await using var server = LaunchedProgram.Start(["serve", "--empty", "--urls", "http://127.0.0.1:0"], database.ConnectionString);
            await server.AddressAsync();
            await using var import = LaunchedProgram.Start(["import", "objects", census, "--institution", code, "--shown", "Public", "--apply"], database.ConnectionString);
            await UntilAsync("select count(*) > 0 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%catalogue.find%'", () => import.Said + server.Said);
            await server.SignalAsync("KILL");
            await import.SignalAsync("KILL");
            await server.EndAsync();
            await import.EndAsync();
        }

        await UntilAsync("select count(*) = 0 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'", () => "connections of the killed are still at work");
        Assert.Equal(("Applying", 0L, 0L), ((string)(await AskAsync(ActState))!, await CountAsync("catalogue.object"), await CountAsync("catalogue.find")));

        await using (var next = LaunchedProgram.Start(["serve", "--empty", "--urls", "http://127.0.0.1:0"], database.ConnectionString))
        {
            await next.AddressAsync();
            await UntilAsync("select exists (select from platform.bulk_act where kind = 'catalogue.import' and state = 'Applied')", () => next.Said);
        }

        Assert.Equal((Rows, Rows), ((int)await CountAsync("catalogue.object"), (int)await CountAsync("catalogue.find")));
        Assert.Equal(1L, await AskAsync("select count(*) from platform.event e join platform.bulk_act a on a.id = e.subject_id where a.kind = 'catalogue.import' and e.action = 'platform.bulk-act.applied'"));
        var (verified, said) = await LaunchedProgram.RunAsync(["verify", "history"], database.ConnectionString);
        Assert.True(verified == ExitCodes.Ok, said);
    }

    [Fact]
    public async Task Records_of_another_system_come_in_by_the_command_dry_first()
    {
        var register = Path.Combine(AppContext.BaseDirectory, "register-for-records.csv");
        await File.WriteAllBytesAsync(register, RegisterSample.Csv);
        Assert.Equal(ExitCodes.Ok, (await LaunchedProgram.RunAsync(["import", "register", register, "--edition", "2024", "--apply"], database!.ConnectionString)).ExitCode);
        var code = (string)(await AskAsync("select code from members.party where kind = 'Museum' order by code limit 1"))!;
        string[] import = ["import", "records", FormatSamples.Path("kunsthalle-bremen.xml"), "--institution", code, "--profile", "art"];
        var (dry, said) = await LaunchedProgram.RunAsync(import, database.ConnectionString);
        Assert.True(dry == ExitCodes.Ok, said);
        Assert.Equal(0, await CountAsync("catalogue.object"));
        var (done, told) = await LaunchedProgram.RunAsync([.. import, "--apply"], database.ConnectionString);
        Assert.True(done == ExitCodes.Ok, told);
        Assert.Equal("art", await AskAsync("select profile from catalogue.object"));
        var (refused, why) = await LaunchedProgram.RunAsync(["import", "records", register, "--institution", code], database.ConnectionString);
        Assert.True(refused == ExitCodes.Refused, why);
    }

    private const string ActState = "select state from platform.bulk_act where kind = 'catalogue.import'";

    private async Task<NpgsqlConnection> HoldAsync()
    {
        var connection = new NpgsqlConnection(database!.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("begin; lock table catalogue.find in exclusive mode", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task UntilAsync(string asked, Func<string> said)
    {
        for (var n = 0; !(bool)(await AskAsync(asked))!; n++)
        {
            Assert.True(n < 900, said());
            await Task.Delay(100);
        }
    }

    private async Task<long> CountAsync(string table) => (long)(await AskAsync($"select count(*) from {table}"))!;

    private async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(database!.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand(sql, connection);
        return await ask.ExecuteScalarAsync();
    }
}
