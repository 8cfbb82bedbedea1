using System.Collections.Immutable;

namespace Guanlian.Pairing.Optima;

/// <summary>What an assignment is worth, counted from the pairs alone.</summary>
internal static class Measures
{
    public static PairingTotals Of(PairingInstance instance, int[] leaderOf, ObjectiveOrder order)
    {
        var byTier = new int[PairingLimits.Tiers];
        var load = new int[instance.Leaders];
        long score = 0;
        var lowest = PairingLimits.MaxScore;
        for (var j = 0; j < instance.Museums; j++)
        {
            var leader = leaderOf[j];
            if (leader < 0) continue;
            var s = instance.ScoreOf(leader, j);
            byTier[instance.Tier[j]]++;
            load[leader]++;
            score += s;
            if (instance.LockedTo[j] < 0) lowest = Math.Min(lowest, s);
        }
        long lowerPlaces = 0, workload = 0;
        var atLower = 0;
        for (var i = 0; i < load.Length; i++)
        {
            lowerPlaces += Math.Min(load[i], instance.Lower[i]);
            if (load[i] >= instance.Lower[i]) atLower++;
            for (var k = 0; k < Math.Min(load[i], order.Workload.Length); k++) workload += order.Workload[k];
        }
        return new([.. byTier], lowerPlaces, atLower, score, lowest, workload);
    }

    public static ImmutableArray<long> Levels(PairingTotals totals, ObjectiveOrder order) => [.. order.Levels.Select(level => level switch
    {
        ObjectiveLevel.Tier0 or ObjectiveLevel.Tier1 or ObjectiveLevel.Tier2 => totals.PairedByTier[level - ObjectiveLevel.Tier0],
        ObjectiveLevel.LowerPlaces => totals.LowerPlaces,
        ObjectiveLevel.LowestScore => totals.LowestScore,
        ObjectiveLevel.Score => totals.Score,
        _ => totals.Workload,
    })];

    /// <summary>The combined value Σ c_ij + Σ b_ik.</summary>
    public static long Combined(PairingInstance instance, LevelWeights weights, int[] leaderOf, int[] load)
    {
        long sum = 0;
        for (var j = 0; j < instance.Museums; j++)
        {
            if (leaderOf[j] >= 0) sum += weights.Tier[instance.Tier[j]] + weights.Score * instance.ScoreOf(leaderOf[j], j);
        }
        for (var i = 0; i < instance.Leaders; i++)
        {
            for (var k = 1; k <= load[i]; k++) sum += weights.Place(instance.Lower[i], k);
        }
        return sum;
    }
}
