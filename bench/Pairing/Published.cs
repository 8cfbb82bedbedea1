using Guanlian.Pairing;
using Guanlian.Pairing.Checking;

namespace Guanlian.PairingBench;

/// <summary>A result as the checker reads it.</summary>
internal static class Published
{
    public static CheckedRound Of(PairingProblem problem, PairingResult result) => new()
    {
        Leaders = [.. problem.Leaders.Select(l => new CheckedLeader(l.Code, l.Lower, l.Upper))],
        Museums = [.. problem.Museums.Select(m => new CheckedMuseum(m.Code, m.Tier))],
        Arcs = [.. problem.Arcs.Select(a => new CheckedArc(a.Leader, a.Museum, a.Score))],
        Levels = [.. result.Order.Levels.Select(l => char.ToLowerInvariant(l.ToString()[0]) + l.ToString()[1..])],
        Workload = result.Order.Workload,
        Pairs = [.. result.Pairs.Select(p => new CheckedPair(p.Leader, p.Museum))],
        Objective = result.Objective,
        Weights = result.Certificate!.Weights,
        Optimum = new(result.Certificate.Optimum.LeaderPrices, result.Certificate.Optimum.MuseumValues, result.Certificate.Optimum.Bound),
    };
}
