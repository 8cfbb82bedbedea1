using System.Diagnostics;
using System.Globalization;

namespace Guanlian.ImagesBench;

/// <summary>Programs of others that the bench calls; it installs none of them.</summary>
internal static class Tools
{
    /// <summary>Program, Debian package.</summary>
    private static readonly (string Program, string Package)[] Needed =
        [("wrk", "wrk"), ("vips", "libvips-tools"), ("nginx", "nginx-light"), ("iipsrv.fcgi", "iipimage-server"), ("psql", "postgresql-client")];

    /// <summary>Debian packages that are not here.</summary>
    public static IReadOnlyList<string> Missing() => [.. Needed.Where(n => Find(n.Program) is null).Select(n => n.Package)];

    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/sbin", "/usr/lib/iipimage-server"])
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs one to its end.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEndAsync();
        var complained = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await said : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await complained}");
    }

    public static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted && sorted.Length % 2 == 1
        ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    public static string Number(double value) => value.ToString(value < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);
}

/// <summary>wrk against a list of addresses, taken by chance.</summary>
internal static class Wrk
{
    public static async Task<double> RunAsync(Uri root, IReadOnlyList<string> paths, TimeSpan time, string folder)
    {
        var (list, script) = (Path.Combine(folder, "paths.txt"), Path.Combine(folder, "wrk.lua"));
        await File.WriteAllLinesAsync(list, paths);
        await File.WriteAllTextAsync(script, $$"""
            local asked, n, count = {}, 0, 0
            function setup(thread) count = count + 1; thread:set("seed", 20261120 + count) end
            function init()
              math.randomseed(seed)
              for line in io.lines("{{list}}") do n = n + 1; asked[n] = wrk.format("GET", line) end
            end
            function request() return asked[math.random(n)] end
            """);
        var said = await Tools.RunAsync("wrk", "-t2", "-c32", FormattableString.Invariant($"-d{time.TotalSeconds:0}s"), "-s", script, root.AbsoluteUri);
        // A peer that lets some wait too long has that said of it; a wrong answer ends the race.
        if (said.Split('\n').FirstOrDefault(l => l.Contains("Socket errors", StringComparison.Ordinal)) is { } errors)
        {
            Console.Error.WriteLine($"{root}: {errors.Trim()}");
        }

        if (said.Contains("Non-2xx", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"not every answer of {root} was good: {said}");
        }

        var line = said.Split('\n').First(l => l.StartsWith("Requests/sec:", StringComparison.Ordinal));
        return double.Parse(line.Split(':')[1], CultureInfo.InvariantCulture);
    }
}
