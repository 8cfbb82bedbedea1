using System.Diagnostics;
using System.Globalization;
using Guanlian.Hosting;
using Guanlian.Platform.Commands;

namespace Guanlian.Integration.Launcher;

/// <summary>./guanlian serve and the database it brings along.</summary>
public sealed class Serving : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("guanlian-serving-");

    public Serving()
    {
        if (OperatingSystem.IsLinux())
        {
            folder.UnixFileMode |= UnixFileMode.OtherExecute;
        }
    }

    private string Data => Path.Combine(folder.FullName, "data");

    private string Cluster => Path.Combine(Data, "postgres", "cluster");

    private string[] Serve => ["serve", "--empty", "--urls", "http://127.0.0.1:0", "--data", Data];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Ctrl_C_stops_the_server_and_its_database()
    {
        await using var program = LaunchedProgram.Start(Serve);
        await AnswersAsync(await program.AddressAsync());
        var postmaster = Postmaster();
        await program.SignalAsync("INT");
        Assert.Equal(ExitCodes.Ok, await program.EndAsync());
        Assert.False(Alive(postmaster));
        Assert.False(File.Exists(Path.Combine(Cluster, "postmaster.pid")));
    }

    [Fact]
    public async Task A_second_start_on_the_same_folder_is_refused_but_other_commands_share_its_database()
    {
        await using var program = LaunchedProgram.Start(Serve);
        await program.AddressAsync();

        var (code, said) = await LaunchedProgram.RunAsync(Serve);
        Assert.Equal(ExitCodes.Busy, code);
        Assert.Contains($"serve, process {program.Id}", said, StringComparison.Ordinal);

        (code, said) = await LaunchedProgram.RunAsync(["verify", "history", "--data", Data]);
        Assert.True(code == ExitCodes.Ok, said);
        await AnswersAsync(await program.AddressAsync());
    }

    [Fact]
    public async Task A_killed_server_leaves_nothing_that_stops_the_next_start()
    {
        int orphan;
        await using (var killed = LaunchedProgram.Start(Serve))
        {
            await killed.AddressAsync();
            orphan = Postmaster();
            await killed.SignalAsync("KILL");
            await killed.EndAsync();
        }

        Assert.True(Alive(orphan), "the database outlives a killed program; if it no longer does, this test tests nothing");
        await using (var next = LaunchedProgram.Start(Serve))
        {
            await AnswersAsync(await next.AddressAsync());
            Assert.False(Alive(orphan));

            // The whole machine fails: the database is gone too, and its number belongs to another process afterwards.
            await next.SignalAsync("KILL");
            await next.EndAsync();
            using var kill = Process.Start("kill", ["-KILL", $"{Postmaster()}"]);
            await kill.WaitForExitAsync();
        }

        var pid = Path.Combine(Cluster, "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(pid);
        lines[0] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(pid, lines);
        await using var last = LaunchedProgram.Start(Serve);
        await AnswersAsync(await last.AddressAsync());
    }

    [Fact]
    public async Task With_a_database_named_in_the_environment_none_is_started()
    {
        await using var database = await TestDatabase.CreateEmptyAsync();
        await using var program = LaunchedProgram.Start(Serve, database.ConnectionString);
        await AnswersAsync(await program.AddressAsync());
        Assert.False(Directory.Exists(Data));
    }

    private static async Task AnswersAsync(Uri address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await client.GetAsync(address);
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}");
    }

    private static bool Alive(int process) => Directory.Exists($"/proc/{process}") && !IsZombie(process);

    // In a container without an init nobody collects an orphan that has ended.
    private static bool IsZombie(int process) => File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    private int Postmaster() => int.Parse(File.ReadLines(Path.Combine(Cluster, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
}
