using System.Diagnostics;

namespace Guanlian.Load;

/// <summary>What a crowd measured on one kind of page.</summary>
/// <param name="Name">The page.</param>
/// <param name="Milliseconds">Every answer's time, sorted.</param>
/// <param name="Failures">Answers that were not 200.</param>
/// <param name="Bytes">Size of one answer as sent.</param>
/// <param name="Elapsed">How long the crowd was there.</param>
internal sealed record Measured(string Name, double[] Milliseconds, int Failures, long Bytes, TimeSpan Elapsed)
{
    public double PerSecond => Milliseconds.Length / Elapsed.TotalSeconds;

    public double At(double share) => Milliseconds.Length == 0 ? double.NaN : Milliseconds[(int)Math.Min(Milliseconds.Length - 1, Math.Ceiling(share * Milliseconds.Length) - 1)];
}

/// <summary>A crowd of visitors, each with a connection of its own, asking for one page after another.</summary>
internal static class Visitors
{
    /// <param name="address">The server.</param>
    /// <param name="name">What is measured.</param>
    /// <param name="pages">Addresses the visitors go through, each starting at another one.</param>
    /// <param name="crowd">How many visitors.</param>
    /// <param name="time">For how long.</param>
    /// <param name="cookies">What the visitors bring along, in turn; none for people without an account.</param>
    /// <param name="pause">How long a visitor looks at a page; zero for none at all.</param>
    public static async Task<Measured> SendAsync(
        Uri address, string name, IReadOnlyList<string> pages, int crowd, TimeSpan time, IReadOnlyList<string> cookies, TimeSpan pause)
    {
        var clock = Stopwatch.StartNew();
        var visits = await Task.WhenAll(Enumerable.Range(0, crowd).Select(n => Task.Run(() => VisitAsync(
            address, pages, n, clock, time, cookies.Count == 0 ? null : cookies[n % cookies.Count], pause, crowd))));
        var times = visits.SelectMany(v => v.Times).Order().ToArray();
        return new(name, times, visits.Sum(v => v.Failures), visits.Max(v => v.Bytes), clock.Elapsed);
    }

    private static async Task<(List<double> Times, int Failures, long Bytes)> VisitAsync(
        Uri address, IReadOnlyList<string> pages, int number, Stopwatch clock, TimeSpan time, string? cookie, TimeSpan pause, int crowd)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(40) };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("gzip, br");
        if (cookie is not null)
        {
            client.DefaultRequestHeaders.Add("Cookie", cookie);
        }

        var times = new List<double>();
        var (failures, bytes) = (0, 0L);
        var buffer = new byte[64 * 1024];

        // Visitors do not all click in the same instant.
        await Task.Delay(pause * number / crowd);
        for (var n = number; clock.Elapsed < time; n++)
        {
            var page = pages[n % pages.Count];
            var asked = Stopwatch.GetTimestamp();
            var (status, length) = await AskAsync(client, page, buffer);
            times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            bytes = Math.Max(bytes, length);
            if (status != "OK")
            {
                failures++;
                Console.Error.WriteLine($"{page}: {status} after {times[^1]:0} ms");
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause);
            }
        }

        return (times, failures, bytes);
    }

    private static async Task<(string Status, long Length)> AskAsync(HttpClient client, string page, byte[] buffer)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(page, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            var length = 0L;
            for (int read; (read = await body.ReadAsync(buffer)) > 0;)
            {
                length += read;
            }

            return (answer.StatusCode.ToString(), length);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return (e.Message, 0);
        }
    }
}
