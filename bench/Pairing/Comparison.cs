using System.Globalization;
using Guanlian.Pairing;
using Guanlian.Unit.Pairing;

namespace Guanlian.PairingBench;

/// <summary>
/// The kernel and its peers on the same instances in the same run. Ours is the whole call: reading and checking the problem, optimum,
/// smallest prices, canonical choice, certificate, blocking pairs. LEMON's is run() alone, on a network built before. Runs alternate, so
/// that whatever else the machine does falls on both.
/// </summary>
internal sealed class Comparison(Report report)
{
    readonly string peers = Path.Combine(Path.GetTempPath(), "guanlian-pairing-peers");

    public void Run()
    {
        BuildLemon();
        report.Line("| instance | arcs | kernel | LEMON network simplex | kernel ÷ LEMON | … least of all runs | LEMON cost scaling | combined value |");
        report.Line("|---|---:|---:|---:|---:|---:|---:|---|");
        Compare("province 11×110", BenchRounds.Province(1));
        Compare("province 11×110, ties", BenchRounds.Province(2, ties: true));
        Compare("nation sparse 327×5,000", BenchRounds.NationSparse(1));
        Compare("nation dense 327×5,000", BenchRounds.NationDense(1));
        Compare("nation dense, ties", BenchRounds.NationDense(2, ties: true));
        report.Line("");
        report.Line("Level by level (tier 0, tier 1, tier 2, lower places, score, workload), each level a run of the LP solver:");
        report.Line("");
        report.Line("| instance | kernel | GLPK | CBC | GLPK, all levels | CBC, all levels |");
        report.Line("|---|---|---|---|---:|---:|");
        ByLevel("province 11×110, seed 1", BenchRounds.Province(1));
        ByLevel("province 11×110, ties, seed 2", BenchRounds.Province(2, ties: true));
        ByLevel("province 11×110, seed 3", BenchRounds.Province(3));
        ByLevel("nation sparse, seed 1", BenchRounds.NationSparse(1));
        report.Line("");
    }

    void BuildLemon() => Measure.Output("sh", $"{Path.Combine(AppContext.BaseDirectory, "peers", "build.sh")} {peers}");

    void Compare(string name, PairingProblem problem)
    {
        Console.WriteLine(name);
        var result = PairingSolver.Solve(problem).Result!;
        var (lemonProgram, file) = (Path.Combine(peers, "lemon"), Path.Combine(peers, "instance.net"));
        using (var writer = new StreamWriter(file)) Networks.Write(problem, result.Certificate!.Weights, writer);
        PairingSolver.Solve(problem);
        var (ours, simplex, scaling) = (new List<double>(), new List<double>(), new List<double>());
        var values = new HashSet<long> { result.Certificate!.Optimum.Bound };
        for (var run = 0; run < Measure.Runs; run++)
        {
            ours.Add(Measure.Milliseconds(() => PairingSolver.Solve(problem)));
            if (!File.Exists(lemonProgram)) continue;
            foreach (var line in Measure.Output(lemonProgram, $"{file} 3 costscaling").Split('\n'))
            {
                if (line.Split(' ') is not [var algorithm, var value, var seconds]) continue;
                values.Add(long.Parse(value, CultureInfo.InvariantCulture));
                (algorithm == "networksimplex" ? simplex : scaling).Add(1000 * double.Parse(seconds, CultureInfo.InvariantCulture));
            }
        }
        var kernel = Measure.Median(ours);
        var row = $"| {name} | {problem.Arcs.Length:N0} | {kernel:0.0} ms";
        if (simplex.Count == 0)
        {
            report.Line($"{row} | LEMON is not installed | | | | {values.First():N0} |");
            return;
        }
        var (lemon, least, lemonLeast) = (Measure.Median(simplex), ours.Min(), simplex.Min());
        report.Expect(values.Count == 1);
        report.Line($"{row} | {lemon:0.00} ms | {kernel / lemon:0.00} | {least:0.0} ÷ {lemonLeast:0.00} = {least / lemonLeast:0.00} "
            + $"| {Measure.Median(scaling):0.0} ms "
            + $"| {(values.Count == 1 ? $"equal: {values.First():N0}" : $"DIFFERENT: {string.Join(" / ", values)}")} |");
    }

    void ByLevel(string name, PairingProblem problem)
    {
        Console.WriteLine(name);
        var ours = PairingSolver.Solve(problem).Result!.Objective;
        var cells = new List<string> { name, string.Join(" · ", ours) };
        var times = new List<string>();
        foreach (var solver in new[] { "glpsol", "cbc" })
        {
            long[] theirs = [];
            var time = LpOracle.IsInstalled(solver) ? Measure.Milliseconds(() => theirs = new LpOracle(problem).Solve(solver)) : 0;
            var equal = theirs.AsSpan().SequenceEqual(ours.AsSpan());
            report.Expect(equal || theirs.Length == 0);
            cells.Add(theirs.Length == 0 ? "not installed" : equal ? "equal" : $"DIFFERENT: {string.Join(" · ", theirs)}");
            times.Add($"{time / 1000:0.0} s");
        }
        report.Line($"| {string.Join(" | ", cells.Concat(times))} |");
    }
}
