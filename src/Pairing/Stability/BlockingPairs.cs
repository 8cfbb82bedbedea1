using System.Collections.Immutable;
using Guanlian.Pairing.Optima;

namespace Guanlian.Pairing.Stability;

/// <summary>
/// Pairs (i, j) with an arc where j strictly prefers i to what it has, and i has a free place or strictly prefers j to the last
/// of its unlocked museums. Locks neither block nor give way.
/// </summary>
internal static class BlockingPairs
{
    public static ImmutableArray<PairIndex> Of(PairingInstance instance, Preferences preferences, int[] leaderOf)
    {
        var free = (int[])instance.Upper.Clone();
        var worst = new long[instance.Leaders];
        var present = new long[instance.Museums];
        Array.Fill(worst, long.MinValue);
        Array.Fill(present, long.MaxValue);
        for (var j = 0; j < instance.Museums; j++)
        {
            var leader = leaderOf[j];
            if (leader < 0) continue;
            free[leader]--;
            if (instance.LockedTo[j] >= 0) continue;
            var score = instance.ScoreOf(leader, j);
            present[j] = preferences.OfMuseum(j, leader, score);
            worst[leader] = Math.Max(worst[leader], preferences.OfLeader(leader, j, score));
        }
        for (var i = 0; i < free.Length; i++)
        {
            if (free[i] > 0) worst[i] = long.MaxValue;
        }
        var found = new List<(int Leader, int Museum)>();
        for (var j = 0; j < instance.Museums; j++)
        {
            foreach (var arc in instance.ArcsOf(j))
            {
                var (leader, score) = (PairingInstance.LeaderOf(arc), PairingInstance.ScoreOf(arc));
                if (leader != leaderOf[j] && preferences.OfLeader(leader, j, score) < worst[leader]
                    && preferences.OfMuseum(j, leader, score) < present[j])
                {
                    found.Add((leader, j));
                }
            }
        }
        found.Sort();
        return [.. found.Select(p => new PairIndex(instance.LeaderRow[p.Leader], instance.MuseumRow[p.Museum]))];
    }
}
