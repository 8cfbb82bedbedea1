using Guanlian.Contracts.Exchange;

namespace Guanlian.Exchange.Data;

/// <summary>A need or an offer of one institution.</summary>
internal sealed class Listing
{
    public Guid Id { get; init; }

    public Guid PartyId { get; init; }

    public Side Side { get; init; }

    public Domain Domain { get; set; }

    public ResourceKind Resource { get; set; }

    public required string Title { get; set; }

    public string Details { get; set; } = "";

    /// <summary>0–5: how much is needed, or how strong the offer is.</summary>
    public int Strength { get; set; }

    public int? Quantity { get; set; }

    public string? Unit { get; set; }

    public DateOnly? WindowFrom { get; set; }

    public DateOnly? WindowTo { get; set; }

    /// <summary>0–5; from 3 on with a reason.</summary>
    public int Urgency { get; set; }

    public string? UrgencyReason { get; set; }

    public string Conditions { get; set; } = "";

    public string PublicBenefit { get; set; } = "";

    public ListingState State { get; set; }

    /// <summary>The rule that suggested it from register figures; null where the museum wrote it itself.</summary>
    public string? SuggestedByRule { get; set; }

    /// <summary>Sample content; marked 示例 wherever it is shown.</summary>
    public bool Sample { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the institution last said that it still holds.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>The last day on which it counts without being confirmed again; null where no charter says so.</summary>
    public DateOnly? ConfirmBy { get; set; }

    public Visibility Visibility { get; set; }

    /// <summary>The community that it concerns; without its consent it is not shown (requirement G05).</summary>
    public Guid? CommunityId { get; set; }

    /// <summary>What the community said; null while it was not asked.</summary>
    public CommunityWord? CommunityWord { get; set; }

    /// <summary>In the community's words; a veto has one.</summary>
    public string? CommunityReason { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>On the board and countable in a round on that day.</summary>
    public bool Stands(DateOnly day) => State is ListingState.Published or ListingState.Reserved && !(ConfirmBy < day);
}

/// <summary>A community's word on a listing that concerns it.</summary>
internal enum CommunityWord
{
    Asked,
    Given,
    Vetoed,
}

/// <summary>Who may read a published listing.</summary>
internal enum Visibility
{
    Members,
    Public,
}

/// <summary>The two sides of one shape.</summary>
internal enum Side
{
    Need,
    Offer,
}

/// <summary>States of a listing (domain model).</summary>
internal enum ListingState
{
    Draft,
    Published,
    Reserved,
    Fulfilled,
    Expired,
    Withdrawn,
}
