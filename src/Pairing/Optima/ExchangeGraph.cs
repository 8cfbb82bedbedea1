namespace Guanlian.Pairing.Optima;

/// <summary>
/// The residual network of an optimum, folded onto the leaders and the root ("unpaired"). An edge a → b says: a place free at a takes a
/// museum from b, and the free place is now at b. b = root: an unpaired museum is taken, or the place stays empty; a = root:
/// a museum of b becomes unpaired, or b opens another place. Its length is the loss of the combined objective. Because the solution is
/// optimal there is no cycle of negative length, and because a shortest path meets each leader once it moves each museum once.
/// </summary>
internal sealed class ExchangeGraph
{
    public const long Unreachable = long.MaxValue / 4;

    /// <summary>Edge by a place (opened or closed), not by a museum.</summary>
    public const int ByPlace = -1;

    readonly PairingInstance instance;
    readonly LevelWeights weights;
    readonly int[] leaderOf, load;
    readonly int nodes;
    readonly long[] length;
    readonly int[] museum;

    public ExchangeGraph(PairingInstance instance, LevelWeights weights, int[] leaderOf, int[] load, ReadOnlySpan<long> prices)
    {
        (this.instance, this.weights, this.leaderOf, this.load) = (instance, weights, leaderOf, load);
        nodes = instance.Leaders + 1;
        length = new long[nodes * nodes];
        museum = new int[nodes * nodes];
        Potential = new long[nodes];
        Array.Fill(length, Unreachable);
        Array.Fill(museum, ByPlace);
        prices.CopyTo(Potential);
        AddPlaces();
        AddMuseums();
    }

    public int Root => nodes - 1;

    /// <summary>Prices, root last: length + potential(a) − potential(b) ≥ 0 on every edge.</summary>
    public long[] Potential { get; }

    public int Via(int from, int to) => museum[from * nodes + to];

    public long Length(int from, int to) => length[from * nodes + to];

    void AddPlaces()
    {
        for (var i = 0; i < Root; i++)
        {
            if (load[i] < instance.Upper[i]) length[Root * nodes + i] = -weights.Place(instance.Lower[i], load[i] + 1);
            if (load[i] == 0)
            {
                // A place opened and left empty: only bounds the price of a leader without museums from below.
                Potential[i] = Math.Max(Potential[i], -weights.Place(instance.Lower[i], 1));
            }
            length[i * nodes + Root] = weights.Place(instance.Lower[i], Math.Max(1, load[i]));
        }
    }

    void AddMuseums()
    {
        for (var j = 0; j < instance.Museums; j++)
        {
            if (instance.LockedTo[j] >= 0) continue;
            var at = leaderOf[j] < 0 ? Root : leaderOf[j];
            var tier = weights.Tier[instance.Tier[j]];
            var held = 0L;
            if (at != Root)
            {
                held = tier + weights.Score * instance.ScoreOf(at, j);
                Shorten(Root, at, held, j);
            }
            foreach (var arc in instance.ArcsOf(j))
            {
                var leader = PairingInstance.LeaderOf(arc);
                if (leader != at) Shorten(leader, at, held - tier - weights.Score * PairingInstance.ScoreOf(arc), j);
            }
        }
    }

    void Shorten(int from, int to, long by, int through)
    {
        var edge = from * nodes + to;
        if (by > length[edge] || by == length[edge] && museum[edge] < through) return;
        (length[edge], museum[edge]) = (by, through);
    }

    /// <summary>Shortest lengths from one node to all (Dijkstra on lengths made non-negative by the potentials), and the node before
    /// each.</summary>
    public (long[] Length, int[] Before) From(int start) => Search(start, backwards: false);

    /// <summary>Shortest lengths from all nodes to one.</summary>
    public (long[] Length, int[] After) To(int end) => Search(end, backwards: true);

    (long[] Length, int[] Link) Search(int start, bool backwards)
    {
        var reach = new long[nodes];
        var link = new int[nodes];
        var done = new bool[nodes];
        Array.Fill(reach, Unreachable);
        Array.Fill(link, -1);
        reach[start] = 0;
        while (true)
        {
            var node = -1;
            for (var a = 0; a < nodes; a++)
            {
                if (!done[a] && reach[a] < Unreachable && (node < 0 || reach[a] < reach[node])) node = a;
            }
            if (node < 0) break;
            done[node] = true;
            for (var b = 0; b < nodes; b++)
            {
                var (from, to) = backwards ? (b, node) : (node, b);
                var edge = length[from * nodes + to];
                if (done[b] || edge == Unreachable) continue;
                var through = reach[node] + edge + Potential[from] - Potential[to];
                if (through < reach[b]) (reach[b], link[b]) = (through, node);
            }
        }
        for (var a = 0; a < nodes; a++)
        {
            if (reach[a] == Unreachable) continue;
            reach[a] += backwards ? Potential[start] - Potential[a] : Potential[a] - Potential[start];
        }
        return (reach, link);
    }

    /// <summary>The smallest prices that prove the optimum: minus the length to the root.</summary>
    public long[] SmallestPrices()
    {
        var (reach, _) = To(Root);
        return [.. reach[..Root].Select(r => -r)];
    }
}
