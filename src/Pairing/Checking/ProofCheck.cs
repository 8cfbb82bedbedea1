using System.Collections.Immutable;

namespace Guanlian.Pairing.Checking;

/// <summary>The worth of arcs and places under given weights: c_ij and b_ik.</summary>
sealed class Worth
{
    readonly CheckedRound round;
    readonly Int128[] tier;
    readonly Int128 score, lowerPlace, workload;

    public Worth(CheckedRound round, ImmutableArray<long> weights)
    {
        this.round = round;
        Int128 Weight(string level) => round.Levels.IndexOf(level) is var k and >= 0 ? weights[k] : 0;
        tier = [Weight("tier0"), Weight("tier1"), Weight("tier2")];
        (score, lowerPlace, workload) = (Weight("score"), Weight("lowerPlaces"), Weight("workload"));
    }

    public Int128 Arc(int museum, int points) => tier[round.Museums[museum].Tier] + score * points;

    /// <summary>The k-th place, from 1.</summary>
    public Int128 Place(int leader, int k) => (k <= round.Leaders[leader].Lower ? lowerPlace : 0)
        + (k <= round.Workload.Length ? workload * round.Workload[k - 1] : 0);

    /// <summary>The worth of the published pairs.</summary>
    public Int128 Of(RoundFacts facts)
    {
        Int128 sum = 0;
        foreach (var (leader, museum) in round.Pairs) sum += Arc(museum, facts.Score[(leader, museum)]);
        for (var i = 0; i < facts.Load.Length; i++)
        {
            for (var k = 1; k <= facts.Load[i]; k++) sum += Place(i, k);
        }
        return sum;
    }
}

/// <summary>Weak duality: whatever the prices, no choice on the arcs with a score of at least the bar is worth more than the
/// bound.</summary>
static class ProofCheck
{
    /// <summary>The bound holds and equals what was reached.</summary>
    public static void Check(CheckedRound round, RoundFacts facts, Worth worth, int bar, CheckedProof proof, Int128 reached,
        List<CheckFinding> findings)
    {
        var bounds = Bounds(round, facts, worth, bar, proof, findings);
        if (bounds && proof.Bound != reached) findings.Add(new(CheckFindingCode.NotProvedOptimal));
    }

    public static bool Bounds(CheckedRound round, RoundFacts facts, Worth worth, int bar, CheckedProof proof, List<CheckFinding> findings)
    {
        var before = findings.Count;
        Int128 sum = 0;
        for (var j = 0; j < proof.MuseumValues.Length; j++)
        {
            if (proof.MuseumValues[j] < 0) findings.Add(new(CheckFindingCode.ValueNegative, Museum: j));
            if (!facts.LockedMuseum[j]) sum += proof.MuseumValues[j];
        }
        foreach (var ((leader, museum), score) in facts.Score)
        {
            var gain = worth.Arc(museum, score) - proof.LeaderPrices[leader];
            if (facts.Locked.Contains((leader, museum))) sum += gain;
            else if (!facts.LockedMuseum[museum] && score >= bar && gain > proof.MuseumValues[museum])
            {
                findings.Add(new(CheckFindingCode.ValueTooSmall, leader, museum));
            }
        }
        for (var i = 0; i < proof.LeaderPrices.Length; i++)
        {
            for (var k = 1; k <= round.Leaders[i].Upper; k++) sum += Int128.Max(0, worth.Place(i, k) + proof.LeaderPrices[i]);
        }
        if (sum != proof.Bound) findings.Add(new(CheckFindingCode.BoundWrong));
        return findings.Count == before;
    }
}
