using System.Diagnostics;
using System.Globalization;
using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Working;

namespace Guanlian.Integration.Media;

/// <summary>Kills the workers of all programs of this run, so that nothing else may run meanwhile.</summary>
[Collection(nameof(KilledWorkers))]
public sealed class KilledWorkers(GuanlianHost host) : IClassFixture<GuanlianHost>
{
    [Fact]
    public async Task A_worker_that_is_killed_takes_at_most_its_own_file_with_it()
    {
        var workers = await host.WithAsync((ImageWorkers w) => Task.FromResult(w));
        using var folder = new TemporaryFolder();
        var (good, large) = (Path.Combine(folder.Path, "good"), Path.Combine(folder.Path, "large"));
        await File.WriteAllBytesAsync(good, Picture.Slope(40, 30).Encode("pngsave"));
        await File.WriteAllBytesAsync(large, Picture.Slope(5000, 4000).Encode("pngsave"));
        Assert.Equal((40, 30), await SizeAsync(workers, good));
        Assert.True(KillWorkers() > 0);
        Assert.Equal((40, 30), await SizeAsync(workers, good));

        // In the middle of its work: the file is refused or done by a fresh worker, and nobody else notices.
        var order = new WorkOrder(large, "png", Path.Combine(folder.Path, "large.part"));
        Assert.Equal("media.file.too-heavy", (await KilledAsync(workers, order)).Refused);
        Assert.Equal((40, 30), await SizeAsync(workers, good));

        // It may have been the label's reader: once more without it, and the photograph is there.
        var again = await KilledAsync(workers, order with { ReadLabel = true });
        Assert.Equal((null, 5000, 4000), (again.Refused, again.Width, again.Height));

        // A pack cannot be written where there is no folder: the worker answers, it does not die.
        Assert.NotNull((await workers.DoAsync(new(good, "png", Path.Combine(folder.Path, "none", "x.part")), default)).Refused);
    }

    private static async Task<WorkDone> KilledAsync(ImageWorkers workers, WorkOrder order)
    {
        // Until none is left: one that is still dying would be taken for the one that cuts.
        while (KillWorkers() > 0)
        {
            await Task.Delay(20);
        }

        var cutting = workers.DoAsync(order, default);
        while (KillWorkers() == 0 && !cutting.IsCompleted)
        {
            await Task.Delay(20);
        }

        return await cutting;
    }

    /// <summary>Kills the worker processes of this program as the kernel does.</summary>
    private static int KillWorkers()
    {
        var killed = 0;
        foreach (var entry in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(n => int.TryParse(n, out _)))
        {
            try
            {
                var status = File.ReadAllText($"/proc/{entry}/stat");
                var parent = status[(status.LastIndexOf(')') + 2)..].Split(' ')[1];
                if (parent == $"{Environment.ProcessId}" && File.ReadAllText($"/proc/{entry}/cmdline").Contains(ImageWorker.Command, StringComparison.Ordinal))
                {
                    Process.GetProcessById(int.Parse(entry!, CultureInfo.InvariantCulture)).Kill();
                    killed++;
                }
            }
            catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException)
            {
                // It ended meanwhile.
            }
        }

        return killed;
    }

    private static async Task<(int, int)> SizeAsync(ImageWorkers workers, string file)
    {
        var done = await workers.DoAsync(new(file, "png", null), default);
        return (done.Width, done.Height);
    }

    [CollectionDefinition(nameof(KilledWorkers), DisableParallelization = true)]
    public sealed class Alone;
}
