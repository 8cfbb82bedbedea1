using System.Runtime.CompilerServices;
using Guanlian.Pairing.Flows;

namespace Guanlian.Pairing.Optima;

/// <summary>
/// Some optimum of the combined objective and prices that support it. The network is root → leader (one arc per value of a place),
/// leader → museum, museum → root. Large instances start from few arcs per museum; the rest are priced out in passes over the
/// packed arcs until none improves, so the optimum is that of the full problem while the simplex only ever holds a few of its arcs.
/// </summary>
internal sealed class OptimalFlow
{
    /// <summary>Up to this many arcs are given to the simplex at once.</summary>
    const int AllAtOnce = 20_000;
    const int StartPerMuseum = 2;

    readonly PairingInstance instance;
    readonly LevelWeights weights;
    readonly NetworkSimplex simplex;
    readonly int root;
    readonly List<(int Arc, int Leader, int Museum)> pairs = [];

    OptimalFlow(PairingInstance instance, LevelWeights weights)
    {
        (this.instance, this.weights) = (instance, weights);
        root = instance.Leaders + instance.Museums;
        simplex = new(root + 1, root, root + instance.Leaders * 3 + Math.Min(instance.Arcs.Length, 4 * AllAtOnce));
        LeaderOf = (int[])instance.LockedTo.Clone();
        Load = (int[])instance.Locks.Clone();
        Prices = new long[instance.Leaders];
    }

    /// <summary>Leader of each museum, −1 if unpaired.</summary>
    public int[] LeaderOf { get; }
    public int[] Load { get; }

    /// <summary>p_i: c_ij − p_i ≤ v_j for every arc, with equality on pairs.</summary>
    public long[] Prices { get; }
    public int Pivots => simplex.Pivots;
    public int Rounds { get; private set; }
    public int ArcsHeld => pairs.Count;

    public static OptimalFlow Solve(
        PairingInstance instance, LevelWeights weights, CancellationToken cancellation, int heldAtOnce = AllAtOnce)
    {
        var flow = new OptimalFlow(instance, weights);
        flow.Run(instance.Arcs.Length <= heldAtOnce, cancellation);
        return flow;
    }

    void Run(bool all, CancellationToken cancellation)
    {
        HangNodes();
        AddPlaces();
        cancellation.ThrowIfCancellationRequested();
        if (all) AddAll();
        else AddBest();
        do
        {
            simplex.Run(cancellation);
            Rounds++;
        }
        while (!all && PriceOut());
        ReadOff();
    }

    void HangNodes()
    {
        for (var i = 0; i < instance.Leaders; i++)
        {
            // Dearer than any place is worth, so no optimum uses it: it only ties the leader into the first tree.
            simplex.Hang(i, weights.Place(instance.Lower[i], instance.Locks[i] + 1) + 1, NetworkSimplex.Unlimited);
        }
        for (var j = 0; j < instance.Museums; j++) simplex.Hang(instance.Leaders + j, 0, 1);
    }

    void AddPlaces()
    {
        for (var i = 0; i < instance.Leaders; i++)
        {
            var k = instance.Locks[i] + 1;
            while (k <= instance.Upper[i])
            {
                var worth = weights.Place(instance.Lower[i], k);
                var from = k;
                while (k <= instance.Upper[i] && weights.Place(instance.Lower[i], k) == worth) k++;
                simplex.Add(root, i, -worth, k - from);
            }
        }
    }

    void Add(int museum, int arc)
    {
        var leader = PairingInstance.LeaderOf(arc);
        var worth = weights.Tier[instance.Tier[museum]] + weights.Score * PairingInstance.ScoreOf(arc);
        // The museum's own arc to the root limits the pair to one.
        pairs.Add((simplex.Add(leader, instance.Leaders + museum, -worth, NetworkSimplex.Unlimited), leader, museum));
    }

    void AddAll()
    {
        for (var j = 0; j < instance.Museums; j++)
        {
            foreach (var arc in instance.ArcsOf(j)) Add(j, arc);
        }
    }

    void AddBest()
    {
        Span<int> best = stackalloc int[StartPerMuseum];
        for (var j = 0; j < instance.Museums; j++)
        {
            best.Fill(-1);
            foreach (var arc in instance.ArcsOf(j))
            {
                var score = PairingInstance.ScoreOf(arc);
                var at = best.Length;
                while (at > 0 && (best[at - 1] < 0 || PairingInstance.ScoreOf(best[at - 1]) < score)) at--;
                if (at == best.Length) continue;
                best[at..^1].CopyTo(best[(at + 1)..]);
                best[at] = arc;
            }
            foreach (var arc in best)
            {
                if (arc >= 0) Add(j, arc);
            }
        }
    }

    /// <summary>Adds the most improving missing arc of each museum; false if there is none anywhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool PriceOut()
    {
        var added = false;
        ReadOnlySpan<long> prices = simplex.Potentials[..instance.Leaders];
        var scoreWeight = weights.Score;
        for (var j = 0; j < instance.Museums; j++)
        {
            var most = -simplex.Potentials[instance.Leaders + j] - weights.Tier[instance.Tier[j]];
            var best = -1;
            foreach (var arc in instance.ArcsOf(j))
            {
                var worth = scoreWeight * PairingInstance.ScoreOf(arc) - prices[PairingInstance.LeaderOf(arc)];
                if (worth > most) (most, best) = (worth, arc);
            }
            if (best < 0) continue;
            Add(j, best);
            added = true;
        }
        return added;
    }

    void ReadOff()
    {
        foreach (var (arc, leader, museum) in pairs)
        {
            if (simplex.Flow(arc) == 0) continue;
            LeaderOf[museum] = leader;
            Load[leader]++;
        }
        simplex.Potentials[..instance.Leaders].CopyTo(Prices);
    }
}
