using System.Collections.Immutable;

namespace Guanlian.Pairing.Transportation;

/// <summary>Answers transportation problems: exactly, deterministically, in integers.</summary>
public static class TransportationSolver
{
    /// <summary>Most units of one offer or need.</summary>
    public const int MaxQuantity = 1_000_000;

    /// <summary>Most offers, and most needs.</summary>
    public const int MaxRows = 20_000;

    /// <summary>Most links.</summary>
    public const int MaxLinks = 2_000_000;

    /// <summary>
    /// The best shipments with their proof. Any input is answered; the answer depends on the codes, not on the order of rows.
    /// <see cref="OperationCanceledException"/> is thrown when <paramref name="cancellation"/> asks for it.
    /// </summary>
    public static TransportationAnswer Solve(TransportationProblem problem, CancellationToken cancellation = default)
    {
        var faults = TransportDiagnosis.Of(problem);
        if (!faults.IsEmpty) return new(null, faults);
        var network = new TransportNetwork(problem);
        network.Optimise(cancellation);
        var (prices, values) = network.SmallestPrices();
        network.ChooseFirst(prices, values, cancellation);
        return new(network.Result(prices, values), []);
    }
}

/// <summary>All that may be wrong with a transportation problem.</summary>
internal static class TransportDiagnosis
{
    const int MostFaults = 200;

    public static ImmutableArray<TransportFault> Of(TransportationProblem problem)
    {
        var (offers, needs, links) = (problem.Offers.OrEmpty(), problem.Needs.OrEmpty(), problem.Links.OrEmpty());
        if (offers.Length > TransportationSolver.MaxRows || needs.Length > TransportationSolver.MaxRows
            || links.Length > TransportationSolver.MaxLinks)
        {
            return [new(TransportFaultCode.TooLarge, -1)];
        }
        IEnumerable<TransportFault> faults =
        [
            .. Rows(offers, TransportFaultCode.EmptyOfferCode, o => string.IsNullOrEmpty(o?.Code)),
            .. Rows(needs, TransportFaultCode.EmptyNeedCode, n => string.IsNullOrEmpty(n?.Code)),
            .. Repeated(offers, TransportFaultCode.DuplicateOfferCode, o => o?.Code),
            .. Repeated(needs, TransportFaultCode.DuplicateNeedCode, n => n?.Code),
            .. Rows(offers, TransportFaultCode.QuantityOutOfRange, o => o is not null && !InRange(o.Quantity)),
            .. Rows(needs, TransportFaultCode.QuantityOutOfRange, n => n is not null && !InRange(n.Quantity)),
            .. Rows(needs, TransportFaultCode.TierOutOfRange, n => n?.Tier is < 0 or >= PairingLimits.Tiers),
            .. Rows(links, TransportFaultCode.LinkOutOfRange,
                l => l.Offer < 0 || l.Offer >= offers.Length || l.Need < 0 || l.Need >= needs.Length),
            .. Rows(links, TransportFaultCode.ScoreOutOfRange, l => l.Score is < 0 or > PairingLimits.MaxScore),
            .. Rows(links, TransportFaultCode.QuantityOutOfRange, l => l.Most is { } most && !InRange(most)),
            .. Repeated(links, TransportFaultCode.DuplicateLink, l => (object)(l.Offer, l.Need)),
        ];
        return [.. faults.Take(MostFaults)];
    }

    static bool InRange(int quantity) => quantity is >= 0 and <= TransportationSolver.MaxQuantity;

    static IEnumerable<TransportFault> Rows<T>(ImmutableArray<T> rows, TransportFaultCode code, Func<T, bool> wrong)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            if (wrong(rows[row])) yield return new(code, row);
        }
    }

    static IEnumerable<TransportFault> Repeated<T>(ImmutableArray<T> rows, TransportFaultCode code, Func<T, object?> key)
    {
        var seen = new HashSet<object>();
        return Rows(rows, code, row => key(row) is { } k && !seen.Add(k));
    }
}
