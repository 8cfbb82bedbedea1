using Guanlian.Pairing.Flows;

namespace Guanlian.Pairing.Transportation;

/// <summary>
/// Root → offer → need → root, solved by the same simplex as the pairing. Offers, needs and links are taken in code order (links by need,
/// then offer), so nothing depends on the order of rows. W of tiers and score are combined as in <see cref="ObjectiveOrder"/>: along a
/// simple cycle one unit changes each tier by at most 1 and the score by at most 1000·min(offers, needs).
/// </summary>
internal sealed class TransportNetwork
{
    readonly TransportationProblem problem;
    readonly int[] offerRow, needRow;
    readonly List<Link> links = [];
    readonly long[] weights;
    readonly NetworkSimplex simplex;
    readonly int[] quantity;
    readonly int offers, nodes;

    /// <summary>A link in code order: numbers of its ends, worth of a unit, and the most that may flow, if limited.</summary>
    readonly record struct Link(int Offer, int Need, int Score, long Worth, int? Most);

    public TransportNetwork(TransportationProblem problem)
    {
        this.problem = problem;
        offerRow = ByCode(problem.Offers.OrEmpty().Length, row => problem.Offers[row].Code);
        needRow = ByCode(problem.Needs.OrEmpty().Length, row => problem.Needs[row].Code);
        (offers, nodes) = (offerRow.Length, offerRow.Length + needRow.Length);
        var score = 1L;
        var below = score * PairingLimits.MaxScore * Math.Min(offers, needRow.Length);
        weights = new long[PairingLimits.Tiers + 1];
        weights[^1] = score;
        for (var tier = PairingLimits.Tiers - 1; tier >= 0; tier--)
        {
            weights[tier] = 1 + 2 * below;
            below += weights[tier];
        }
        ReadLinks();
        quantity = new int[links.Count];
        simplex = new(nodes + 1, nodes, links.Count + 2 * nodes);
    }

    int Root => nodes;

    void ReadLinks()
    {
        var (offerNumber, needNumber) = (Inverse(offerRow), Inverse(needRow));
        foreach (var (offer, need, score, most) in problem.Links.OrEmpty())
        {
            var worth = weights[problem.Needs[need].Tier] + weights[^1] * score;
            links.Add(new(offerNumber[offer], needNumber[need], score, worth, most));
        }
        links.Sort((a, b) => (a.Need, a.Offer).CompareTo((b.Need, b.Offer)));
    }

    int Supply(int offer) => problem.Offers[offerRow[offer]].Quantity;

    int Demand(int need) => problem.Needs[needRow[need]].Quantity;

    public void Optimise(CancellationToken cancellation)
    {
        // The arc offer → root only ties the offer into the first tree; with cost 1 no optimum sends units around root → offer → root.
        for (var i = 0; i < offers; i++) simplex.Hang(i, 1, NetworkSimplex.Unlimited);
        for (var j = 0; j < needRow.Length; j++) simplex.Hang(offers + j, 0, Demand(j));
        for (var i = 0; i < offers; i++) simplex.Add(Root, i, 0, Supply(i));
        var first = nodes + offers;
        foreach (var link in links) simplex.Add(link.Offer, offers + link.Need, -link.Worth, link.Most ?? NetworkSimplex.Unlimited);
        simplex.Run(cancellation);
        for (var k = 0; k < links.Count; k++) quantity[k] = (int)simplex.Flow(first + k);
    }

    /// <summary>
    /// p_i and v_j are the shortest residual ways from a node to the root (for offers with the sign turned): the smallest p ≥ 0 that prove
    /// the optimum. Lengths are made non-negative by the simplex potentials, and a heap finds them.
    /// </summary>
    public (long[] Prices, long[] Values) SmallestPrices()
    {
        var into = Residual();
        var reach = new long[nodes + 1];
        var done = new bool[nodes + 1];
        Array.Fill(reach, long.MaxValue);
        reach[Root] = 0;
        var potential = simplex.Potentials.ToArray();
        for (var i = 0; i < offers; i++) potential[i] = Math.Max(potential[i], 0);
        var queue = new PriorityQueue<int, long>([(Root, 0)]);
        while (queue.TryDequeue(out var node, out _))
        {
            if (done[node]) continue;
            done[node] = true;
            foreach (var (from, cost) in into[node])
            {
                var through = reach[node] + cost + potential[from] - potential[node];
                if (through >= reach[from]) continue;
                reach[from] = through;
                queue.Enqueue(from, through);
            }
        }
        long[] prices = [.. Enumerable.Range(0, offers).Select(i => potential[i] - reach[i])];
        var values = new long[needRow.Length];
        for (var j = 0; j < values.Length; j++)
        {
            if (reach[offers + j] != long.MaxValue) values[j] = reach[offers + j] - potential[offers + j];
        }
        foreach (var link in links)
        {
            // Only a need of nothing has no way to the root; its value must still cover its links.
            if (reach[offers + link.Need] != long.MaxValue) continue;
            values[link.Need] = Math.Max(values[link.Need], link.Worth - prices[link.Offer]);
        }
        return (prices, values);
    }

