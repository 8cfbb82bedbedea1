namespace Guanlian.Pairing.Optima;

/// <summary>
/// The max–min level at position q: the highest bar θ such that the arcs with s ≥ θ still reach the optimum of the levels before q.
/// Whether they do falls with θ and changes only at scores that occur, so it is found by bisection, one flow each.
/// </summary>
internal static class LowestScoreBar
{
    public static BarProof Find(PairingInstance instance, ObjectiveOrder order, CancellationToken cancellation)
    {
        var weights = LevelWeights.For(order, instance.Leaders, instance.Museums, order.Levels.IndexOf(ObjectiveLevel.LowestScore));
        var before = ProvedOptimum.Of(instance, weights, cancellation);
        var bars = Bars(instance);
        int reached = 0, beyond = bars.Length;
        while (beyond - reached > 1)
        {
            var middle = (reached + beyond) / 2;
            if (Value(instance.Above(bars[middle])) == before.Value) reached = middle;
            else beyond = middle;
        }
        var bar = bars[reached];
        var above = bar == PairingLimits.MaxScore ? null : ProvedOptimum.Of(instance.Above(bar + 1), weights, cancellation).Table.ToProof();
        return new(bar, before.Table.ToProof(), above);

        long Value(PairingInstance kept)
        {
            var flow = OptimalFlow.Solve(kept, weights, cancellation);
            return Measures.Combined(kept, weights, flow.LeaderOf, flow.Load);
        }
    }

    /// <summary>Scores that occur, and the best possible, rising.</summary>
    static int[] Bars(PairingInstance instance)
    {
        var occurs = new bool[PairingLimits.MaxScore + 1];
        occurs[PairingLimits.MaxScore] = true;
        for (var j = 0; j < instance.Museums; j++)
        {
            foreach (var arc in instance.ArcsOf(j)) occurs[PairingInstance.ScoreOf(arc)] = true;
        }
        return [.. Enumerable.Range(0, occurs.Length).Where(s => occurs[s])];
    }
}
