using Guanlian.Exchange.Data;

namespace Guanlian.Exchange.Results;

/// <summary>
/// What was computed from one input, complete enough to be checked and explained without the program: canonical JSON again, described in
/// docs/formats/pairing-round.md. It holds no time and no name of a person, so that computing it again gives the same bytes.
/// </summary>
internal sealed record RoundResult
{
    public const string CurrentFormat = "guanlian-pairing-result/1";

    /// <summary>Changes whenever the same input would give another result.</summary>
    public const string CurrentSolver = "guanlian-pairing/1";

    public required string Format { get; init; }

    public required string InputHash { get; init; }

    public required string Solver { get; init; }

    /// <summary>Every leader and museum, by museum, then leader: the parts of their score, or why they cannot be a pair.</summary>
    public required IReadOnlyList<ResultRating> Ratings { get; init; }

    public required ResultModes Modes { get; init; }
}

/// <param name="Missing">Why there is no score: excluded, no-capacity, no-need, distance-unknown, too-far, fit-too-low.</param>
internal sealed record ResultRating(
    string Leader, string Museum, int? Fit = null, int? Near = null, int? Theme = null, int? Wish = null, int? Continuity = null,
    int? Score = null, string? Missing = null);

internal sealed record ResultModes(ModeResult Optimal, ModeResult Stable, ModeResult MaxMin)
{
    public ModeResult this[Mode mode] => mode switch { Mode.Optimal => Optimal, Mode.Stable => Stable, _ => MaxMin };
}

/// <summary>The result of one mode. Arrays of prices and values follow the order of the input's leaders and museums.</summary>
internal sealed record ModeResult
{
    /// <summary>The objective, most important first, with its value and, where proved, its weight in the certificate.</summary>
    public required IReadOnlyList<ResultLevel> Levels { get; init; }

    public required IReadOnlyList<ResultPair> Pairs { get; init; }

    /// <summary>Codes of museums without a leader.</summary>
    public required IReadOnlyList<string> Unpaired { get; init; }

    public required ResultTotals Totals { get; init; }

    /// <summary>Leader and museum who would both rather have each other.</summary>
    public required IReadOnlyList<ResultBlocking> BlockingPairs { get; init; }

    /// <summary>Absent in stable mode, where the absence of blocking pairs is the proof.</summary>
    public ResultCertificate? Certificate { get; init; }

    public required IReadOnlyList<ResultMuseum> Museums { get; init; }

    public required IReadOnlyList<ResultLeader> Leaders { get; init; }

    /// <summary>Single needs of the unpaired, met by single offers.</summary>
    public required ResultLinks Links { get; init; }
}

internal sealed record ResultLevel(string Name, long Value, long? Weight = null);

internal sealed record ResultPair(string Museum, string Leader, int Score, bool Locked);

internal sealed record ResultBlocking(string Leader, string Museum);

internal sealed record ResultTotals(
    int Paired, IReadOnlyList<int> PairedByTier, long LowerPlaces, int LeadersAtLower, long Score, int LowestScore, long Workload);

internal sealed record ResultCertificate(ResultProof Optimum, ResultBar? Bar = null);

internal sealed record ResultProof(IReadOnlyList<long> LeaderPrices, IReadOnlyList<long> MuseumValues, long Bound);

internal sealed record ResultBar(int LowestScore, ResultProof Before, ResultProof? Above = null);

/// <param name="Reason">Why unpaired: no-reachable-leader, all-reachable-full-with-higher-tier, outscored, below-lowest-score.</param>
internal sealed record ResultMuseum(
    string Museum, bool Locked, IReadOnlyList<ResultRegret> NextBest, IReadOnlyList<string> PairedByOneMorePlaceAt, string? Leader = null,
    string? Reason = null);

/// <param name="Loss">By how much every level would fall, in the order of the levels.</param>
/// <param name="Moves">How the others would have to move.</param>
internal sealed record ResultRegret(string Leader, int Score, IReadOnlyList<long> Loss, IReadOnlyList<ResultMove> Moves);

internal sealed record ResultMove(string Museum, string? From = null, string? To = null);

/// <param name="OneMorePlace">What one more place would gain, in the order of the levels.</param>
internal sealed record ResultLeader(
    string Leader, int Load, int Free, IReadOnlyList<long> OneMorePlace, IReadOnlyList<ResultMove> Moves, IReadOnlyList<string> WouldPair);

/// <param name="Needs">Ids of the needs that were looked at, in the order of their values.</param>
/// <param name="Weights">Of units for tier 0, 1, 2 and of the score.</param>
/// <param name="OfferPrices">In the order of the input's offers.</param>
internal sealed record ResultLinks(
    IReadOnlyList<string> Needs, IReadOnlyList<ResultShipment> Shipments, IReadOnlyList<long> Totals, IReadOnlyList<long> Weights,
    IReadOnlyList<long> OfferPrices, IReadOnlyList<long> NeedValues, long Bound);

internal sealed record ResultShipment(string Need, string Offer, int Quantity, int Score);
