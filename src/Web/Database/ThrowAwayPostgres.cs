using System.Diagnostics;

namespace Guanlian.Web.Database;

/// <summary>A server for one test run: in memory where there is plenty, else in a temporary folder; without any care for power cuts, gone afterwards.</summary>
/// <remarks>
/// A guardian process waits for the end of a pipe that only we hold, so the server and its folder go away however we end;
/// test hosts in particular are killed without a chance to clean up.
/// </remarks>
internal sealed class ThrowAwayPostgres : IAsyncDisposable
{
    private const string Guard = """trap "" INT TERM HUP; read -r _; folder=$1; shift; "$@" >/dev/null 2>&1; rm -rf -- "$folder" """;
    private const string InMemory = "/dev/shm";
    private const long Plenty = 8L << 30;
    private readonly PrivatePostgres server;
    private readonly Process guardian;

    private ThrowAwayPostgres(PrivatePostgres server, Process guardian) => (this.server, this.guardian) = (server, guardian);

    /// <summary>Connects to the server with the right to make databases.</summary>
    public string ConnectionString => server.ConnectionString;

    public static async Task<ThrowAwayPostgres> StartAsync(CancellationToken ct)
    {
        var folder = NewFolder();
        if (!OperatingSystem.IsWindows())
        {
            // Others may pass through, as the unprivileged database user must; the folder inside is closed to them.
            folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }

        var server = await PrivatePostgres.StartAsync(Path.Combine(folder.FullName, "postgres"), PostgresSettings.ThrowAway, ct);
        var start = new ProcessStartInfo("sh", ["-c", Guard, "guardian", folder.FullName, .. server.StopLine]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        return new(server, Process.Start(start)!);
    }

    public async ValueTask DisposeAsync()
    {
        guardian.StandardInput.Close();
        await guardian.WaitForExitAsync();
        guardian.Dispose();
    }

    // Tests make and drop a database of two thousand files each: on a disk's file system that is a sixth of their time.
    private static DirectoryInfo NewFolder()
    {
        if (!OperatingSystem.IsWindows() && GC.GetGCMemoryInfo().TotalAvailableMemoryBytes > 2 * Plenty && Directory.Exists(InMemory) && new DriveInfo(InMemory).AvailableFreeSpace > Plenty)
        {
            try
            {
                return Directory.CreateDirectory(Path.Combine(InMemory, $"guanlian-test-{Guid.CreateVersion7():N}"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // Not ours to write to: a disk will do.
            }
        }

        return Directory.CreateTempSubdirectory("guanlian-test-");
    }
}
