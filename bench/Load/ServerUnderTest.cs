using System.Diagnostics;
using System.Globalization;

namespace Guanlian.Load;

/// <summary>The program as ./guanlian starts it, in a folder of its own, with its memory read from the kernel.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("guanlian-load-");
    private readonly string launcher;
    private Process? server;

    public ServerUnderTest(string launcher)
    {
        this.launcher = launcher;
        if (OperatingSystem.IsLinux())
        {
            folder.UnixFileMode |= UnixFileMode.OtherExecute;
        }
    }

    public Uri Address { get; private set; } = null!;

    private string Data => Path.Combine(folder.FullName, "data");

    /// <summary>Runs one command on the bench's own data.</summary>
    public async Task RunAsync(params string[] arguments)
    {
        using var process = Process.Start(Line([.. arguments, "--data", Data]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}");
        }
    }

    /// <summary>Starts serving and waits for the address.</summary>
    public async Task StartAsync(params string[] arguments)
    {
        var line = Line(["serve", "--urls", "http://127.0.0.1:0", "--data", Data, .. arguments]);
        line.RedirectStandardOutput = true;
        server = Process.Start(line)!;
        while (await server.StandardOutput.ReadLineAsync() is { } said)
        {
            if (said.Split(' ', '：', '　').FirstOrDefault(w => w.StartsWith("http://", StringComparison.Ordinal)) is { } address)
            {
                Address = new(address);
                _ = server.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException("the server ended before it listened");
    }

    public async Task StopAsync()
    {
        if (server is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", $"{server.Id}"]);
            await server.WaitForExitAsync();
        }

        server?.Dispose();
        server = null;
    }

    /// <summary>Asks the running server's own database.</summary>
    public async Task<int> CountAsync(string sql)
    {
        var socket = Path.Combine(Data, "postgres", "run");
        using var psql = Process.Start(new ProcessStartInfo("psql", ["-h", socket, "-U", "guanlian", "-Atc", sql, "guanlian"]) { RedirectStandardOutput = true })!;
        return int.Parse(await psql.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
    }

    /// <summary>Memory that is really in use now, and the most there has been, in MB.</summary>
    public (double Now, double Peak) Memory()
    {
        var status = File.ReadLines($"/proc/{server!.Id}/status").Select(l => l.Split(':', 2)).ToDictionary(p => p[0], p => p[1].Trim());
        return (Megabytes(status["VmRSS"]), Megabytes(status["VmHWM"]));
    }

    /// <summary>Processor time of the program itself so far.</summary>
    public TimeSpan ProcessorTime()
    {
        server!.Refresh();
        return server.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Delete(recursive: true);
    }

    private static double Megabytes(string kilobytes) => double.Parse(kilobytes.Split(' ')[0], CultureInfo.InvariantCulture) / 1024;

    private ProcessStartInfo Line(string[] arguments)
    {
        var line = new ProcessStartInfo(launcher, arguments);
        line.Environment["LC_ALL"] = "C.UTF-8";
        line.Environment.Remove("GUANLIAN_DATABASE");
        return line;
    }
}
