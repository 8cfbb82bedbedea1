using System.Collections.Immutable;

namespace Guanlian.Pairing.Checking;

/// <summary>Lists that fit together, indices inside them, codes used once, numbers in range: what all other checks rely on.</summary>
static class RoundShape
{
    const int MostPlaces = 10_000;
    const int MostWorkload = 1_000_000;

    static readonly string[] KnownLevels = ["tier0", "tier1", "tier2", "lowerPlaces", "lowestScore", "score", "workload"];

    public static bool IsSound(CheckedRound round)
    {
        if (round.Leaders.IsDefault || round.Museums.IsDefault || round.Arcs.IsDefault
            || round.Locks.IsDefault || round.Exclusions.IsDefault || round.Pairs.IsDefault
            || round.Levels.IsDefault || round.Workload.IsDefault || round.Objective.IsDefault)
        {
            return false;
        }
        bool Leader(int i) => i >= 0 && i < round.Leaders.Length;
        bool Museum(int j) => j >= 0 && j < round.Museums.Length;
        bool Pair(CheckedPair p) => Leader(p.Leader) && Museum(p.Museum);
        return round.Leaders.All(l => !string.IsNullOrEmpty(l.Code) && l.Lower >= 0 && l.Lower <= l.Upper && l.Upper <= MostPlaces)
            && round.Museums.All(m => !string.IsNullOrEmpty(m.Code) && m.Tier is >= 0 and <= 2)
            && Once(round.Leaders.Select(l => l.Code)) && Once(round.Museums.Select(m => m.Code))
            && round.Arcs.All(a => Leader(a.Leader) && Museum(a.Museum) && a.Score is >= 0 and <= 1000)
            && Once(round.Arcs.Select(a => (a.Leader, a.Museum)))
            && round.Locks.All(Pair) && round.Exclusions.All(Pair) && round.Pairs.All(Pair) && Once(round.Locks.Select(p => p.Museum))
            && round.Levels.Length > 0 && round.Levels.All(KnownLevels.Contains) && Once(round.Levels)
            && round.Workload.All(w => w is >= 0 and <= MostWorkload)
            && round.Workload.Zip(round.Workload.Skip(1)).All(w => w.First >= w.Second)
            && round.Objective.Length == round.Levels.Length
            && (round.Stable ? HasLists(round, Leader, Museum) : HasProofs(round));
    }

    static bool HasProofs(CheckedRound round) => !round.Weights.IsDefault && round.Weights.Length == round.Levels.Length
        && IsProof(round, round.Optimum) && (round.BeforeBar is null || IsProof(round, round.BeforeBar))
        && (round.AboveBar is null || IsProof(round, round.AboveBar));

    static bool IsProof(CheckedRound round, CheckedProof? proof) =>
        proof is { LeaderPrices.IsDefault: false, MuseumValues.IsDefault: false }
        && proof.LeaderPrices.Length == round.Leaders.Length && proof.MuseumValues.Length == round.Museums.Length;

    static bool HasLists(CheckedRound round, Func<int, bool> leader, Func<int, bool> museum) =>
        !round.MuseumLists.IsDefault && !round.LeaderLists.IsDefault
        && AreLists(round.MuseumLists, museum, leader) && AreLists(round.LeaderLists, leader, museum);

    static bool AreLists(ImmutableArray<CheckedList> lists, Func<int, bool> owner, Func<int, bool> other) =>
        lists.All(l => l is { Ranked.IsDefault: false } && owner(l.Owner) && l.Ranked.All(other) && Once(l.Ranked))
        && Once(lists.Select(l => l.Owner));

    static bool Once<T>(IEnumerable<T> items)
    {
        var seen = new HashSet<T>();
        return items.All(seen.Add);
    }
}
