using System.Text;

namespace Guanlian.PairingBench;

/// <summary>A dated page: what ran where, against which peers.</summary>
internal sealed class Report(TimeProvider clock)
{
    readonly StringBuilder body = new();

    public bool AllEqual { get; private set; } = true;

    public void Expect(bool equal) => AllEqual &= equal;

    public void Line(string line) => body.Append(line).Append('\n');

    public string Save(string folder)
    {
        Directory.CreateDirectory(folder);
        var date = clock.GetUtcNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var file = Path.Combine(folder, $"{date}-pairing.md");
        File.WriteAllText(file, $"""
            # Pairing kernel, {date}

            {Machine()} {Versions()} Load of the machine when the run ended: {File.ReadAllText("/proc/loadavg").Split(' ')[1]} (5 minutes).
            Medians of {Measure.Runs}; instances are seeded; `bench/Pairing/README.md` says how to run it again.

            {body}
            All values compared were {(AllEqual ? "equal" : "NOT equal")}.

            """);
        return file;
    }

    static string Machine()
    {
        var cpu = File.ReadLines("/proc/cpuinfo").First(l => l.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
        var memory = long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
            System.Globalization.CultureInfo.InvariantCulture);
        return $"{Environment.ProcessorCount} cores ({cpu}), {memory / 1048576} GB, .NET {Environment.Version}.";
    }

    static string Versions() => "Peers: " + string.Join(", ", new[] { "liblemon-dev", "glpk-utils", "coinor-cbc" }
        .Select(package => $"{package} {Measure.Output("dpkg-query", $"-W -f ${{Version}} {package}")}")) + ".";
}
