using System.Globalization;
using Guanlian.Platform.Commands;
using Npgsql;

namespace Guanlian.Web.Database;

/// <summary>
/// A PostgreSQL of our own under the data folder: made on first use, reached through a unix socket only, stopped with us.
/// Whoever dies without stopping it leaves a server that the next start finds and stops first (docs/decisions/0020).
/// </summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    private const string DatabaseName = "guanlian";
    private const int LongestSocketFolder = 85;
    private readonly DatabaseOwner owner;
    private readonly PostgresPrograms programs;
    private readonly PostgresSettings settings;

    private PrivatePostgres(DatabaseOwner owner, PostgresPrograms programs, PostgresSettings settings, string folder)
    {
        this.owner = owner;
        this.programs = programs;
        this.settings = settings;
        Folder = folder;
    }

    /// <summary>The folder of the cluster itself (what PostgreSQL calls PGDATA).</summary>
    public string Folder { get; }

    /// <summary>Where the running server's socket lies.</summary>
    public string SocketFolder { get; private set; } = "";

    /// <summary>How to reach our database on it.</summary>
    public string ConnectionString => ConnectionTo(SocketFolder, DatabaseName);

    /// <summary>The program and arguments that stop it, for whoever outlives us.</summary>
    public IReadOnlyList<string> StopLine => owner.Line(programs["pg_ctl"], StopArguments);

    private string[] StopArguments => ["stop", "-D", Folder, "-m", "fast", "-w", "-t", "60", "-s"];

    /// <summary>Makes the cluster if there is none, stops a server left behind by a killed process, and starts it.</summary>
    /// <param name="home">A folder for everything of the database; made when missing. The caller holds the data folder's lock.</param>
    /// <param name="settings">Whether the data matters or may vanish with the power.</param>
    /// <param name="ct">Stops waiting; a server started meanwhile is stopped again.</param>
    public static async Task<PrivatePostgres> StartAsync(string home, PostgresSettings settings, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new CommandRefusedException(ExitCodes.Environment, "web.database.linux-only");
        }

        var owner = DatabaseOwner.Current();
        var reachable = await DatabaseHome.PrepareAsync(home, owner, ct);
        var folder = Path.Combine(reachable, "cluster");
        var made = ClusterVersion(folder);
        var postgres = new PrivatePostgres(owner, PostgresPrograms.Find(made), settings, folder);
        if (made is null)
        {
            await postgres.MakeClusterAsync(ct);
        }

        await postgres.StopLeftoverAsync(ct);
        await postgres.LaunchAsync(reachable, ct);
        return postgres;
    }

    /// <summary>The connection string of a server that another process of ours runs on this home, or null when none does.</summary>
    public static string? FindRunning(string home)
    {
        var postmaster = Postmaster.Read(Path.Combine(DatabaseHome.Resolve(home), "cluster"));
        return postmaster is { IsOurs: true, Ready: true } ? ConnectionTo(postmaster.SocketFolder, DatabaseName) : null;
    }

    /// <summary>Stops the server: open transactions are rolled back, everything committed is kept.</summary>
    public async ValueTask DisposeAsync()
    {
        await owner.RunAsync(programs["pg_ctl"], StopArguments, CancellationToken.None);
        if (!SocketFolder.StartsWith(Path.GetDirectoryName(Folder)!, StringComparison.Ordinal) && Directory.Exists(SocketFolder))
        {
            Directory.Delete(SocketFolder, recursive: true);
        }
    }

    private static string ConnectionTo(string socketFolder, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketFolder,
        Username = PostgresSettings.Role,
        Database = database,
        MaxPoolSize = 40,
        MaxAutoPrepare = 100,
    }.ConnectionString;

    private static int? ClusterVersion(string folder)
    {
        var file = Path.Combine(folder, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file).AsSpan().Trim(), CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    // Made beside its place and moved there when complete, so that a process killed in the middle leaves no half cluster.
    private async Task MakeClusterAsync(CancellationToken ct)
    {
        var half = Folder + ".new";
        await owner.RunAsync("rm", ["-rf", "--", half, Folder], ct);
        await MustAsync("initdb", [
            "-D", half, "--username", PostgresSettings.Role, "--auth", "peer", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync", "--no-instructions",
        ], ct);
        settings.WriteAccessRules(half);
        var (code, said) = await owner.RunAsync("mv", ["-T", "--", half, Folder], ct);
        if (code != 0)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "web.database.folder", ("folder", Folder), ("reason", said));
        }
    }

    private async Task StopLeftoverAsync(CancellationToken ct)
    {
        switch (Postmaster.Read(Folder))
        {
            case { IsOurs: true }:
                await MustAsync("pg_ctl", StopArguments, ct);
                break;
            case { IsOurs: false } dead:
                // The number it left may belong to something else by now, and PostgreSQL would refuse to start over that. Its children
                // notice and end by themselves; not before the last of them is gone may the mark be removed.
                for (var wait = 0; Postmaster.AnyProcessIn(Folder); wait++)
                {
                    if (wait == 100)
                    {
                        throw new CommandRefusedException(ExitCodes.Busy, "web.database.still-running", ("folder", Folder));
                    }

                    await Task.Delay(100, ct);
                }

                File.Delete(Path.Combine(Folder, "postmaster.pid"));
                if (Path.Combine(dead.SocketFolder, ".s.PGSQL.5432.lock") is var socketMark && File.Exists(socketMark))
                {
                    File.Delete(socketMark);
                }

                break;
        }
    }

    private async Task LaunchAsync(string home, CancellationToken ct)
    {
        SocketFolder = Path.Combine(home, "run");
        if (SocketFolder.Length > LongestSocketFolder)
        {
            SocketFolder = Directory.CreateTempSubdirectory("guanlian-").FullName;
        }

        await owner.MakeFolderAsync(SocketFolder, ct);
        settings.Write(Folder, SocketFolder);
        var log = Path.Combine(home, "server.log");
        await ShortenAsync(log, ct);
        // Not cancelled in the middle: it would leave a server behind that we no longer know of.
        var (code, said) = await owner.RunAsync(
            programs["pg_ctl"], ["start", "-D", Folder, "-l", log, "-w", "-t", "120", "-s"], CancellationToken.None);
        if (code != 0)
        {
            var tail = File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(8)) : "";
            throw new CommandRefusedException(ExitCodes.Environment, "web.database.not-started", ("reason", said), ("log", log), ("tail", tail));
        }

        if (ct.IsCancellationRequested)
        {
            await DisposeAsync();
            ct.ThrowIfCancellationRequested();
        }

        await MakeDatabaseAsync(ct);
    }

    private async Task MakeDatabaseAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo(SocketFolder, "postgres") + ";Pooling=false");
        await connection.OpenAsync(ct);
        await using var look = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection) { Parameters = { new() { Value = DatabaseName } } };
        if (await look.ExecuteScalarAsync(ct) is null)
        {
            await using var make = new NpgsqlCommand($"create database {DatabaseName}", connection);
            await make.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task ShortenAsync(string log, CancellationToken ct)
    {
        if (new FileInfo(log) is { Exists: true, Length: > 4 << 20 })
        {
            await owner.RunAsync("mv", ["-f", "--", log, log + ".1"], ct);
        }
    }

    private async Task MustAsync(string program, string[] arguments, CancellationToken ct)
    {
        var (code, said) = await owner.RunAsync(programs[program], arguments, ct);
        if (code != 0)
        {
            throw new CommandRefusedException(
                ExitCodes.Environment, "web.database.program-failed", ("program", program), ("code", code), ("reason", said));
        }
    }
}
