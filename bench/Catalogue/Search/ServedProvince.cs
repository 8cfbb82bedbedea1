using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Guanlian.Load;

namespace Guanlian.CatalogueSearch;

/// <summary>The program in a process of its own, as <c>./guanlian serve</c> runs it, asked over HTTP, its memory watched.</summary>
internal sealed partial class ServedProvince : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);
    private readonly Process server;
    private readonly HttpClient http;
    private readonly CancellationTokenSource ended = new();
    private readonly Task watching;

    private ServedProvince(Process server, Uri address)
    {
        this.server = server;
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        watching = WatchAsync();
    }

    /// <summary>The most memory since it was last asked for, in MB.</summary>
    public double Most { get; set; }

    public static async Task<ServedProvince> StartAsync(string program, string database)
    {
        var line = new ProcessStartInfo("dotnet", [program, "serve", "--empty", "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true };
        line.Environment["GUANLIAN_DATABASE"] = database;
        line.Environment["LC_ALL"] = "C.UTF-8";
        var server = Process.Start(line)!;
        while (await server.StandardOutput.ReadLineAsync() is { } said)
        {
            if (Address().Match(said) is { Success: true } found)
            {
                return new(server, new(found.Value + "/"));
            }
        }

        throw new InvalidOperationException("the server ended before it listened");
    }

    public async Task<Timings> PassAsync(IEnumerable<LoggedQuery> log, int passes, CancellationToken ct)
    {
        var times = new Timings();
        for (var pass = 0; pass < passes; pass++)
        {
            foreach (var query in log)
            {
                var from = Stopwatch.GetTimestamp();
                using var answer = await http.GetAsync("catalogue" + query.Escaped, ct);
                _ = await answer.Content.ReadAsByteArrayAsync(ct);
                times.Add(query, Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                if (!answer.IsSuccessStatusCode)
                {
                    throw new InvalidOperationException($"{(int)answer.StatusCode} for {query.Address}");
                }
            }
        }

        return times;
    }

    public async Task<string> PageAsync(string address, CancellationToken ct) => WebUtility.HtmlDecode(await http.GetStringAsync(address, ct));

    /// <summary>Memory by tenths of a long answer: it must not grow with the answer.</summary>
    private sealed class Tenths(ServedProvince served, double records)
    {
        private readonly List<string> most = [];

        public void At(long record)
        {
            while (record >= records * (most.Count + 1) / 10 && most.Count < 10)
            {
                most.Add(served.Most.ToString("0", CultureInfo.InvariantCulture));
                served.Most = 0;
            }
        }

        public override string ToString() => $"memory by tenths {string.Join(", ", most)} MB";
    }

    /// <summary>Harvests as a harvester does, part by part, for so long.</summary>
    public async Task<string> HarvestAsync(string prefix, TimeSpan most, long expected, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var (tenths, slowest) = (new Tenths(this, expected), TimeSpan.Zero);
        var (records, bytes, next) = (0L, 0L, $"oai?verb=ListRecords&metadataPrefix={prefix}");
        while (next is not null && clock.Elapsed < most)
        {
            var asked = Stopwatch.GetTimestamp();
            var text = await http.GetStringAsync(next, ct);
            slowest = Stopwatch.GetElapsedTime(asked) > slowest ? Stopwatch.GetElapsedTime(asked) : slowest;
            tenths.At(records);
            (records, bytes) = (records + Records().Count(text), bytes + text.Length);
            next = Token().Match(text) is { Success: true } token ? $"oai?verb=ListRecords&resumptionToken={Uri.EscapeDataString(WebUtility.HtmlDecode(token.Groups[1].Value))}" : null;
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"OAI-PMH {prefix}: {records:N0} records in {clock.Elapsed.TotalSeconds:0} s = {records / clock.Elapsed.TotalSeconds:N0}/s{(next is null ? ", the whole list" : "")}; {bytes / 1e6 / clock.Elapsed.TotalSeconds:0} M characters/s; slowest part {slowest.TotalMilliseconds:0} ms; {tenths}, then {Most:0} MB");
    }

    /// <summary>Reads an export and counts its lines.</summary>
    public async Task<string> ExportAsync(string file, TimeSpan most, long expected, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var tenths = new Tenths(this, expected);
        using var answer = await http.GetAsync($"api/export/{file}", HttpCompletionOption.ResponseHeadersRead, ct);
        await using var body = await answer.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[1 << 16];
        var (lines, read, whole) = (0L, 0, false);
        while (!(whole = (read = await body.ReadAsync(buffer, ct)) == 0) && clock.Elapsed < most)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            tenths.At(lines);
        }

        return string.Create(CultureInfo.InvariantCulture,
            $"export {file}: {lines:N0} records in {clock.Elapsed.TotalSeconds:0} s = {lines / clock.Elapsed.TotalSeconds:N0}/s{(whole ? ", all" : "")}; {tenths}, then {Most:0} MB");
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await watching;
        using (var kill = Process.Start("kill", ["-TERM", $"{server.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await server.WaitForExitAsync();
        server.Dispose();
        http.Dispose();
        ended.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            Most = Math.Max(Most, Machine.ResidentMegabytes(server.Id));
            await Task.Delay(Glance, ended.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("<header")]
    private static partial Regex Records();

    [GeneratedRegex("<resumptionToken[^>]*>([^<]+)<")]
    private static partial Regex Token();
}
