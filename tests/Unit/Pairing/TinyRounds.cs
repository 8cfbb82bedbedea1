using System.Collections.Immutable;
using Guanlian.Pairing;

namespace Guanlian.Unit.Pairing;

/// <summary>Seeded rounds small enough to enumerate: many ties, random locks, exclusions, tiers, orders.</summary>
internal static class TinyRounds
{
    static readonly ObjectiveLevel[] AllLevels = Enum.GetValues<ObjectiveLevel>();

    public static PairingProblem At(int seed)
    {
        var random = new Random(seed);
        var leaders = Enumerable.Range(0, random.Next(2, 5)).Select(_ => Leader(random)).ToArray();
        var museums = Enumerable.Range(0, random.Next(3, 7)).Select(_ => random.Next(3)).ToArray();
        // Above 1000 all scores are 0: nothing but levels and codes decides.
        var step = random.Next(8) switch { 0 or 1 or 2 => 1001, 3 or 4 => 1000, 5 => 500, 6 => 250, _ => 1 };
        var density = random.Next(50, 101);
        var arcs = new List<PairingArc>();
        for (var i = 0; i < leaders.Length; i++)
        {
            for (var j = 0; j < museums.Length; j++)
            {
                if (random.Next(100) < density) arcs.Add(new(i, j, random.Next(0, 1000 / step + 1) * step));
            }
        }
        var exclusions = arcs.Where(_ => random.Next(12) == 0).Select(a => new PairIndex(a.Leader, a.Museum)).ToImmutableArray();
        return new()
        {
            Leaders = [.. leaders.Select((l, i) => new PairingLeader(Code(random, i), l.Lower, l.Upper))],
            Museums = [.. museums.Select((tier, j) => new PairingMuseum(Code(random, j), tier))],
            Arcs = [.. arcs.OrderBy(_ => random.Next())],
            Exclusions = exclusions,
            Locks = Locks(random, leaders, arcs, exclusions),
            Order = Order(random),
        };
    }

    static (int Lower, int Upper) Leader(Random random)
    {
        var upper = random.Next(4);
        return (random.Next(3) == 0 ? random.Next(upper + 1) : Math.Min(1, upper), upper);
    }

    static string Code(Random random, int index) => $"{(char)('a' + random.Next(26))}{(char)('A' + random.Next(26))}{index}";

    static ImmutableArray<PairIndex> Locks(Random random, (int Lower, int Upper)[] leaders, List<PairingArc> arcs,
        ImmutableArray<PairIndex> exclusions)
    {
        var locks = new List<PairIndex>();
        if (random.Next(2) == 0) return [];
        foreach (var arc in arcs)
        {
            var pair = new PairIndex(arc.Leader, arc.Museum);
            if (random.Next(8) != 0 || exclusions.Contains(pair) || locks.Any(l => l.Museum == arc.Museum)) continue;
            if (locks.Count(l => l.Leader == arc.Leader) < leaders[arc.Leader].Upper) locks.Add(pair);
        }
        return [.. locks];
    }

    static ObjectiveOrder Order(Random random)
    {
        var kind = random.Next(5);
        var order = kind == 0 ? ObjectiveOrder.Default.WithLowestScore() : ObjectiveOrder.Default;
        if (kind == 1) order = order with { Levels = [.. AllLevels.OrderBy(_ => random.Next())] };
        if (kind == 2) order = order with { Levels = [.. AllLevels.OrderBy(_ => random.Next()).Take(random.Next(1, AllLevels.Length))] };
        var workload = Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(4)).OrderDescending();
        return order with { Workload = [.. workload] };
    }

    /// <summary>The same round with its rows in another order; the maps lead from old rows to new ones.</summary>
    public static (PairingProblem Problem, int[] Leaders, int[] Museums) Shuffle(PairingProblem problem, int seed)
    {
        var random = new Random(seed);
        var leaderRows = Enumerable.Range(0, problem.Leaders.Length).OrderBy(_ => random.Next()).ToArray();
        var museumRows = Enumerable.Range(0, problem.Museums.Length).OrderBy(_ => random.Next()).ToArray();
        var leaders = Inverse(leaderRows);
        var museums = Inverse(museumRows);
        PairIndex Pair(PairIndex p) => new(leaders[p.Leader], museums[p.Museum]);
        return (problem with
        {
            Leaders = [.. leaderRows.Select(i => problem.Leaders[i])],
            Museums = [.. museumRows.Select(j => problem.Museums[j])],
            Arcs = [.. problem.Arcs.Select(a => new PairingArc(leaders[a.Leader], museums[a.Museum], a.Score)).OrderBy(_ => random.Next())],
            Locks = [.. problem.Locks.Select(Pair).OrderBy(_ => random.Next())],
            Exclusions = [.. problem.Exclusions.Select(Pair).OrderBy(_ => random.Next())],
        }, leaders, museums);
    }

    static int[] Inverse(int[] rows)
    {
        var inverse = new int[rows.Length];
        for (var k = 0; k < rows.Length; k++) inverse[rows[k]] = k;
        return inverse;
    }
}
