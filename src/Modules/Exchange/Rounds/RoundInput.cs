using Guanlian.Contracts.Exchange;
using Guanlian.Contracts.Governance;

namespace Guanlian.Exchange.Rounds;

/// <summary>
/// The frozen input of a round: facts only, nothing computed but what a stranger can compute again from the facts beside it. Written as
/// canonical JSON and described for strangers in docs/formats/pairing-round.md; a change here is a new format name.
/// </summary>
internal sealed record RoundInput
{
    public const string CurrentFormat = "guanlian-pairing-input/1";

    public required string Format { get; init; }

    public required InputRound Round { get; init; }

    public required InputCharter Charter { get; init; }

    /// <summary>Names of the eight domains, the order of every strength and need.</summary>
    public required IReadOnlyList<Domain> Domains { get; init; }

    /// <summary>In code order.</summary>
    public required IReadOnlyList<InputLeader> Leaders { get; init; }

    /// <summary>In code order.</summary>
    public required IReadOnlyList<InputMuseum> Museums { get; init; }

    /// <summary>Members that offer something single without being leaders, in code order.</summary>
    public required IReadOnlyList<InputParty> Offerers { get; init; }

    /// <summary>Confirmed needs of the museums, by museum, then id.</summary>
    public required IReadOnlyList<InputListing> Needs { get; init; }

    /// <summary>Confirmed offers of members, by party, then id.</summary>
    public required IReadOnlyList<InputListing> Offers { get; init; }

    /// <summary>By museum, then from. What is not here is not known.</summary>
    public required IReadOnlyList<InputDistance> Distances { get; init; }

    /// <summary>Pairs of which one (1) or both (2) asked for the other; by museum, then leader.</summary>
    public required IReadOnlyList<InputWish> Wishes { get; init; }

    /// <summary>Pairs of the round before.</summary>
    public required IReadOnlyList<InputPair> Existing { get; init; }

    public required IReadOnlyList<InputDecision> Locks { get; init; }

    public required IReadOnlyList<InputDecision> Exclusions { get; init; }

    /// <summary>Receivers by the charter that are not in this round, with the reason.</summary>
    public required IReadOnlyList<InputAbsent> NotEntered { get; init; }
}

internal sealed record InputRound(string Code, string Cluster, string ClusterName, string Name, DateOnly FrozenOn, bool Sample);

/// <param name="RulesHash">SHA-256 of the canonical JSON of the rules.</param>
internal sealed record InputCharter(int Version, string RulesHash, PairingRules Rules);

/// <param name="Least">ℓ: places that should be filled.</param>
/// <param name="Places">u: places that exist.</param>
/// <param name="Strengths">o_d, declared for the round or the strongest offer in each domain.</param>
/// <param name="Declared">True where the strengths were declared for the round.</param>
/// <param name="PlacesReason">Why fewer than the charter's most.</param>
internal sealed record InputLeader(
    string Code, string Name, int Least, int Places, IReadOnlyList<int> Strengths, bool Declared, string? PlacesReason = null, string? Theme = null);

/// <param name="Needs">n_d: the strongest need in each domain.</param>
/// <param name="Urgency">The most urgent need in conservation.</param>
/// <param name="Waited">Adopted rounds in a row, up to the last, in which it was entered and went without.</param>
/// <param name="Tier">By the charter's rule from the two.</param>
internal sealed record InputMuseum(
    string Code, string Name, IReadOnlyList<int> Needs, int Urgency, int Waited, int Tier, string? Theme = null);

internal sealed record InputParty(string Code, string Name);

/// <param name="Quantity">1 where none is stated.</param>
internal sealed record InputListing(
    string Id, string Party, Domain Domain, ResourceKind Resource, string Title, int Strength, int Urgency, int Quantity, bool Sample,
    string? Unit = null);

/// <param name="From">Leader or offerer.</param>
/// <param name="Distance">In the unit of the charter's rule.</param>
internal sealed record InputDistance(string From, string Museum, int Distance);

internal sealed record InputWish(string Leader, string Museum, int Wish);

internal sealed record InputPair(string Leader, string Museum);

/// <param name="Office">Under whose mandate it was decided.</param>
/// <param name="ExpiresOn">The last day on which it holds.</param>
internal sealed record InputDecision(string Leader, string Museum, string Reason, string Office, DateOnly ExpiresOn);

internal sealed record InputAbsent(string Code, string Name, AbsentReason Reason);

/// <summary>Why a museum that may be helped is not in a round.</summary>
internal enum AbsentReason
{
    /// <summary>It has no confirmed need (P01: no assistance without a need record).</summary>
    NoNeed,

    /// <summary>It said that it sits this round out.</summary>
    SitsOut,
}
