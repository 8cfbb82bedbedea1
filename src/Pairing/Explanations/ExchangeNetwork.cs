using System.Collections.Immutable;
using Guanlian.Pairing.Optima;

namespace Guanlian.Pairing.Explanations;

/// <summary>Regrets and shadow prices of a proved optimum, in the numbering of its instance.</summary>
internal sealed class ExchangeNetwork
{
    readonly PairingInstance instance;
    readonly ObjectiveOrder order;
    readonly LevelWeights weights;
    readonly int[] leaderOf, load;
    readonly PriceTable table;
    readonly ExchangeGraph? graph;
    readonly (long[] Length, int[] Before)?[] rows;
    (long[] Length, int[] After)? toRoot;

    public ExchangeNetwork(PairingInstance instance, ObjectiveOrder order, int[] leaderOf, int[] load, PairingCertificate certificate)
    {
        (this.instance, this.order, this.leaderOf, this.load) = (instance, order, leaderOf, load);
        weights = LevelWeights.For(order, instance.Leaders, instance.Museums, order.Levels.Length);
        var prices = new long[instance.Leaders];
        for (var i = 0; i < prices.Length; i++) prices[i] = certificate.Optimum.LeaderPrices[instance.LeaderRow[i]];
        table = new(instance, weights, prices);
        rows = new (long[], int[])?[instance.Leaders + 1];
        IsProved = weights.ByLevel.AsSpan().SequenceEqual(certificate.Weights.AsSpan())
            && table.Bound == Measures.Combined(instance, weights, leaderOf, load);
        if (!IsProved) return;
        graph = new(instance, weights, leaderOf, load, prices);
        // Published prices may be any that prove the optimum; shadow prices need the smallest.
        if (graph.SmallestPrices() is var smallest && !smallest.AsSpan().SequenceEqual(prices))
        {
            (table, graph) = (new(instance, weights, smallest), new(instance, weights, leaderOf, load, smallest));
        }
    }

    public bool IsProved { get; }

    int Root => instance.Leaders;

    public Regret? Regret(int leader, int museum)
    {
        var score = instance.ScoreOf(leader, museum);
        if (score < 0) return null;
        var at = At(museum);
        var (length, before) = Row(at);
        if (length[leader] == ExchangeGraph.Unreachable) return null;

        var moves = new List<Move>();
        if (at != leader) moves.Add(new(museum, at, leader));
        for (var node = leader; node != at; node = before[node])
        {
            if (graph!.Via(before[node], node) is var moved and >= 0) moves.Add(new(moved, node, before[node]));
        }
        var loss = Loss(moves);
        return new(instance.LeaderRow[leader], instance.MuseumRow[museum], score, loss, [.. moves.Select(Rows)]);
    }

    public ImmutableArray<Regret> NextBest(int museum, int count)
    {
        if (instance.LockedTo[museum] >= 0) return [];
        var at = At(museum);
        var length = Row(at).Length;
        return [.. instance.ArcsOf(museum).ToArray()
            .Where(arc => PairingInstance.LeaderOf(arc) != at && length[PairingInstance.LeaderOf(arc)] != ExchangeGraph.Unreachable)
            .OrderBy(arc => length[PairingInstance.LeaderOf(arc)] - weights.Score * PairingInstance.ScoreOf(arc))
            .ThenBy(PairingInstance.LeaderOf)
            .Take(count)
            .Select(arc => Regret(PairingInstance.LeaderOf(arc), museum)!)];
    }

    /// <summary>The canonical optimum when this leader has one more place.</summary>
    public int[] WithOneMorePlace(int leader)
    {
        var upper = (int[])instance.Upper.Clone();
        upper[leader]++;
        var widened = instance.WithUpper(upper);
        var (changed, loads) = ((int[])leaderOf.Clone(), (int[])load.Clone());
        if (weights.Place(instance.Lower[leader], upper[leader]) + table.Prices[leader] > 0)
        {
            loads[leader]++;
            var after = (toRoot ??= graph!.To(Root)).After;
            for (var node = leader; node != Root; node = after[node])
            {
                if (graph!.Via(node, after[node]) is var moved and >= 0) changed[moved] = node;
                else loads[node]--;
            }
        }
        new CanonicalChoice(widened, weights, changed, loads, table).Choose(CancellationToken.None);
        return changed;
    }

    int At(int museum) => leaderOf[museum] < 0 ? Root : leaderOf[museum];

    (long[] Length, int[] Before) Row(int start) => rows[start] ??= graph!.From(start);

    Move Rows(Move move) => new(instance.MuseumRow[move.Museum], Row(move.From, instance.LeaderRow), Row(move.To, instance.LeaderRow));

    int Row(int node, int[] rowOf) => node == Root ? -1 : rowOf[node];

    /// <summary>Objective before minus after the moves, level by level.</summary>
    ImmutableArray<long> Loss(List<Move> moves)
    {
        var tiers = new long[PairingLimits.Tiers];
        long score = 0, lower = 0, work = 0;
        var change = new Dictionary<int, int>();
        foreach (var (museum, from, to) in moves)
        {
            ref var tier = ref tiers[instance.Tier[museum]];
            if (from != Root)
            {
                tier++;
                score += instance.ScoreOf(from, museum);
                change[from] = change.GetValueOrDefault(from) - 1;
            }
            if (to != Root)
            {
                tier--;
                score -= instance.ScoreOf(to, museum);
                change[to] = change.GetValueOrDefault(to) + 1;
            }
        }
        foreach (var (leader, by) in change)
        {
            lower += Math.Min(load[leader], instance.Lower[leader]) - Math.Min(load[leader] + by, instance.Lower[leader]);
            work += order.Workload.Take(load[leader]).Sum() - order.Workload.Take(load[leader] + by).Sum();
        }
        return [.. order.Levels.Select(level => level switch
        {
            ObjectiveLevel.Tier0 or ObjectiveLevel.Tier1 or ObjectiveLevel.Tier2 => tiers[level - ObjectiveLevel.Tier0],
            ObjectiveLevel.LowerPlaces => lower,
            ObjectiveLevel.LowestScore => 0,
            ObjectiveLevel.Score => score,
            _ => work,
        })];
    }
}
