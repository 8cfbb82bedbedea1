using Guanlian.Pairing;
using Guanlian.Pairing.Checking;

namespace Guanlian.Unit.Pairing;

/// <summary>What the tests say again and again.</summary>
internal static class Rounds
{
    public static PairingResult Solved(this PairingProblem problem, PairingMode mode = PairingMode.Optimal)
    {
        var answer = PairingSolver.Solve(problem, mode);
        Assert.True(answer.IsSolved, string.Join(' ', answer.Faults));
        return answer.Result;
    }

    /// <summary>The round as a stranger would read it from the published file.</summary>
    public static CheckedRound Published(this PairingProblem problem, PairingResult result) => new()
    {
        Leaders = [.. problem.Leaders.Select(l => new CheckedLeader(l.Code, l.Lower, l.Upper))],
        Museums = [.. problem.Museums.Select(m => new CheckedMuseum(m.Code, m.Tier))],
        Arcs = [.. problem.Arcs.Select(a => new CheckedArc(a.Leader, a.Museum, a.Score))],
        Locks = [.. problem.Locks.Select(p => new CheckedPair(p.Leader, p.Museum))],
        Exclusions = [.. problem.Exclusions.Select(p => new CheckedPair(p.Leader, p.Museum))],
        Levels = [.. result.Order.Levels.Select(Name)],
        Workload = result.Order.Workload,
        Pairs = [.. result.Pairs.Select(p => new CheckedPair(p.Leader, p.Museum))],
        Objective = result.Objective,
        Weights = result.Certificate?.Weights ?? [],
        Optimum = Proof(result.Certificate?.Optimum),
        LowestScore = result.Certificate?.Bar?.LowestScore,
        BeforeBar = Proof(result.Certificate?.Bar?.Before),
        AboveBar = Proof(result.Certificate?.Bar?.Above),
        Stable = result.Mode == PairingMode.Stable,
        MuseumLists = [.. problem.MuseumPreferences.Select(l => new CheckedList(l.Owner, l.Ranked))],
        LeaderLists = [.. problem.LeaderPreferences.Select(l => new CheckedList(l.Owner, l.Ranked))],
    };

    public static void PassesTheCheck(this PairingProblem problem, PairingResult result, string because = "")
    {
        var findings = RoundCheck.Check(problem.Published(result));
        Assert.True(findings.IsEmpty, $"{because}: {string.Join(' ', findings)}");
    }

    static string Name(ObjectiveLevel level) => char.ToLowerInvariant(level.ToString()[0]) + level.ToString()[1..];

    static CheckedProof? Proof(PriceProof? proof) => proof is null ? null : new(proof.LeaderPrices, proof.MuseumValues, proof.Bound);
}
