using System.Numerics;

namespace Guanlian.Pairing.Optima;

/// <summary>
/// Among all optima the first by code. With any optimal prices, an assignment is optimal exactly if it uses tight arcs only
/// (c_ij − p_i = v_j; unpaired only if v_j = 0) and fills tight places. So for museums in code order: the first leader in code order that
/// is tight for it and can be reached from its present leader in the graph of tight exchanges among museums not yet decided; then it is
/// decided. The graph is kept folded onto the leaders as counts, so that one search costs a few machine words per leader.
/// </summary>
internal sealed class CanonicalChoice
{
    readonly PairingInstance instance;
    readonly LevelWeights weights;
    readonly int[] leaderOf, load;
    readonly long[] prices;
    readonly int root, words;

    // Tight leaders of each museum (the root stands for "unpaired"), and tight museums of each leader.
    readonly int[] firstOf, tightOf, firstBy, tightBy;

    // count[a, b]: undecided museums now at b that a could take; edges: where it is positive, or a place opens or closes.
    readonly int[] count;
    readonly ulong[] edges;
    readonly bool[] decided;
    readonly int[] before;
    readonly ulong[] unseen;
    readonly int[] queue;

    public CanonicalChoice(PairingInstance instance, LevelWeights weights, int[] leaderOf, int[] load, PriceTable table)
    {
        (this.instance, this.weights, this.leaderOf, this.load) = (instance, weights, leaderOf, load);
        prices = table.Prices;
        root = instance.Leaders;
        words = (root + 64) / 64;
        (firstOf, tightOf) = (table.FirstTight, table.Tight);
        (firstBy, tightBy) = Transpose();
        count = new int[(root + 1) * (root + 1)];
        edges = new ulong[(root + 1) * words];
        decided = new bool[instance.Museums];
        before = new int[root + 1];
        unseen = new ulong[words];
        queue = new int[root + 1];
        for (var j = 0; j < instance.Museums; j++)
        {
            if (instance.LockedTo[j] >= 0) decided[j] = true;
            else Count(j, 1);
        }
        for (var i = 0; i < root; i++) MarkPlaces(i);
    }

    public void Choose(CancellationToken cancellation)
    {
        for (var j = 0; j < instance.Museums; j++)
        {
            if ((j & 0xFF) == 0) cancellation.ThrowIfCancellationRequested();
            if (decided[j]) continue;
            var at = At(j);
            if (tightOf[firstOf[j]] != at) Improve(j, at);
            Count(j, -1);
            decided[j] = true;
        }
    }

    void Improve(int museum, int at)
    {
        Search(at);
        for (var k = firstOf[museum]; k < firstOf[museum + 1] && tightOf[k] != at; k++)
        {
            var to = tightOf[k];
            if (Unseen(to)) continue;
            // Walk back from the leader to the museum's present one: each step frees a place for the next.
            for (var node = to; node != at; node = before[node]) Take(before[node], node);
            Move(museum, to);
            return;
        }
    }

    void Search(int start)
    {
        Array.Fill(unseen, ulong.MaxValue);
        unseen[start >> 6] &= ~(1UL << start);
        queue[0] = start;
        for (int head = 0, tail = 1; head < tail; head++)
        {
            var node = queue[head];
            for (var w = 0; w < words; w++)
            {
                var fresh = edges[node * words + w] & unseen[w];
                unseen[w] &= ~fresh;
                for (; fresh != 0; fresh &= fresh - 1)
                {
                    var found = (w << 6) + BitOperations.TrailingZeroCount(fresh);
                    before[found] = node;
                    queue[tail++] = found;
                }
            }
        }
    }

    bool Unseen(int node) => (unseen[node >> 6] >> node & 1) != 0;

    /// <summary>The free place at <paramref name="from"/> takes over something of <paramref name="to"/>, where a place is then
    /// free.</summary>
    void Take(int from, int to)
    {
        if (count[from * (root + 1) + to] > 0) Move(Undecided(from, to), from);
        else if (to == root) Reload(from, -1);
        else Reload(to, 1);
    }

    int Undecided(int from, int at)
    {
        for (var k = firstBy[from]; k < firstBy[from + 1]; k++)
        {
            if (!decided[tightBy[k]] && At(tightBy[k]) == at) return tightBy[k];
        }
        throw new InvalidOperationException("The count of tight exchanges is wrong.");
    }

    int At(int museum) => leaderOf[museum] < 0 ? root : leaderOf[museum];

    void Move(int museum, int to)
    {
        Count(museum, -1);
        leaderOf[museum] = to == root ? -1 : to;
        Count(museum, 1);
    }

    void Count(int museum, int by)
    {
        var at = At(museum);
        for (var k = firstOf[museum]; k < firstOf[museum + 1]; k++)
        {
            var a = tightOf[k];
            if (a == at) continue;
            ref var n = ref count[a * (root + 1) + at];
            n += by;
            if (n > 0) Set(a, at);
            else if (a == root || at == root) MarkPlaces(a == root ? at : a);
            else Clear(a, at);
        }
    }

    void Reload(int leader, int by)
    {
        load[leader] += by;
        MarkPlaces(leader);
    }

    /// <summary>Edges between a leader and the root exist by museums or by tight places.</summary>
    void MarkPlaces(int leader)
    {
        bool Tight(int k) => weights.Place(instance.Lower[leader], k) + prices[leader] == 0;
        var closes = load[leader] > 0 && Tight(load[leader]);
        var opens = load[leader] < instance.Upper[leader] && Tight(load[leader] + 1);
        if (closes || count[leader * (root + 1) + root] > 0) Set(leader, root);
        else Clear(leader, root);
        if (opens || count[root * (root + 1) + leader] > 0) Set(root, leader);
        else Clear(root, leader);
    }

    void Set(int from, int to) => edges[from * words + (to >> 6)] |= 1UL << to;

    void Clear(int from, int to) => edges[from * words + (to >> 6)] &= ~(1UL << to);

    (int[] First, int[] Museums) Transpose()
    {
        var first = new int[root + 2];
        foreach (var a in tightOf.AsSpan(0, firstOf[^1])) first[a + 1]++;
        for (var a = 0; a <= root; a++) first[a + 1] += first[a];
        var at = first[..^1];
        var museums = new int[firstOf[^1]];
        for (var j = 0; j < instance.Museums; j++)
        {
            for (var k = firstOf[j]; k < firstOf[j + 1]; k++) museums[at[tightOf[k]]++] = j;
        }
        return (first, museums);
    }
}
