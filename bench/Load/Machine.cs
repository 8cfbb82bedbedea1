namespace Guanlian.Load;

/// <summary>On what, and when.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var model = File.ReadLines("/proc/cpuinfo").First(l => l.StartsWith("model name", StringComparison.Ordinal)).Split(':', 2)[1].Trim();
        var memory = long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null) / 1024 / 1024;
        var load = File.ReadAllText("/proc/loadavg").Split(' ')[0];
        return $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd}; {Environment.ProcessorCount} × {model}, {memory} GiB, .NET {Environment.Version}; load before the run {load}.";
    }
}
