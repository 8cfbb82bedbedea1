using System.Collections.Immutable;
using Guanlian.Pairing.Optima;

namespace Guanlian.Pairing.Stability;

/// <summary>
/// Who would rather have whom; smaller is better. A museum: its list, then the higher score. A leader: the tier, its list, then the
/// higher score. The rest (codes) only makes the order strict where an algorithm needs that.
/// </summary>
internal sealed class Preferences
{
    readonly PairingInstance instance;
    readonly int[]?[] museumLists, leaderLists;

    public Preferences(PairingInstance instance, PairingProblem problem)
    {
        this.instance = instance;
        museumLists = Lists(problem.MuseumPreferences.OrEmpty(), instance.MuseumNumber, instance.LeaderNumber);
        leaderLists = Lists(problem.LeaderPreferences.OrEmpty(), instance.LeaderNumber, instance.MuseumNumber);
    }

    public long OfMuseum(int museum, int leader, int score) =>
        (museumLists[museum]?[leader] ?? 0) * 1001L + PairingLimits.MaxScore - score;

    public long OfLeader(int leader, int museum, int score) =>
        (instance.Tier[museum] * (instance.Museums + 1L) + (leaderLists[leader]?[museum] ?? 0)) * 1001 + PairingLimits.MaxScore - score;

    static int[]?[] Lists(ImmutableArray<PreferenceList> lists, int[] owners, int[] others)
    {
        var ranks = new int[owners.Length][];
        foreach (var list in lists)
        {
            var ranked = list.Ranked.OrEmpty();
            var rank = ranks[owners[list.Owner]] = new int[others.Length];
            Array.Fill(rank, ranked.Length);
            for (var k = 0; k < ranked.Length; k++) rank[others[ranked[k]]] = k;
        }
        return ranks;
    }
}
