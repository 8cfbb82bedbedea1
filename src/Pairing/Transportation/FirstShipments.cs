namespace Guanlian.Pairing.Transportation;

/// <summary>
/// Among all optimal shipments the first by code: for needs in order and their offers in order, as much as some optimum allows, then
/// decided. Optima are the shipments that differ by cycles of arcs of reduced cost zero; to raise x_ij, a way from j back to i is
/// searched among these.
/// </summary>
internal sealed class FirstShipments(int offers, int needs)
{
    struct Arc
    {
        public int Source, Target;
        public long Flow, Most;
    }

    readonly List<Arc> arcs = [];
    readonly List<int> linkArc = [];
    readonly List<long> fixedQuantity = [];
    readonly List<int>[] at = [.. Enumerable.Range(0, offers + needs + 1).Select(_ => new List<int>())];
    readonly long[] supplied = new long[offers], demanded = new long[needs];
    readonly (int Most, bool Tight)[] supply = new (int, bool)[offers], demand = new (int, bool)[needs];
    readonly int[] cameBy = new int[offers + needs + 1];
    readonly List<bool> decided = [];

    int Root => offers + needs;

    public void AddSupply(int offer, int most, long price) => supply[offer] = (most, price == 0);

    public void AddDemand(int need, int most, long value) => demand[need] = (most, value == 0);

    public void AddLink(int offer, int need, int? most, int quantity, long gain)
    {
        supplied[offer] += quantity;
        demanded[need] += quantity;
        fixedQuantity.Add(quantity);
        linkArc.Add(gain == 0 ? Add(offer, offers + need, quantity, most ?? long.MaxValue) : -1);
    }

    public int Quantity(int link) => (int)(linkArc[link] < 0 ? fixedQuantity[link] : arcs[linkArc[link]].Flow);

    int Add(int source, int target, long flow, long most)
    {
        at[source].Add(arcs.Count);
        at[target].Add(arcs.Count);
        decided.Add(false);
        arcs.Add(new() { Source = source, Target = target, Flow = flow, Most = most });
        return arcs.Count - 1;
    }

    public void Choose(CancellationToken cancellation)
    {
        for (var i = 0; i < offers; i++)
        {
            if (supply[i].Tight) Add(Root, i, supplied[i], supply[i].Most);
        }
        for (var j = 0; j < needs; j++)
        {
            if (demand[j].Tight) Add(offers + j, Root, demanded[j], demand[j].Most);
        }
        // Links come by need, then offer. What was found for one link without flow holds for the next one of the same need, too.
        var searchedFrom = -1;
        foreach (var arc in linkArc)
        {
            if (arc < 0) continue;
            cancellation.ThrowIfCancellationRequested();
            var (offer, need) = (arcs[arc].Source, arcs[arc].Target);
            while (arcs[arc].Flow < arcs[arc].Most)
            {
                if (arcs[arc].Flow > 0 || searchedFrom != need)
                {
                    Search(need, arc);
                    searchedFrom = arcs[arc].Flow > 0 ? -1 : need;
                }
                if (cameBy[offer] < 0) break;
                Raise(arc);
                searchedFrom = -1;
            }
            decided[arc] = true;
            if (arcs[arc].Flow > 0) searchedFrom = -1;
        }
    }

    /// <summary>All that units set free at <paramref name="start"/> can reach, without going back over <paramref name="raised"/>.</summary>
    void Search(int start, int raised)
    {
        Array.Fill(cameBy, -1);
        cameBy[start] = int.MaxValue;
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var node))
        {
            foreach (var a in at[node])
            {
                if (a == raised || decided[a]) continue;
                var arc = arcs[a];
                var next = arc.Source == node ? arc.Target : arc.Source;
                var room = arc.Source == node ? arc.Most - arc.Flow : arc.Flow;
                if (room == 0 || cameBy[next] >= 0) continue;
                cameBy[next] = a;
                queue.Enqueue(next);
            }
        }
    }

    /// <summary>Pushes as much as fits from the link's need back to its offer, and raises the link by it.</summary>
    void Raise(int raised)
    {
        var (from, to) = (arcs[raised].Target, arcs[raised].Source);
        var amount = arcs[raised].Most - arcs[raised].Flow;
        for (var node = to; node != from; node = Before(node))
        {
            var arc = arcs[cameBy[node]];
            amount = Math.Min(amount, arc.Target == node ? arc.Most - arc.Flow : arc.Flow);
        }
        for (var node = to; node != from;)
        {
            var (a, before) = (cameBy[node], Before(node));
            Change(a, arcs[a].Target == node ? amount : -amount);
            node = before;
        }
        Change(raised, amount);
    }

    int Before(int node) => arcs[cameBy[node]] is var arc && arc.Target == node ? arc.Source : arc.Target;

    void Change(int arc, long by) => arcs[arc] = arcs[arc] with { Flow = arcs[arc].Flow + by };
}
