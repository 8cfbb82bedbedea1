using System.Collections.Immutable;

namespace Guanlian.Pairing.Checking;

/// <summary>
/// Checks a published round without the solver: the pairs are possible, their value is as claimed, and the prices bound every other
/// choice by the same value. Written to be read; a stranger's own checker needs no more than this.
/// </summary>
public static class RoundCheck
{
    const int MaxScore = 1000;

    /// <summary>All that is wrong; empty when the pairs are proved to be the best and the canonical ones. Never throws for data.</summary>
    public static ImmutableArray<CheckFinding> Check(CheckedRound round)
    {
        if (!RoundShape.IsSound(round)) return [new(CheckFindingCode.Malformed)];
        var findings = new List<CheckFinding>();
        var facts = new RoundFacts(round);
        CheckPairs(round, facts, findings);
        if (findings.Count > 0) return [.. findings];

        CheckObjective(round, facts, findings);
        if (round.Stable) StableCheck.Check(round, facts, findings);
        else CheckProofs(round, facts, findings);
        return [.. findings];
    }

    static void CheckPairs(CheckedRound round, RoundFacts facts, List<CheckFinding> findings)
    {
        var seen = new HashSet<int>();
        foreach (var (leader, museum) in round.Pairs)
        {
            if (!seen.Add(museum)) findings.Add(new(CheckFindingCode.MuseumPairedTwice, leader, museum));
            if (facts.Excluded.Contains((leader, museum))) findings.Add(new(CheckFindingCode.PairExcluded, leader, museum));
            else if (!facts.Score.ContainsKey((leader, museum))) findings.Add(new(CheckFindingCode.PairWithoutArc, leader, museum));
        }
        for (var i = 0; i < facts.Load.Length; i++)
        {
            if (facts.Load[i] > round.Leaders[i].Upper) findings.Add(new(CheckFindingCode.CapacityExceeded, i));
        }
        foreach (var (leader, museum) in round.Locks)
        {
            if (facts.LeaderOf[museum] != leader) findings.Add(new(CheckFindingCode.LockNotKept, leader, museum));
        }
    }

    static void CheckObjective(CheckedRound round, RoundFacts facts, List<CheckFinding> findings)
    {
        for (var k = 0; k < round.Levels.Length; k++)
        {
            if (facts.Level(round.Levels[k]) != round.Objective[k]) findings.Add(new(CheckFindingCode.ObjectiveWrong));
        }
    }

    static void CheckProofs(CheckedRound round, RoundFacts facts, List<CheckFinding> findings)
    {
        if (!WeightsKeepLevelsApart(round, round.Weights)) findings.Add(new(CheckFindingCode.WeightsMixLevels));
        var q = round.Levels.IndexOf("lowestScore");
        var bar = q < 0 ? 0 : round.LowestScore ?? -1;
        if (bar is < 0 or > MaxScore || q < 0 && round.LowestScore is not null)
        {
            findings.Add(new(CheckFindingCode.LowestScoreWrong));
            return;
        }
        var worth = new Worth(round, round.Weights);
        ProofCheck.Check(round, facts, worth, bar, round.Optimum!, worth.Of(facts), findings);
        if (q >= 0) CheckBar(round, facts, q, bar, findings);
        if (findings.Count == 0) CanonicalCheck.Check(round, facts, worth, bar, findings);
    }

    /// <summary>The bar costs nothing at the levels before it, and a higher bar would.</summary>
    static void CheckBar(CheckedRound round, RoundFacts facts, int q, int bar, List<CheckFinding> findings)
    {
        if (round.Pairs.Any(p => !facts.Locked.Contains((p.Leader, p.Museum)) && facts.Score[(p.Leader, p.Museum)] < bar))
        {
            findings.Add(new(CheckFindingCode.LowestScoreWrong));
        }
        var worth = new Worth(round, LevelsBefore(round, q));
        var reached = worth.Of(facts);
        if (round.BeforeBar is null) findings.Add(new(CheckFindingCode.LowestScoreWrong));
        else ProofCheck.Check(round, facts, worth, 0, round.BeforeBar, reached, findings);
        if (bar == MaxScore) return;
        if (round.AboveBar is null) findings.Add(new(CheckFindingCode.LowestScoreWrong));
        else if (!ProofCheck.Bounds(round, facts, worth, bar + 1, round.AboveBar, findings) || round.AboveBar.Bound >= reached)
        {
            findings.Add(new(CheckFindingCode.LowestScoreWrong));
        }
    }

    /// <summary>Weights of the first q levels alone, as the format defines them: W_k = 1 + 2·Σ W_l·D_l over l after k.</summary>
    static ImmutableArray<long> LevelsBefore(CheckedRound round, int q)
    {
        var weights = new long[round.Levels.Length];
        long below = 0;
        for (var k = q - 1; k >= 0; k--)
        {
            weights[k] = 1 + 2 * below;
            below += weights[k] * Swing(round, round.Levels[k]);
        }
        return [.. weights];
    }

    /// <summary>W_k &gt; Σ W_l·D_l over the levels l after k: along no cycle can later levels outweigh level k.</summary>
    static bool WeightsKeepLevelsApart(CheckedRound round, ImmutableArray<long> weights)
    {
        Int128 below = 0;
        for (var k = round.Levels.Length - 1; k >= 0; k--)
        {
            if (round.Levels[k] == "lowestScore")
            {
                if (weights[k] != 0) return false;
                continue;
            }
            if (weights[k] <= below) return false;
            below += (Int128)weights[k] * Swing(round, round.Levels[k]);
        }
        return true;
    }

    static long Swing(CheckedRound round, string level) => level switch
    {
        "score" => (long)MaxScore * Math.Min(round.Leaders.Length, round.Museums.Length),
        "workload" => round.Workload.IsEmpty ? 0 : round.Workload[0],
        _ => 1,
    };
}
