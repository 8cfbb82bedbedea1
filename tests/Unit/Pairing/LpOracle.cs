using System.Diagnostics;
using System.Globalization;
using Guanlian.Pairing;

namespace Guanlian.Unit.Pairing;

/// <summary>
/// Asks an LP solver for one level after the other: maximise it, then keep what was reached as a constraint. Never one big objective: with
/// six levels in one double the lowest drown, and the solver reports a wrong optimum without a word. Written from the definitions,
/// with nothing of the solver; the linear relaxation is exact because the flow polytope and all its faces are integral.
/// </summary>
internal sealed class LpOracle(PairingProblem problem, int bar = 0)
{
    readonly List<(string Row, double Least)> reached = [];

    public static bool IsInstalled(string solver) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, solver)));

    /// <summary>The value of each level of the problem's order.</summary>
    public long[] Solve(string solver)
    {
        var folder = Directory.CreateTempSubdirectory("guanlian-lp-");
        try
        {
            return [.. problem.Order.Levels.Select(level => Solve(level, solver, folder.FullName))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    long Solve(ObjectiveLevel level, string solver, string folder)
    {
        var (model, answer) = (Path.Combine(folder, $"{solver}.mps"), Path.Combine(folder, $"{solver}.txt"));
        using (var file = new StreamWriter(model)) Write(file, level);
        var arguments = solver == "glpsol" ? $"--freemps {model} --nomip -o {answer}" : $"{model} -solve -solu {answer}";
        using var process = Process.Start(new ProcessStartInfo(solver, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var mark = solver == "glpsol" ? "Objective:" : "objective value";
        var line = File.ReadLines(answer).First(l => l.Contains(mark, StringComparison.Ordinal));
        var number = solver == "glpsol" ? line.Split('=')[1].Split('(')[0] : line.Split("value")[1];
        var value = (long)Math.Round(-double.Parse(number, CultureInfo.InvariantCulture));
        reached.Add(($"keep{level}", value));
        return value;
    }

    /// <summary>Free MPS, minimising the negated level.</summary>
    void Write(TextWriter file, ObjectiveLevel level)
    {
        var locks = problem.Locks.ToHashSet();
        var excluded = problem.Exclusions.ToHashSet();
        var arcs = problem.Arcs.Where(a => !excluded.Contains(new(a.Leader, a.Museum))
            && (a.Score >= bar || locks.Contains(new(a.Leader, a.Museum)))).ToList();
        var levels = reached.Select(r => r.Row).ToList();
        file.WriteLine("NAME ROUND FREE\nROWS\n N cost");
        foreach (var row in levels) file.WriteLine($" G {row}");
        for (var i = 0; i < problem.Leaders.Length; i++) file.WriteLine($" L places{i}\n L lower{i}\n L work{i}");
        for (var j = 0; j < problem.Museums.Length; j++) file.WriteLine($" L once{j}");

        file.WriteLine("COLUMNS");
        void Column(string name, Func<ObjectiveLevel, int> worth, string rows)
        {
            file.WriteLine($" {name} cost {-worth(level)}");
            foreach (var row in levels) file.WriteLine($" {name} {row} {worth(Enum.Parse<ObjectiveLevel>(row[4..]))}");
            file.WriteLine(rows);
        }
        foreach (var (i, j, score) in arcs)
        {
            var tier = ObjectiveLevel.Tier0 + problem.Museums[j].Tier;
            Column($"x{i}_{j}", l => l == tier ? 1 : l == ObjectiveLevel.Score ? score : 0,
                $" x{i}_{j} places{i} 1\n x{i}_{j} lower{i} -1\n x{i}_{j} work{i} -1\n x{i}_{j} once{j} 1");
        }
        var curve = problem.Order.Workload;
        for (var i = 0; i < problem.Leaders.Length; i++)
        {
            Column($"y{i}", l => l == ObjectiveLevel.LowerPlaces ? 1 : 0, $" y{i} lower{i} 1");
            for (var k = 0; k < curve.Length; k++)
            {
                var worth = curve[k];
                Column($"z{i}_{k}", l => l == ObjectiveLevel.Workload ? worth : 0, $" z{i}_{k} work{i} 1");
            }
        }

        file.WriteLine("RHS");
        foreach (var (row, least) in reached) file.WriteLine($" r {row} {least.ToString(CultureInfo.InvariantCulture)}");
        for (var i = 0; i < problem.Leaders.Length; i++) file.WriteLine($" r places{i} {problem.Leaders[i].Upper}");
        for (var j = 0; j < problem.Museums.Length; j++) file.WriteLine($" r once{j} 1");

        file.WriteLine("BOUNDS");
        foreach (var (i, j, _) in arcs) file.WriteLine($" {(locks.Contains(new(i, j)) ? "FX" : "UP")} b x{i}_{j} 1");
        for (var i = 0; i < problem.Leaders.Length; i++)
        {
            file.WriteLine($" UP b y{i} {problem.Leaders[i].Lower}");
            for (var k = 0; k < curve.Length; k++) file.WriteLine($" UP b z{i}_{k} 1");
        }
        file.WriteLine("ENDATA");
    }
}
