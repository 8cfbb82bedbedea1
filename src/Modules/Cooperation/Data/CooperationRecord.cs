namespace Guanlian.Cooperation.Data;

/// <summary>One cooperation between parties, begun from a template.</summary>
internal sealed class CooperationRecord
{
    public Guid Id { get; init; }

    /// <summary>Counted through; shown as HZ-0001.</summary>
    public long Number { get; init; }

    public Guid EditionId { get; set; }

    /// <summary>Code of the edition's template.</summary>
    public required string Template { get; set; }

    public required string Family { get; set; }

    public required string Title { get; set; }

    public string Aim { get; set; } = "";

    public CooperationState State { get; set; }

    public Guid LeadPartyId { get; init; }

    public DateOnly StartOn { get; set; }

    public DateOnly? AnchorOn { get; set; }

    /// <summary>合作深度, 1–5 (requirement L20).</summary>
    public int Depth { get; set; }

    /// <summary>Accepted tasks, and all that count: progress is computed, never typed.</summary>
    public int Done { get; set; }

    public int Total { get; set; }

    /// <summary>The cooperation it was split from.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>The one before it in a series.</summary>
    public Guid? PreviousId { get; init; }

    public string? EmergencyReason { get; set; }

    public DateOnly? RatifyBy { get; set; }

    public DateTimeOffset? RatifiedAt { get; set; }

    /// <summary>Answer to the extra check of what brings in money (requirement G18).</summary>
    public string? EarningAnswer { get; set; }

    /// <summary>Which of the template's other endings; null for the ordinary one.</summary>
    public string? Ending { get; set; }

    public string? ReasonCode { get; set; }

    public string? Reason { get; set; }

    public string? Evaluation { get; set; }

    /// <summary>The agreement that it carries out.</summary>
    public Guid? AgreementId { get; init; }

    /// <summary>Which task of it; <see cref="Cooperations.TakeAgreedWork.PlainTasks"/> for all that name no kind of cooperation.</summary>
    public string? AgreementLine { get; init; }

    /// <summary>The text of the agreement that it was last laid out by.</summary>
    public int? AgreementText { get; set; }

    public bool Sample { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset StateSince { get; set; }

    /// <summary>When something last happened in it.</summary>
    public DateTimeOffset QuietSince { get; set; }

    /// <summary>When a result was last handed in or confirmed. Kept by the database, as are the three counts below.</summary>
    public DateTimeOffset? ActivityAt { get; init; }

    /// <summary>Results handed in that somebody else has to confirm.</summary>
    public int Claimed { get; init; }

    /// <summary>Those of them that the receiver confirmed.</summary>
    public int Confirmed { get; init; }

    /// <summary>Those that the receiver says did not arrive.</summary>
    public int Disputed { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>States of a cooperation (domain model).</summary>
internal enum CooperationState
{
    Idea,
    Agreed,
    Running,
    Paused,
    Delivered,
    Evaluated,
    Closed,
    Cancelled,
}

/// <summary>A party in a role of one cooperation.</summary>
internal sealed class Participant
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public Guid PartyId { get; init; }

    public required string Role { get; set; }

    public int Sort { get; init; }

    /// <summary>Its own gain, in its own words (requirement L34).</summary>
    public string Gain { get; set; } = "";

    public DateTimeOffset? AgreedAt { get; set; }

    public string? AgreedBy { get; set; }

    /// <summary>联络岗: who answers for the party in this cooperation (requirement T10).</summary>
    public string LiaisonName { get; set; } = "";

    public string LiaisonPost { get; set; } = "";

    /// <summary>Telephone or address at work.</summary>
    public string LiaisonReach { get; set; } = "";
}

/// <summary>One line of what a party brings, in its own unit.</summary>
internal sealed class Contribution
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public Guid PartyId { get; init; }

    public required string WhatZh { get; init; }

    public required string WhatEn { get; init; }

    public required string Unit { get; init; }

    public int Sort { get; init; }

    public decimal? Promised { get; set; }

    public decimal? Given { get; set; }

    public decimal? Confirmed { get; set; }
}

/// <summary>What was answered to one of the seven safeguards.</summary>
internal sealed class SafeguardAnswer
{
    public Guid CooperationId { get; init; }

    public required string Kind { get; init; }

    public required string Note { get; set; }

    public DateTimeOffset AnsweredAt { get; set; }

    public required string AnsweredBy { get; set; }
}

/// <summary>A pause of one cooperation.</summary>
internal sealed class PauseRow
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public DateOnly FromOn { get; init; }

    public DateOnly? UntilOn { get; set; }

    public required string ReasonCode { get; init; }
}

/// <summary>When something last came of two parties' work together; kept by the database, the smaller id first.</summary>
internal sealed class PairActivity
{
    public Guid OneId { get; init; }

    public Guid OtherId { get; init; }

    public DateTimeOffset At { get; init; }
}