    /// <summary>Residual arcs by their end: from and cost.</summary>
    List<(int From, long Cost)>[] Residual()
    {
        var into = new List<(int, long)>[nodes + 1];
        for (var node = 0; node <= nodes; node++) into[node] = [];
        var sent = new long[nodes];
        for (var k = 0; k < links.Count; k++)
        {
            var link = links[k];
            sent[link.Offer] += quantity[k];
            sent[offers + link.Need] += quantity[k];
            if (link.Most is null || quantity[k] < link.Most) into[offers + link.Need].Add((link.Offer, -link.Worth));
            if (quantity[k] > 0) into[link.Offer].Add((offers + link.Need, link.Worth));
        }
        for (var i = 0; i < offers; i++)
        {
            // A unit opened and left unused bounds the price of an idle offer from below.
            into[Root].Add((i, 0));
            if (sent[i] < Supply(i)) into[i].Add((Root, 0));
        }
        for (var j = 0; j < needRow.Length; j++)
        {
            if (sent[offers + j] < Demand(j)) into[Root].Add((offers + j, 0));
            if (sent[offers + j] > 0) into[offers + j].Add((Root, 0));
        }
        return into;
    }

    public void ChooseFirst(long[] prices, long[] values, CancellationToken cancellation)
    {
        var choice = new FirstShipments(offers, needRow.Length);
        for (var i = 0; i < offers; i++) choice.AddSupply(i, Supply(i), prices[i]);
        for (var j = 0; j < needRow.Length; j++) choice.AddDemand(j, Demand(j), values[j]);
        for (var k = 0; k < links.Count; k++)
        {
            var link = links[k];
            choice.AddLink(link.Offer, link.Need, link.Most, quantity[k], link.Worth - prices[link.Offer] - values[link.Need]);
        }
        choice.Choose(cancellation);
        for (var k = 0; k < links.Count; k++) quantity[k] = choice.Quantity(k);
    }

    public TransportationResult Result(long[] prices, long[] values)
    {
        var objective = new long[PairingLimits.Tiers + 1];
        long bound = 0, reached = 0;
        var shipments = new List<Shipment>();
        for (var k = 0; k < links.Count; k++)
        {
            var link = links[k];
            if (link.Most is { } most) bound += most * Math.Max(0, link.Worth - prices[link.Offer] - values[link.Need]);
            reached += link.Worth * quantity[k];
            if (quantity[k] == 0) continue;
            objective[problem.Needs[needRow[link.Need]].Tier] += quantity[k];
            objective[^1] += (long)link.Score * quantity[k];
            shipments.Add(new(offerRow[link.Offer], needRow[link.Need], quantity[k], link.Score));
        }
        for (var i = 0; i < offers; i++) bound += prices[i] * Supply(i);
        for (var j = 0; j < values.Length; j++) bound += values[j] * Demand(j);
        if (bound != reached) throw new InvalidOperationException($"The prices prove {bound}, the shipments reach {reached}.");
        return new([.. shipments], [.. objective],
            new([.. weights], [.. Inverse(offerRow).Select(i => prices[i])], [.. Inverse(needRow).Select(j => values[j])], bound));
    }

    static int[] ByCode(int count, Func<int, string> code)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        Array.Sort(rows.Select(code).ToArray(), rows, StringComparer.Ordinal);
        return rows;
    }

    static int[] Inverse(int[] rows)
    {
        var inverse = new int[rows.Length];
        for (var k = 0; k < rows.Length; k++) inverse[rows[k]] = k;
        return inverse;
    }
}
