using Guanlian.Platform.Commands;

namespace Guanlian.Web.Database;

/// <summary>
/// The folder under which the private database keeps everything. It lies where it was asked for, unless root asked for a place
/// the unprivileged owner cannot get to (a clone in root's own home): then a symbolic link leads to /var/lib/guanlian.
/// </summary>
internal static class DatabaseHome
{
    private const string Elsewhere = "/var/lib/guanlian";

    /// <summary>The real folder behind a home, without making anything.</summary>
    public static string Resolve(string home) =>
        Directory.Exists(home) && new DirectoryInfo(home).ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : RealPath(home);

    /// <summary>Makes the folder when it is missing and returns the real one.</summary>
    public static async Task<string> PrepareAsync(string home, DatabaseOwner owner, CancellationToken ct)
    {
        if (!Directory.Exists(home))
        {
            var above = Path.GetDirectoryName(home)!;
            try
            {
                Directory.CreateDirectory(above);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new CommandRefusedException(ExitCodes.Environment, "web.database.folder", ("folder", above), ("reason", e.Message));
            }

            if (await owner.CanReachAsync(above, ct))
            {
                await owner.MakeFolderAsync(home, ct);
            }
            else
            {
                var target = Path.Combine(Elsewhere, Guid.CreateVersion7().ToString("N"));
                Directory.CreateDirectory(Elsewhere);
                await owner.MakeFolderAsync(target, ct);
                Directory.CreateSymbolicLink(home, target);
            }
        }

        return Resolve(home);
    }

    // The kernel reports a process's working folder with all links resolved, so ours must be too to be compared.
    private static string RealPath(string path)
    {
        var real = "/";
        foreach (var part in Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new DirectoryInfo(real).ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                real = target.FullName;
            }
        }

        return real;
    }
}
