namespace Guanlian.Exchange.Data;

/// <summary>What one institution says for one round.</summary>
internal sealed class RoundEntry
{
    public Guid Id { get; init; }

    public Guid RoundId { get; init; }

    public Guid PartyId { get; init; }

    public Part Part { get; init; }

    /// <summary>False for a museum that sits this round out.</summary>
    public bool TakesPart { get; set; } = true;

    /// <summary>A leader's places: the charter's most, or fewer with a reason.</summary>
    public int? Places { get; set; }

    /// <summary>Why fewer places, or why it sits this round out.</summary>
    public string? Reason { get; set; }

    /// <summary>A leader's strengths per domain where it declares them; otherwise they come from its offers.</summary>
    public int[]? Strengths { get; set; }

    public string? Theme { get; set; }

    /// <summary>Whom it would like.</summary>
    public Guid[] Wishes { get; set; } = [];

    public DateTimeOffset EnteredAt { get; set; }

    public bool Sample { get; init; }

    public int Version { get; set; } = 1;
}

/// <summary>The two parts that an institution can have.</summary>
internal enum Part
{
    Leader,
    Receiver,
}
