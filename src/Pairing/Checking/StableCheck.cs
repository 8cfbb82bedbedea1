using System.Collections.Immutable;

namespace Guanlian.Pairing.Checking;

/// <summary>
/// A stable claim: no leader and museum would both rather have each other; and without submitted lists, the pairs are those that
/// one gets by taking arcs by tier, falling score, museum code, leader code, as long as both ends are free.
/// </summary>
static class StableCheck
{
    public static void Check(CheckedRound round, RoundFacts facts, List<CheckFinding> findings)
    {
        var museumRank = Ranks(round.MuseumLists);
        var leaderRank = Ranks(round.LeaderLists);
        (int, int) Wish(int leader, int museum) =>
            (Rank(museumRank, museum, leader), -facts.Score[(leader, museum)]);
        (int, int, int) Claim(int leader, int museum) =>
            (round.Museums[museum].Tier, Rank(leaderRank, leader, museum), -facts.Score[(leader, museum)]);

        var last = new (int, int, int)?[round.Leaders.Length];
        foreach (var (leader, museum) in round.Pairs)
        {
            if (facts.LockedMuseum[museum]) continue;
            var claim = Claim(leader, museum);
            if (last[leader] is null || claim.CompareTo(last[leader]!.Value) > 0) last[leader] = claim;
        }
        foreach (var (leader, museum) in facts.Score.Keys)
        {
            var present = facts.LeaderOf[museum];
            if (present == leader || facts.LockedMuseum[museum]) continue;
            var wants = present < 0 || Wish(leader, museum).CompareTo(Wish(present, museum)) < 0;
            var takes = facts.Load[leader] < round.Leaders[leader].Upper
                || last[leader] is { } worst && Claim(leader, museum).CompareTo(worst) < 0;
            if (wants && takes) findings.Add(new(CheckFindingCode.BlockingPair, leader, museum));
        }
        if (round.MuseumLists.IsEmpty && round.LeaderLists.IsEmpty) CheckGreedy(round, facts, findings);
    }

    static void CheckGreedy(CheckedRound round, RoundFacts facts, List<CheckFinding> findings)
    {
        var free = round.Leaders.Select(l => l.Upper).ToArray();
        var leaderOf = new int[round.Museums.Length];
        Array.Fill(leaderOf, -1);
        foreach (var (leader, museum) in round.Locks)
        {
            leaderOf[museum] = leader;
            free[leader]--;
        }
        var arcs = facts.Score.OrderBy(a => round.Museums[a.Key.Museum].Tier).ThenByDescending(a => a.Value)
            .ThenBy(a => round.Museums[a.Key.Museum].Code, StringComparer.Ordinal)
            .ThenBy(a => round.Leaders[a.Key.Leader].Code, StringComparer.Ordinal);
        foreach (var ((leader, museum), _) in arcs)
        {
            if (leaderOf[museum] >= 0 || free[leader] == 0) continue;
            leaderOf[museum] = leader;
            free[leader]--;
        }
        for (var j = 0; j < leaderOf.Length; j++)
        {
            if (leaderOf[j] == facts.LeaderOf[j]) continue;
            findings.Add(new(CheckFindingCode.NotCanonical, Museum: j));
            return;
        }
    }

    static Dictionary<(int, int), int> Ranks(ImmutableArray<CheckedList> lists) => lists
        .SelectMany(l => l.Ranked.Select((other, rank) => (Key: (l.Owner, other), Rank: rank - l.Ranked.Length)))
        .ToDictionary(x => x.Key, x => x.Rank);

    /// <summary>Those named come first in their order, all others after them alike.</summary>
    static int Rank(Dictionary<(int, int), int> ranks, int owner, int other) => ranks.GetValueOrDefault((owner, other), 0);
}
