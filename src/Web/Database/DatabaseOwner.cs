using System.Diagnostics;
using Guanlian.Platform.Commands;

namespace Guanlian.Web.Database;

/// <summary>
/// The operating-system user the private database runs as: ourselves, or, because PostgreSQL refuses root, the package's
/// unprivileged <c>postgres</c> user when we are root.
/// </summary>
internal sealed class DatabaseOwner
{
    private const string PackageUser = "postgres";

    private DatabaseOwner(bool switches) => Switches = switches;

    /// <summary>Name of that user.</summary>
    public string Name => Switches ? PackageUser : Ourselves;

    /// <summary>True when programs are started as another user than we are.</summary>
    public bool Switches { get; }

    /// <summary>The user a process of ours has, as peer authentication will see it.</summary>
    public static string Ourselves => Environment.UserName;

    public static DatabaseOwner Current() => new(Environment.IsPrivilegedProcess);

    /// <summary>Makes a folder that only the owner can enter.</summary>
    public async Task MakeFolderAsync(string path, CancellationToken ct)
    {
        string[] owner = Switches ? ["--owner", PackageUser, "--group", PackageUser] : [];
        var (code, said) = await RunPlainAsync("install", ["--directory", "--mode", "0700", .. owner, path], ct);
        if (code != 0)
        {
            throw new CommandRefusedException(ExitCodes.Environment, "web.database.folder", ("folder", path), ("reason", said));
        }
    }

    /// <summary>Whether the owner can get to this folder through all that lies above it.</summary>
    public async Task<bool> CanReachAsync(string path, CancellationToken ct) =>
        !Switches || (await RunAsync("test", ["-x", path], ct)).ExitCode == 0;

    /// <summary>The words of a command line that runs a program as the owner.</summary>
    public IReadOnlyList<string> Line(string program, IReadOnlyList<string> arguments) => Switches
        ? ["setpriv", $"--reuid={PackageUser}", $"--regid={PackageUser}", "--init-groups", "--", program, .. arguments]
        : [program, .. arguments];

    /// <summary>Runs a program as the owner and returns what it said.</summary>
    public Task<(int ExitCode, string Said)> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var line = Line(program, arguments);
        return RunPlainAsync(line[0], [.. line.Skip(1)], ct);
    }

    private static async Task<(int ExitCode, string Said)> RunPlainAsync(string program, IReadOnlyList<string> arguments, CancellationToken ct)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
                WorkingDirectory = "/",
            },
        };
        process.StartInfo.Environment["LC_ALL"] = "C.UTF-8";
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var errors = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, $"{await output}{await errors}".Trim());
    }
}
