using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Guanlian.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace Guanlian.Media.Working;

/// <summary>
/// Worker processes, as many as there are processors, started when needed and ended when idle. One that takes too long is killed, one
/// that dies of its file has refused it; neither touches this program.
/// </summary>
internal sealed class ImageWorkers(FileHome home, ILogger<ImageWorkers> log) : IDisposable
{
    /// <summary>After so many files a worker is replaced, whatever it has gathered.</summary>
    private const int MostOrders = 500;

    private static readonly TimeSpan IdleFor = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly ConcurrentStack<Running> idle = new();
    private volatile bool over;

    /// <summary>How many work side by side.</summary>
    public static int AtOnce { get; } = Math.Clamp(Environment.ProcessorCount, 1, 4);

    /// <summary>Has an order done; a refusal is an answer, never an exception.</summary>
    public async Task<WorkDone> DoAsync(WorkOrder order, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        try
        {
            return await TryAsync(Take(), order, ct);
        }
        finally
        {
            places.Release();
        }
    }

    public void Dispose()
    {
        over = true;
        while (idle.TryPop(out var worker))
        {
            worker.Dispose();
        }

        places.Dispose();
    }

    /// <summary>What a decoder of strangers' files must not find: the database, the bucket of masters, the mail server.</summary>
    public static void ForgetSecrets(IDictionary<string, string?> environment)
    {
        string[] ours = ["GUANLIAN_", "Masters", "Mail", "AWS_"];
        foreach (var secret in environment.Keys.Where(k => ours.Any(o => k.StartsWith(o, StringComparison.OrdinalIgnoreCase))).ToList())
        {
            environment.Remove(secret);
        }
    }

    private async Task<WorkDone> TryAsync(Running worker, WorkOrder order, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(order.Tiles is null ? WorkLimits.ToLook : WorkLimits.ToTile);
        try
        {
            var answer = await worker.AskAsync(JsonSerializer.Serialize(order, WorkDone.Json), patience.Token);
            if (answer is null && worker.Orders > 1)
            {
                // It may have died of an earlier file, or of idleness: a fresh one decides.
                worker.Dispose();
                return await TryAsync(new(home.Program), order, ct);
            }

            if (answer is null)
            {
                log.LogWarning("a worker died of {File}: {Said}", Path.GetFileName(order.File), worker.Said);
                worker.Dispose();
                if (order.ReadLabel)
                {
                    // It may have died of what reads labels: a photograph is worth more than the label in it.
                    return await TryAsync(new(home.Program), order with { ReadLabel = false }, ct);
                }

                return new() { Refused = "media.file.too-heavy", Detail = worker.Said };
            }

            Return(worker);
            return JsonSerializer.Deserialize<WorkDone>(answer, WorkDone.Json)!;
        }
        catch (OperationCanceledException)
        {
            worker.Dispose();
            if (ct.IsCancellationRequested)
            {
                throw;
            }

            return new() { Refused = "media.file.too-slow" };
        }
    }

    private Running Take()
    {
        while (idle.TryPop(out var worker))
        {
            if (worker.Alive)
            {
                return worker;
            }

            worker.Dispose();
        }

        return new(home.Program);
    }

    private void Return(Running worker)
    {
        if (over || worker.Orders >= MostOrders)
        {
            worker.Dispose();
            return;
        }

        worker.RestFor(IdleFor);
        idle.Push(worker);
    }

    /// <summary>One worker process.</summary>
    private sealed class Running : IDisposable
    {
        private readonly Process process;
        private readonly ConcurrentQueue<string> said = new();
        private readonly Timer rest;

        public Running(string program)
        {
            var start = new ProcessStartInfo("dotnet", [program, ImageWorker.Command])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Path.GetTempPath(),
            };

            // It needs no secret of this program, and little of the runtime's comfort.
            ForgetSecrets(start.Environment);

            start.Environment["DOTNET_GCHeapHardLimit"] = "0x8000000";
            start.Environment["DOTNET_TieredPGO"] = "0";
            start.Environment["MALLOC_ARENA_MAX"] = "2";
            start.Environment.Remove("MALLOC_MMAP_THRESHOLD_"); // The server's bound suits no decoder, which takes and gives back large pieces.
            rest = new(_ => Kill());
            process = Process.Start(start) ?? throw new InvalidOperationException("a worker could not be started");
            process.ErrorDataReceived += (_, line) => Hear(line.Data);
            process.BeginErrorReadLine();
        }

        public int Orders { get; private set; }

        public bool Alive => !process.HasExited;

        public string Said => string.Join(" | ", said);

        /// <returns>Null where the worker ended instead of answering.</returns>
        public async Task<string?> AskAsync(string order, CancellationToken ct)
        {
            rest.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            Orders++;
            try
            {
                await process.StandardInput.WriteLineAsync(order.AsMemory(), ct);
                await process.StandardInput.FlushAsync(ct);
            }
            catch (IOException)
            {
                return null;
            }

            return await process.StandardOutput.ReadLineAsync(ct);
        }

        public void RestFor(TimeSpan time) => rest.Change(time, Timeout.InfiniteTimeSpan);

        public void Dispose()
        {
            rest.Dispose();
            Kill();
            process.Dispose();
        }

        private void Kill()
        {
            try
            {
                process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // It has ended by itself.
            }
        }

        private void Hear(string? line)
        {
            if (line is not null)
            {
                said.Enqueue(line);
                while (said.Count > 5)
                {
                    said.TryDequeue(out _);
                }
            }
        }
    }
}
