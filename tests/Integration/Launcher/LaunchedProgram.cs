using System.Diagnostics;
using System.Text;

namespace Guanlian.Integration.Launcher;

/// <summary>The program as a process of its own, as ./guanlian starts it.</summary>
internal sealed class LaunchedProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LaunchedProgram(Process process) => this.process = process;

    /// <summary>Everything it wrote so far.</summary>
    public string Said
    {
        get
        {
            lock (said)
            {
                return said.ToString();
            }
        }
    }

    public int Id => process.Id;

    public static LaunchedProgram Start(string[] arguments, string? connectionString = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Path.Combine(AppContext.BaseDirectory, "Guanlian.Web.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["GUANLIAN_DATABASE"] = connectionString ?? "";
        foreach (var (name, value) in settings ?? new Dictionary<string, string?>())
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var program = new LaunchedProgram(new Process { StartInfo = start });
        program.process.OutputDataReceived += (_, line) => program.Hear(line.Data);
        program.process.ErrorDataReceived += (_, line) => program.Hear(line.Data);
        program.process.Start();
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Runs one command to its end.</summary>
    public static async Task<(int ExitCode, string Said)> RunAsync(string[] arguments, string? connectionString = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        await using var program = Start(arguments, connectionString, settings);
        return (await program.EndAsync(), program.Said);
    }

    /// <summary>Where it listens, once it says so.</summary>
    public async Task<Uri> AddressAsync()
    {
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(address.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"ended with {process.ExitCode} before it listened: {Said}");
        }

        return await address.Task;
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task<int> EndAsync()
    {
        await process.WaitForExitAsync().WaitAsync(Patience);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await SignalAsync("TERM");
            await EndAsync();
        }

        process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (said)
        {
            said.AppendLine(line);
        }

        if (line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is { } word && Uri.TryCreate(word, default, out var where))
        {
            address.TrySetResult(where);
        }
    }
}
