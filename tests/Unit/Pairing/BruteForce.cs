using Guanlian.Pairing;

namespace Guanlian.Unit.Pairing;

/// <summary>
/// Every assignment of a tiny round, tried in the canonical order (museums by code, leaders by code, unpaired last): the first that no
/// other beats is the answer. Written from the definition, with nothing of the solver.
/// </summary>
internal sealed class BruteForce
{
    readonly PairingProblem problem;
    readonly int[] leaderOrder, museumOrder, leaderOf, load;
    readonly Dictionary<(int, int), int> score = [];
    readonly Dictionary<int, int> locks = [];
    long[] best = [];
    int[] bestLeaderOf = [];
    int optima;

    BruteForce(PairingProblem problem)
    {
        this.problem = problem;
        foreach (var (i, j, s) in problem.Arcs)
        {
            if (!problem.Exclusions.Contains(new PairIndex(i, j))) score[(i, j)] = s;
        }
        foreach (var (i, j) in problem.Locks) locks[j] = i;
        leaderOrder = [.. Enumerable.Range(0, problem.Leaders.Length).OrderBy(i => problem.Leaders[i].Code, StringComparer.Ordinal)];
        museumOrder = [.. Enumerable.Range(0, problem.Museums.Length).OrderBy(j => problem.Museums[j].Code, StringComparer.Ordinal)];
        leaderOf = new int[problem.Museums.Length];
        load = new int[problem.Leaders.Length];
        Array.Fill(leaderOf, -1);
    }

    public static (long[] Objective, int[] LeaderOf, int Optima) Solve(PairingProblem problem)
    {
        var search = new BruteForce(problem);
        search.Try(0);
        return (search.best, search.bestLeaderOf, search.optima);
    }

    /// <summary>The tuple of any assignment, from the definitions alone.</summary>
    public static long[] Evaluate(PairingProblem problem, IReadOnlyList<int> leaderOf)
    {
        var search = new BruteForce(problem);
        for (var j = 0; j < leaderOf.Count; j++)
        {
            search.leaderOf[j] = leaderOf[j];
            if (leaderOf[j] >= 0) search.load[leaderOf[j]]++;
        }
        return search.Evaluate();
    }

    void Try(int at)
    {
        if (at == museumOrder.Length)
        {
            var value = Evaluate();
            var better = best.Length == 0 ? 1 : value.AsSpan().SequenceCompareTo(best);
            if (better == 0) optima++;
            if (better > 0) (best, bestLeaderOf, optima) = (value, (int[])leaderOf.Clone(), 1);
            return;
        }
        var j = museumOrder[at];
        foreach (var i in leaderOrder)
        {
            if (!score.ContainsKey((i, j)) || load[i] == problem.Leaders[i].Upper) continue;
            if (locks.TryGetValue(j, out var only) && only != i) continue;
            leaderOf[j] = i;
            load[i]++;
            Try(at + 1);
            load[i]--;
            leaderOf[j] = -1;
        }
        if (!locks.ContainsKey(j)) Try(at + 1);
    }

    long[] Evaluate()
    {
        Span<long> tier = stackalloc long[3];
        long sum = 0, lowest = 1000, lower = 0, work = 0;
        for (var j = 0; j < leaderOf.Length; j++)
        {
            if (leaderOf[j] < 0) continue;
            var s = score[(leaderOf[j], j)];
            tier[problem.Museums[j].Tier]++;
            sum += s;
            if (!locks.ContainsKey(j)) lowest = Math.Min(lowest, s);
        }
        for (var i = 0; i < load.Length; i++)
        {
            lower += Math.Min(load[i], problem.Leaders[i].Lower);
            for (var k = 0; k < load[i] && k < problem.Order.Workload.Length; k++) work += problem.Order.Workload[k];
        }
        var value = new long[problem.Order.Levels.Length];
        for (var k = 0; k < value.Length; k++)
        {
            value[k] = problem.Order.Levels[k] switch
            {
                ObjectiveLevel.Tier0 => tier[0],
                ObjectiveLevel.Tier1 => tier[1],
                ObjectiveLevel.Tier2 => tier[2],
                ObjectiveLevel.LowerPlaces => lower,
                ObjectiveLevel.LowestScore => lowest,
                ObjectiveLevel.Score => sum,
                _ => work,
            };
        }
        return value;
    }
}
