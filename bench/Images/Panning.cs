using System.Collections.Concurrent;
using System.Diagnostics;

namespace Guanlian.ImagesBench;

/// <summary>Viewers that move over the image: each second one more column or row of what fills a window, as a browser asks for it.</summary>
internal static class Panning
{
    private const int Tile = 256, Window = 5, Connections = 6;

    /// <returns>Milliseconds of every tile, sorted; and those that failed.</returns>
    public static async Task<(double[] Milliseconds, int Failures)> RunAsync(Uri root, string image, int width, int height, int viewers, TimeSpan time)
    {
        var times = new ConcurrentBag<double>();
        var failures = 0;
        var over = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, viewers).Select(async number =>
        {
            var chance = new Random(number);
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = Connections }) { BaseAddress = root };
            await Task.Delay(chance.Next(1000));
            while (over.Elapsed < time)
            {
                var scale = 1 << chance.Next(0, 4);
                var (columns, rows) = (((width - 1) / (Tile * scale)) + 1, ((height - 1) / (Tile * scale)) + 1);
                var column = chance.Next(Math.Max(1, columns - Window));
                var first = chance.Next(Math.Max(1, rows - Window));
                for (var steps = 0; steps < Window && over.Elapsed < time; steps++, column++)
                {
                    var seen = Stopwatch.StartNew();
                    await Task.WhenAll(Enumerable.Range(first, Math.Min(Window, rows - first)).Select(row => AskAsync(client, Path(image, width, height, scale, Math.Min(column, columns - 1), row))));
                    await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, 1 - seen.Elapsed.TotalSeconds)));
                }
            }
        }));
        return ([.. times.Order()], failures);

        async Task AskAsync(HttpClient client, string path)
        {
            var watch = Stopwatch.GetTimestamp();
            try
            {
                await client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
                times.Add(Stopwatch.GetElapsedTime(watch).TotalMilliseconds);
            }
            catch (HttpRequestException)
            {
                Interlocked.Increment(ref failures);
            }
        }
    }

    private static string Path(string image, int width, int height, int scale, int column, int row)
    {
        var (x, y, step) = (column * Tile * scale, row * Tile * scale, Tile * scale);
        var (w, h) = (Math.Min(step, width - x), Math.Min(step, height - y));
        return FormattableString.Invariant($"{image}/{x},{y},{w},{h}/{(w + scale - 1) / scale},/0/default.jpg");
    }
}
