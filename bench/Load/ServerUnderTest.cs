using System.Diagnostics;
using System.Globalization;

namespace Guanlian.Load;

/// <summary>The program as ./guanlian starts it, in a folder of its own, with its memory read from the kernel.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private const int SampleAccounts = 8;
    private readonly DirectoryInfo folder;
    private readonly string launcher;
    private readonly bool keep;
    private Process? server;

    /// <param name="launcher">./guanlian.</param>
    /// <param name="data">A folder to keep from one run to the next; a temporary one when absent.</param>
    public ServerUnderTest(string launcher, string? data)
    {
        this.launcher = launcher;
        keep = data is not null;
        folder = keep ? Directory.CreateDirectory(data!) : Directory.CreateTempSubdirectory("guanlian-load-");
        if (!keep && OperatingSystem.IsLinux())
        {
            folder.UnixFileMode |= UnixFileMode.OtherExecute;
        }
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>The sample accounts that the server printed.</summary>
    public List<(string Name, string Password)> SignIns { get; } = [];

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
                if (!arguments.Contains("--empty"))
                {
                    await ReadSignInsAsync(server.StandardOutput);
                }

                _ = PassOnAsync(server.StandardOutput);
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
        if (!keep)
        {
            folder.Delete(recursive: true);
        }
    }

    // What the server says under load is worth reading.
    private static async Task PassOnAsync(StreamReader said)
    {
        while (await said.ReadLineAsync() is { } line)
        {
            await Console.Error.WriteLineAsync(line);
        }
    }

    private async Task ReadSignInsAsync(StreamReader said)
    {
        SignIns.Clear();
        while (SignIns.Count < SampleAccounts && await said.ReadLineAsync() is { } line)
        {
            if (line.Split(": ") is [_, var name, var password])
            {
                SignIns.Add((name.Split(' ')[0], password.Trim()));
            }
        }
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
