using System.Globalization;

namespace Guanlian.Web.Database;

/// <summary>What a cluster's postmaster.pid says, held against the processes that really run.</summary>
/// <param name="SocketFolder">Where it listens.</param>
/// <param name="Ready">It has finished starting.</param>
/// <param name="IsOurs">The process is alive and is a PostgreSQL running in this very folder.</param>
internal sealed record Postmaster(string SocketFolder, bool Ready, bool IsOurs)
{
    /// <summary>Null when there is no such file.</summary>
    public static Postmaster? Read(string clusterFolder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(clusterFolder, "postmaster.pid"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }

        // Lines: process, folder, start, port, socket folder, listen address, shared memory, status.
        var number = lines.Length > 0 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var n) ? n : 0;
        return new(
            SocketFolder: lines.Length > 4 ? lines[4].Trim() : "",
            Ready: lines.Length > 7 && lines[7].Trim() == "ready",
            IsOurs: number > 0 && RunsIn(number, clusterFolder));
    }

    /// <summary>Whether any PostgreSQL process at all still works in the folder.</summary>
    public static bool AnyProcessIn(string clusterFolder) => new DirectoryInfo("/proc").GetDirectories()
        .Any(d => int.TryParse(d.Name, CultureInfo.InvariantCulture, out var number) && RunsIn(number, clusterFolder));

    // A number alone proves nothing: after a restart of the machine it may belong to anyone. PostgreSQL's working folder is its cluster.
    private static bool RunsIn(int process, string clusterFolder)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").ResolveLinkTarget(returnFinalTarget: false) is { } cwd
                && Path.GetFileName(new FileInfo($"/proc/{process}/exe").LinkTarget ?? "").StartsWith("postgres", StringComparison.Ordinal)
                && cwd.FullName == clusterFolder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
