using System.Collections.Immutable;
using Guanlian.Pairing;

namespace Guanlian.PairingBench;

/// <summary>The same network as arcs with the same combined costs, for the peers: leaders, museums, root; sorted by source.</summary>
internal static class Networks
{
    public static void Write(PairingProblem problem, ImmutableArray<long> weights, TextWriter file)
    {
        long Weight(ObjectiveLevel level) => problem.Order.Levels.IndexOf(level) is var k and >= 0 ? weights[k] : 0;
        var (leaders, museums) = (problem.Leaders.Length, problem.Museums.Length);
        var root = leaders + museums;
        var places = problem.Leaders.SelectMany((l, i) => Enumerable.Range(1, l.Upper).Select(k => (Leader: i, Worth:
            (k <= l.Lower ? Weight(ObjectiveLevel.LowerPlaces) : 0)
            + (k <= problem.Order.Workload.Length ? Weight(ObjectiveLevel.Workload) * problem.Order.Workload[k - 1] : 0)))).ToList();
        file.WriteLine($"{root + 1} {problem.Arcs.Length + museums + places.Count}");
        foreach (var arc in problem.Arcs.OrderBy(a => a.Leader).ThenBy(a => a.Museum))
        {
            var worth = Weight(ObjectiveLevel.Tier0 + problem.Museums[arc.Museum].Tier) + Weight(ObjectiveLevel.Score) * arc.Score;
            file.WriteLine($"{arc.Leader} {leaders + arc.Museum} 1 {-worth}");
        }
        for (var j = 0; j < museums; j++) file.WriteLine($"{leaders + j} {root} 1 0");
        foreach (var (leader, worth) in places) file.WriteLine($"{root} {leader} 1 {-worth}");
    }
}
