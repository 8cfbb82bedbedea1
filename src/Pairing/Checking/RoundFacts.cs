namespace Guanlian.Pairing.Checking;

/// <summary>The round indexed for look-up, and what its pairs add up to.</summary>
sealed class RoundFacts
{
    readonly CheckedRound round;

    public RoundFacts(CheckedRound round)
    {
        this.round = round;
        Excluded = [.. round.Exclusions.Select(p => (p.Leader, p.Museum))];
        Locked = [.. round.Locks.Select(p => (p.Leader, p.Museum))];
        Score = new(round.Arcs.Length);
        foreach (var (leader, museum, score) in round.Arcs)
        {
            if (!Excluded.Contains((leader, museum))) Score[(leader, museum)] = score;
        }
        LockedMuseum = new bool[round.Museums.Length];
        foreach (var (_, museum) in round.Locks) LockedMuseum[museum] = true;
        LeaderOf = new int[round.Museums.Length];
        Array.Fill(LeaderOf, -1);
        Load = new int[round.Leaders.Length];
        foreach (var (leader, museum) in round.Pairs)
        {
            LeaderOf[museum] = leader;
            Load[leader]++;
        }
    }

    public HashSet<(int Leader, int Museum)> Excluded { get; }
    public HashSet<(int Leader, int Museum)> Locked { get; }
    public bool[] LockedMuseum { get; }

    /// <summary>Arcs that are not excluded.</summary>
    public Dictionary<(int Leader, int Museum), int> Score { get; }
    public int[] LeaderOf { get; }
    public int[] Load { get; }

    public long Level(string level) => level switch
    {
        "tier0" => Paired(0),
        "tier1" => Paired(1),
        "tier2" => Paired(2),
        "lowerPlaces" => Load.Select((load, i) => (long)Math.Min(load, round.Leaders[i].Lower)).Sum(),
        "lowestScore" => round.Pairs.Where(p => !Locked.Contains((p.Leader, p.Museum)))
            .Select(p => Score[(p.Leader, p.Museum)]).DefaultIfEmpty(1000).Min(),
        "score" => round.Pairs.Sum(p => (long)Score[(p.Leader, p.Museum)]),
        _ => Load.Sum(load => round.Workload.Take(load).Sum(w => (long)w)),
    };

    long Paired(int tier) => round.Pairs.Count(p => round.Museums[p.Museum].Tier == tier);
}
