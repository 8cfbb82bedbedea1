namespace Guanlian.Pairing.Optima;

/// <summary>An optimum of the combined levels with its smallest prices, checked: the bound they prove is the value reached.</summary>
internal sealed class ProvedOptimum
{
    ProvedOptimum(PairingInstance instance, LevelWeights weights, int[] leaderOf, int[] load, PriceTable table, ExchangeGraph graph)
    {
        (Instance, Weights, LeaderOf, Load, Table, Graph) = (instance, weights, leaderOf, load, table, graph);
        Value = Measures.Combined(instance, weights, leaderOf, load);
        if (Value != table.Bound) throw new InvalidOperationException($"The prices prove {table.Bound}, the pairs reach {Value}.");
    }

    public PairingInstance Instance { get; }
    public LevelWeights Weights { get; }
    public int[] LeaderOf { get; }
    public int[] Load { get; }
    public PriceTable Table { get; }
    public ExchangeGraph Graph { get; }
    public long Value { get; }

    public static ProvedOptimum Of(PairingInstance instance, LevelWeights weights, CancellationToken cancellation)
    {
        var flow = OptimalFlow.Solve(instance, weights, cancellation);
        var graph = new ExchangeGraph(instance, weights, flow.LeaderOf, flow.Load, flow.Prices);
        var table = new PriceTable(instance, weights, graph.SmallestPrices());
        return new(instance, weights, flow.LeaderOf, flow.Load, table, graph);
    }

    /// <summary>Moves to the first of all optima by code; prices and value stay.</summary>
    public void ChooseFirst(CancellationToken cancellation) =>
        new CanonicalChoice(Instance, Weights, LeaderOf, Load, Table).Choose(cancellation);
}
