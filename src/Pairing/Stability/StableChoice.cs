using Guanlian.Pairing.Optima;

namespace Guanlian.Pairing.Stability;

/// <summary>
/// Small-proposing deferred acceptance (Gale and Shapley 1962): museums propose down their list, leaders keep the best they can place.
/// The result has no blocking pair and is the best such result for every museum at once. With a common score it is the greedy
/// outcome by tier, then score, then museum code, then leader code: the first arc left in that order is the first wish of both ends, so
/// every stable result contains it.
/// </summary>
internal static class StableChoice
{
    public static int[] Of(PairingInstance instance, Preferences preferences, CancellationToken cancellation)
    {
        var leaderOf = (int[])instance.LockedTo.Clone();
        var held = new List<(long Key, int Museum)>[instance.Leaders];
        for (var i = 0; i < held.Length; i++) held[i] = [];
        var wishes = new long[]?[instance.Museums];
        var asked = new int[instance.Museums];
        var waiting = new Stack<int>(Enumerable.Range(0, instance.Museums).Where(j => instance.LockedTo[j] < 0).Reverse());
        while (waiting.TryPop(out var j))
        {
            cancellation.ThrowIfCancellationRequested();
            var list = wishes[j] ??= Wishes(instance, preferences, j);
            if (asked[j] == list.Length) continue;
            var arc = (int)list[asked[j]++];
            var leader = PairingInstance.LeaderOf(arc);
            var places = instance.Upper[leader] - instance.Locks[leader];
            held[leader].Add((preferences.OfLeader(leader, j, PairingInstance.ScoreOf(arc)), j));
            leaderOf[j] = leader;
            if (held[leader].Count <= places) continue;
            var worst = held[leader].Max();
            held[leader].Remove(worst);
            leaderOf[worst.Museum] = -1;
            waiting.Push(worst.Museum);
        }
        return leaderOf;
    }

    /// <summary>The museum's arcs, best first: its key (below 2³¹) above, the packed arc below, which orders equal keys by
    /// leader.</summary>
    static long[] Wishes(PairingInstance instance, Preferences preferences, int museum)
    {
        var arcs = instance.ArcsOf(museum);
        var list = new long[arcs.Length];
        for (var k = 0; k < arcs.Length; k++)
        {
            var key = preferences.OfMuseum(museum, PairingInstance.LeaderOf(arcs[k]), PairingInstance.ScoreOf(arcs[k]));
            list[k] = key << 32 | (uint)arcs[k];
        }
        Array.Sort(list);
        return list;
    }
}
