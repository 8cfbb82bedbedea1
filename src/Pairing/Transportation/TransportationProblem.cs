using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Guanlian.Pairing.Transportation;

/// <summary>
/// Offers i with q_i units, needs j with n_j units and a tier, links (i, j) with a score 0..1000 per unit and perhaps a largest quantity
/// m_ij. Wanted are whole quantities x_ij ≥ 0 with Σ_j x_ij ≤ q_i, Σ_i x_ij ≤ n_j, x_ij ≤ m_ij that are best in this order: units for
/// tier 0, tier 1, tier 2, then Σ s_ij·x_ij, then (for needs in code order, offers in code order) the largest x_ij.
/// Serves single needs and offers (training seats, laboratory days, shelf metres) and the balancing of stocks.
/// </summary>
public sealed record TransportationProblem
{
    public required ImmutableArray<TransportOffer> Offers { get; init; }
    public required ImmutableArray<TransportNeed> Needs { get; init; }
    public required ImmutableArray<TransportLink> Links { get; init; }
}

/// <summary>An offer of whole units.</summary>
public sealed record TransportOffer(string Code, int Quantity);

/// <summary>A need of whole units.</summary>
public sealed record TransportNeed(string Code, int Quantity, int Tier = 0);

/// <summary>Units may go from this offer to this need; at most <paramref name="Most"/> of them if given.</summary>
public readonly record struct TransportLink(int Offer, int Need, int Score, int? Most = null);

/// <summary>Units that go from an offer to a need.</summary>
public readonly record struct Shipment(int Offer, int Need, int Quantity, int Score);

/// <summary>Why there is no answer.</summary>
public enum TransportFaultCode
{
    TooLarge,
    EmptyOfferCode,
    EmptyNeedCode,
    DuplicateOfferCode,
    DuplicateNeedCode,
    QuantityOutOfRange,
    TierOutOfRange,
    ScoreOutOfRange,
    LinkOutOfRange,
    DuplicateLink,
}

/// <summary>One reason, with the row of the list where it was seen.</summary>
public sealed record TransportFault(TransportFaultCode Code, int Row);

/// <summary>A result, or the reasons why there is none.</summary>
public sealed record TransportationAnswer(TransportationResult? Result, ImmutableArray<TransportFault> Faults)
{
    [MemberNotNullWhen(true, nameof(Result))]
    public bool IsSolved => Result is not null;
}

/// <summary>Shipments by need code, then offer code, with the objective (units of tier 0, 1, 2, score) and its proof.</summary>
public sealed record TransportationResult(
    ImmutableArray<Shipment> Shipments, ImmutableArray<long> Objective, TransportationCertificate Certificate);

/// <summary>
/// With c_ij = W_tier(j) + W_score·s_ij, prices p_i ≥ 0 and values v_j ≥ 0 bound every solution by
/// Σ q_i·p_i + Σ n_j·v_j + Σ m_ij·max(0, c_ij − p_i − v_j), links without m_ij needing c_ij ≤ p_i + v_j. The published ones reach the
/// bound.
/// </summary>
/// <param name="Weights">W of tier 0, 1, 2 and of the score.</param>
public sealed record TransportationCertificate(
    ImmutableArray<long> Weights, ImmutableArray<long> OfferPrices, ImmutableArray<long> NeedValues, long Bound);
