namespace Guanlian.Exchange.Data;

/// <summary>A member objects to a shown result; the secretariat answers.</summary>
internal sealed class Objection
{
    public Guid Id { get; init; }

    public Guid RoundId { get; init; }

    /// <summary>The result that was shown.</summary>
    public Guid ComputationId { get; init; }

    public Guid PartyId { get; init; }

    public required string Author { get; init; }

    /// <summary>One of <see cref="Results.ObjectionReasons"/>.</summary>
    public required string ReasonCode { get; init; }

    public required string Text { get; init; }

    public DateTimeOffset RaisedAt { get; init; }

    public ObjectionOutcome? Outcome { get; set; }

    public string? Answer { get; set; }

    public string? AnsweredBy { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>How an objection ended.</summary>
internal enum ObjectionOutcome
{
    Upheld,
    PartlyUpheld,
    Dismissed,

    /// <summary>Taken back by who raised it.</summary>
    Withdrawn,
}
