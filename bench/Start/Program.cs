using System.Diagnostics;
using System.Globalization;
using Guanlian.Load;

// From the launch of ./guanlian serve to the first page read whole, on data that is there and a program that is built.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var starts = int.Parse(Value("--starts") ?? "5", CultureInfo.InvariantCulture);
var machine = Machine.Describe();
await using var server = new ServerUnderTest(Value("--launcher") ?? "./guanlian", Value("--data"));
using var visitor = new HttpClient(new SocketsHttpHandler { UseProxy = false });

// The first start builds, makes the database and loads the sample province: not what is measured.
await server.StartAsync();
await server.StopAsync();
var times = new List<(double Listening, double Page)>();
for (var n = 0; n < starts; n++)
{
    var launched = Stopwatch.GetTimestamp();
    await server.StartAsync();
    var listening = Stopwatch.GetElapsedTime(launched);
    using var answer = await visitor.GetAsync(server.Address);
    answer.EnsureSuccessStatusCode();
    await answer.Content.ReadAsByteArrayAsync();
    times.Add((listening.TotalSeconds, Stopwatch.GetElapsedTime(launched).TotalSeconds));
    Console.Error.WriteLine($"{times[^1].Page:0.00} s");
    await server.StopAsync();
}

var report = $"""
    # A second start

    {machine}
    From the launch of `./guanlian serve` (built, database and sample province there) to its first page read whole. To reach: 3 s.
    Again with: `dotnet run -c Release --project bench/Start`.

    | start | address printed after | first page after |
    |---|---:|---:|
    {string.Join('\n', times.Select((t, n) => $"| {n + 1} | {t.Listening:0.00} s | {t.Page:0.00} s |"))}

    """;
Console.WriteLine(report);
if (Value("--record") is { } file)
{
    await File.WriteAllTextAsync(file, report);
}

return times.TrueForAll(t => t.Page <= 3) ? 0 : 1;

string? Value(string option) => args.SkipWhile(a => a != option).Skip(1).FirstOrDefault();
