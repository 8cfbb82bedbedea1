using System.Runtime.CompilerServices;

namespace Guanlian.Pairing.Flows;

/// <summary>
/// Primal network simplex for a circulation of least cost, starting from flow zero. Every node hangs from the root by an arc of its
/// own (<see cref="Hang"/>), so the first tree is strongly feasible (from each node some flow could still go up to the root), and the
/// leaving arc is always the last blocking one along the cycle, which keeps it so: degenerate pivots cannot cycle (Cunningham 1976).
/// Entering arcs are found by block search. Arcs may be added between runs: the basis stays, which is what pricing needs.
/// </summary>
internal sealed partial class NetworkSimplex
{
    /// <summary>More than any flow can be.</summary>
    public const long Unlimited = long.MaxValue / 4;

    const int AtZero = 1, InTree = 0, AtCapacity = -1;

    /// <summary>What the search for an entering arc reads, close together.</summary>
    struct Arc
    {
        public long Cost;
        public int Source, Target, State;
    }

    readonly int root;
    Arc[] arcs;
    long[] flow, capacity;
    int count, nextArc;

    public NetworkSimplex(int nodes, int root, int arcHint)
    {
        this.root = root;
        arcs = new Arc[arcHint];
        flow = new long[arcHint];
        capacity = new long[arcHint];
        parent = new int[nodes];
        parentArc = new int[nodes];
        pointsUp = new bool[nodes];
        child = new int[nodes];
        next = new int[nodes];
        previous = new int[nodes];
        depth = new int[nodes];
        potential = new long[nodes];
        Array.Fill(parent, -1);
        Array.Fill(child, -1);
        Array.Fill(next, -1);
        Array.Fill(previous, -1);
    }

    public int Pivots { get; private set; }

    /// <summary>π: reduced cost of an arc is cost + π(source) − π(target).</summary>
    public ReadOnlySpan<long> Potentials => potential;

    public long Flow(int arc) => flow[arc];

    /// <summary>Adds the arc node → root and makes it the node's first place in the tree. Once for every node but the root.</summary>
    public int Hang(int node, long cost, long limit)
    {
        var arc = Add(node, root, cost, limit);
        arcs[arc].State = InTree;
        potential[node] = -cost;
        Attach(node, root, arc);
        depth[node] = 1;
        return arc;
    }

    /// <summary>Adds an arc without flow.</summary>
    public int Add(int source, int target, long cost, long limit)
    {
        if (count == arcs.Length)
        {
            var size = Math.Max(64, count * 2);
            Array.Resize(ref arcs, size);
            Array.Resize(ref flow, size);
            Array.Resize(ref capacity, size);
        }
        arcs[count] = new() { Cost = cost, Source = source, Target = target, State = AtZero };
        flow[count] = 0;
        capacity[count] = limit;
        return count++;
    }

    /// <summary>Pivots until no arc of the present ones improves.</summary>
    public void Run(CancellationToken cancellation)
    {
        while (true)
        {
            var entering = FindEntering();
            if (entering < 0) return;
            Pivot(entering);
            if ((++Pivots & 0x3FF) == 0) cancellation.ThrowIfCancellationRequested();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int FindEntering()
    {
        var present = arcs.AsSpan(0, count);
        ReadOnlySpan<long> pi = potential;
        var block = Math.Max(16, (int)Math.Sqrt(present.Length));
        var best = -1;
        long bestCost = 0;
        var arc = nextArc;
        var left = block;
        for (var seen = 0; seen < present.Length; seen++)
        {
            if (arc >= present.Length) arc = 0;
            ref readonly var a = ref present[arc];
            var reduced = a.State * (a.Cost + pi[a.Source] - pi[a.Target]);
            if (reduced < bestCost)
            {
                bestCost = reduced;
                best = arc;
            }
            arc++;
            if (--left == 0)
            {
                if (best >= 0) break;
                left = block;
            }
        }
        nextArc = arc;
        return best;
    }

    /// <summary>Pushes as much as possible around the cycle that <paramref name="entering"/> closes, and exchanges it for the arc that
    /// blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Pivot(int entering)
    {
        ref var arc = ref arcs[entering];
        var forward = arc.State == AtZero;
        var (first, second) = forward ? (arc.Source, arc.Target) : (arc.Target, arc.Source);

        // The cycle runs join → … → first → second → … → join. Up to the join, keep on each side the arc that blocks last.
        long leastFirst = Unlimited, leastSecond = Unlimited;
        int blockFirst = -1, blockSecond = -1;
        int u = first, v = second;
        while (u != v)
        {
            if (depth[u] >= depth[v])
            {
                var a = parentArc[u];
                var room = pointsUp[u] ? flow[a] : capacity[a] - flow[a];
                if (room < leastFirst) (leastFirst, blockFirst) = (room, u);
                u = parent[u];
            }
            else
            {
                var a = parentArc[v];
                var room = pointsUp[v] ? capacity[a] - flow[a] : flow[a];
                if (room <= leastSecond) (leastSecond, blockSecond) = (room, v);
                v = parent[v];
            }
        }
        var amount = capacity[entering];
        var leaving = -1;
        if (leastFirst < amount) (amount, leaving) = (leastFirst, blockFirst);
        var fromSecond = leastSecond <= amount && blockSecond >= 0;
        if (fromSecond) (amount, leaving) = (leastSecond, blockSecond);

        if (amount > 0) Push(entering, forward, first, second, u, amount);
        if (leaving < 0)
        {
            arc.State = -arc.State;
            return;
        }
        ref var left = ref arcs[parentArc[leaving]];
        left.State = flow[parentArc[leaving]] == 0 ? AtZero : AtCapacity;
        var reduced = arc.Cost + potential[arc.Source] - potential[arc.Target];
        arc.State = InTree;
        var (inside, outside) = fromSecond ? (second, first) : (first, second);
        Rehang(inside, outside, entering, leaving, arc.Source == inside ? -reduced : reduced);
    }

    void Push(int entering, bool forward, int first, int second, int join, long amount)
    {
        flow[entering] += forward ? amount : -amount;
        for (var w = first; w != join; w = parent[w]) flow[parentArc[w]] += pointsUp[w] ? -amount : amount;
        for (var w = second; w != join; w = parent[w]) flow[parentArc[w]] += pointsUp[w] ? amount : -amount;
    }
}
