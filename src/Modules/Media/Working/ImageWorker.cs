using System.CommandLine;
using System.Text.Json;
using Guanlian.Media.Checking;
using Guanlian.Media.Tiles;
using Guanlian.Media.Vips;
using Guanlian.Platform.Commands;

namespace Guanlian.Media.Working;

/// <summary>
/// The worker's side: a process of its own in which strangers' files are decoded, under limits of memory and file size. It reads one
/// order a line and answers one line; it ends when its input does.
/// </summary>
internal static class ImageWorker
{
    /// <summary>The hidden command that starts it.</summary>
    public const string Command = "image-worker";

    /// <summary>The answer where the library that decodes is not here.</summary>
    public const string Missing = "media.worker.missing";

    /// <summary>libvips does not say why it could not write; with less than this left, it is the disk.</summary>
    private const long LeastRoom = 1 << 20;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static void Add(CommandTree tree)
    {
        var command = new Command(Command, "Decode images for the program that started this.") { Hidden = true };
        command.SetAction((_, ct) => RunAsync(ct));
        tree.Add(command);
    }

    private static async Task<int> RunAsync(CancellationToken ct)
    {
        WorkLimits.Set();
        using var input = new StreamReader(Console.OpenStandardInput());
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var line = await input.ReadLineAsync(ct);
        while (line is not null)
        {
            var order = JsonSerializer.Deserialize<WorkOrder>(line, WorkDone.Json)!;
            // The next line is awaited meanwhile: its end means that whoever asked is gone, and so is the reason to go on.
            var next = input.ReadLineAsync(ct).AsTask();
            var work = Task.Run(() => Do(order), ct);
            while (!work.IsCompleted)
            {
                var first = await Task.WhenAny(work, next, Task.Delay(Look, ct));
                if (first == next && await next is null)
                {
                    Environment.Exit(ExitCodes.Stopped);
                }

                if (first != work && order.Tiles is { } tiles && IsFull(tiles))
                {
                    // libvips 8.14 waits for ever when its archive finds no room, so this process is given up.
                    File.Delete(CutImage.LooseOf(tiles));
                    await output.WriteLineAsync(JsonSerializer.Serialize(new WorkDone { Refused = "media.store.full" }, WorkDone.Json));
                    using var self = System.Diagnostics.Process.GetCurrentProcess();
                    self.Kill();
                }
            }

            await output.WriteLineAsync(JsonSerializer.Serialize(await work, WorkDone.Json));
            line = await next;
        }

        return ExitCodes.Ok;
    }

    private static bool IsFull(string tiles) => new DriveInfo(Path.GetDirectoryName(tiles)!).AvailableFreeSpace < LeastRoom;

    private static WorkDone Do(WorkOrder order)
    {
        if (!VipsLibrary.IsHere)
        {
            return new() { Refused = Missing };
        }

        try
        {
            return order switch
            {
                { Measure: true } => Measure(order.File),
                { Tiles: { } tiles } => CutImage.Cut(order, tiles),
                _ => LookAtImage.Look(order),
            };
        }
        catch (VipsException e) when (order.Tiles is { } into && IsFull(into))
        {
            return new() { Refused = "media.store.full", Detail = e.Message };
        }
        catch (VipsException e)
        {
            return new() { Refused = "media.file.broken", Detail = e.Message };
        }
        catch (OutOfMemoryException e)
        {
            return new() { Refused = "media.file.too-heavy", Detail = e.Message };
        }
        catch (IOException e) when ((e.HResult & 0xffff) == 28) // ENOSPC
        {
            return new() { Refused = "media.store.full", Detail = e.Message };
        }
        catch (IOException e)
        {
            return new() { Refused = "media.file.broken", Detail = e.Message };
        }
    }

    private static WorkDone Measure(string tiles)
    {
        using var pack = TilePack.Open(tiles);
        return new() { Width = pack.Grid.Width, Height = pack.Grid.Height, Measures = MeasurePhotograph.Of(pack) };
    }
}
