namespace Guanlian.Pairing.Checking;

/// <summary>
/// With proved prices, the optima are exactly the assignments over tight arcs (c − p = v; unpaired where v = 0) and tight places. The
/// published one is the first by code if no museum, taken in code order, can move to an earlier leader by a chain of tight exchanges among
/// later museums.
/// </summary>
static class CanonicalCheck
{
    public static void Check(CheckedRound round, RoundFacts facts, Worth worth, int bar, List<CheckFinding> findings)
    {
        int unpaired = round.Leaders.Length;
        var rank = new int[unpaired + 1];
        var byCode = Enumerable.Range(0, unpaired).OrderBy(i => round.Leaders[i].Code, StringComparer.Ordinal).ToArray();
        for (var r = 0; r < unpaired; r++) rank[byCode[r]] = r;
        rank[unpaired] = unpaired;

        var tightLeaders = round.Museums.Select(_ => new List<int>()).ToArray();
        var tightMuseums = rank.Select(_ => new List<int>()).ToArray();
        void Tight(int leader, int museum)
        {
            tightLeaders[museum].Add(leader);
            tightMuseums[leader].Add(museum);
        }
        foreach (var ((leader, museum), score) in facts.Score)
        {
            if (facts.LockedMuseum[museum] || score < bar) continue;
            if (worth.Arc(museum, score) - round.Optimum!.LeaderPrices[leader] == round.Optimum.MuseumValues[museum]) Tight(leader, museum);
        }
        for (var j = 0; j < round.Museums.Length; j++)
        {
            if (!facts.LockedMuseum[j] && round.Optimum!.MuseumValues[j] == 0) Tight(unpaired, j);
        }

        bool TightPlace(int leader, int k) => worth.Place(leader, k) + round.Optimum!.LeaderPrices[leader] == 0;
        int At(int museum) => facts.LeaderOf[museum] < 0 ? unpaired : facts.LeaderOf[museum];
        var decided = (bool[])facts.LockedMuseum.Clone();
        foreach (var j in Enumerable.Range(0, decided.Length).OrderBy(j => round.Museums[j].Code, StringComparer.Ordinal))
        {
            if (decided[j]) continue;
            var earlier = tightLeaders[j].Where(i => rank[i] < rank[At(j)]).ToList();
            if (earlier.Count > 0 && Reachable(At(j)).Overlaps(earlier))
            {
                findings.Add(new(CheckFindingCode.NotCanonical, Museum: j));
                return;
            }
            decided[j] = true;
        }

        HashSet<int> Reachable(int start)
        {
            var seen = new HashSet<int> { start };
            var queue = new Queue<int>([start]);
            while (queue.TryDequeue(out var a))
            {
                foreach (var m in tightMuseums[a])
                {
                    if (!decided[m] && seen.Add(At(m))) queue.Enqueue(At(m));
                }
                if (a == unpaired)
                {
                    for (var i = 0; i < unpaired; i++)
                    {
                        if (facts.Load[i] < round.Leaders[i].Upper && TightPlace(i, facts.Load[i] + 1) && seen.Add(i)) queue.Enqueue(i);
                    }
                }
                else if (facts.Load[a] > 0 && TightPlace(a, facts.Load[a]) && seen.Add(unpaired))
                {
                    queue.Enqueue(unpaired);
                }
            }
            return seen;
        }
    }
}
