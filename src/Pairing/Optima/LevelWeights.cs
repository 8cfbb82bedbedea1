using System.Collections.Immutable;

namespace Guanlian.Pairing.Optima;

/// <summary>The levels as one 64-bit number; see <see cref="ObjectiveOrder"/> for the proof.</summary>
internal sealed class LevelWeights
{
    readonly long[] tier = new long[PairingLimits.Tiers];
    readonly ImmutableArray<int> workload;

    LevelWeights(ImmutableArray<int> workload) => this.workload = workload;

    public long[] Tier => tier;
    public long Score { get; private set; }
    public long Lower { get; private set; }
    public long Work { get; private set; }

    /// <summary>W_k by position in the order.</summary>
    public ImmutableArray<long> ByLevel { get; private set; }

    /// <summary>Weights for the first <paramref name="levels"/> levels; later ones weigh nothing.</summary>
    public static LevelWeights For(ObjectiveOrder order, int leaders, int museums, int levels)
    {
        var weights = new LevelWeights(order.Workload);
        var byLevel = new long[order.Levels.Length];
        long below = 0;
        for (var k = levels - 1; k >= 0; k--)
        {
            var level = order.Levels[k];
            if (level == ObjectiveLevel.LowestScore) continue;
            var weight = byLevel[k] = 1 + 2 * below;
            below += weight * Swing(level, order, leaders, museums);
            if (level == ObjectiveLevel.Score) weights.Score = weight;
            else if (level == ObjectiveLevel.LowerPlaces) weights.Lower = weight;
            else if (level == ObjectiveLevel.Workload) weights.Work = weight;
            else weights.tier[level - ObjectiveLevel.Tier0] = weight;
        }
        weights.ByLevel = [.. byLevel];
        return weights;
    }

    /// <summary>D: the most that a level can change along a simple cycle.</summary>
    static long Swing(ObjectiveLevel level, ObjectiveOrder order, int leaders, int museums) => level switch
    {
        ObjectiveLevel.Score => (long)PairingLimits.MaxScore * Math.Min(leaders, museums),
        ObjectiveLevel.Workload => order.Workload.IsEmpty ? 0 : order.Workload[0],
        _ => 1,
    };

    /// <summary>b_ik: what the k-th place (from 1) of a leader is worth when filled.</summary>
    public long Place(int lower, int k) => (k <= lower ? Lower : 0) + (k <= workload.Length ? Work * workload[k - 1] : 0);
}
