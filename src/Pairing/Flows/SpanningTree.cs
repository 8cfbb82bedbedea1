namespace Guanlian.Pairing.Flows;

/// <summary>The basis: a spanning tree kept as parents with doubly linked children, depths and potentials.</summary>
internal sealed partial class NetworkSimplex
{
    readonly int[] parent, parentArc, child, next, previous, depth;
    readonly bool[] pointsUp;
    readonly long[] potential;

    void Attach(int node, int under, int arc)
    {
        parent[node] = under;
        parentArc[node] = arc;
        pointsUp[node] = arcs[arc].Source == node;
        var head = child[under];
        next[node] = head;
        previous[node] = -1;
        if (head >= 0) previous[head] = node;
        child[under] = node;
    }

    void Detach(int node)
    {
        int before = previous[node], after = next[node];
        if (before >= 0) next[before] = after;
        else child[parent[node]] = after;
        if (after >= 0) previous[after] = before;
    }

    /// <summary>
    /// Cuts the subtree below <paramref name="cut"/>, turns it so that <paramref name="inside"/> is its top, and hangs it under
    /// <paramref name="outside"/> by <paramref name="arc"/>; its potentials shift by <paramref name="shift"/>.
    /// </summary>
    void Rehang(int inside, int outside, int arc, int cut, long shift)
    {
        int node = inside, under = outside, by = arc;
        while (true)
        {
            int oldParent = parent[node], oldArc = parentArc[node];
            Detach(node);
            Attach(node, under, by);
            if (node == cut) break;
            (under, by, node) = (node, oldArc, oldParent);
        }
        Shift(inside, shift);
    }

    void Shift(int top, long shift)
    {
        var node = top;
        while (true)
        {
            potential[node] += shift;
            depth[node] = depth[parent[node]] + 1;
            if (child[node] >= 0)
            {
                node = child[node];
                continue;
            }
            while (node != top && next[node] < 0) node = parent[node];
            if (node == top) return;
            node = next[node];
        }
    }
}
