using System.Diagnostics;
using Guanlian.Pairing;

namespace Guanlian.PairingBench;

internal static class Measure
{
    public const int Runs = 5;

    public static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Five runs after two that warm up.</summary>
    public static double[] Times(Action action)
    {
        action();
        action();
        return [.. Enumerable.Range(0, Runs).Select(_ => Milliseconds(action))];
    }

    public static double Median(IReadOnlyList<double> values) => values.Order().ElementAt(values.Count / 2);

    public static void PrintPeak()
    {
        var answer = PairingSolver.Solve(BenchRounds.NationDense(1));
        using var self = Process.GetCurrentProcess();
        Console.WriteLine($"{self.PeakWorkingSet64 / 1048576} {answer.Result!.Totals.Score}");
    }

    /// <summary>The peak memory in MB of a fresh process that builds and solves the dense nation.</summary>
    public static string Peak()
    {
        var self = typeof(Measure).Assembly.Location;
        return Output("dotnet", $"{self} --peak").Split(' ')[0];
    }

    public static string Output(string program, string arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Trim();
    }
}
