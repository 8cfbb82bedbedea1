namespace Guanlian.Exchange.Data;

/// <summary>A frozen input and what was computed from it. The database refuses to change either once written.</summary>
internal sealed class Computation
{
    public Guid Id { get; init; }

    public Guid RoundId { get; init; }

    public int Number { get; init; }

    public Guid? PredecessorId { get; init; }

    /// <summary>Canonical JSON: docs/formats/pairing-round.md.</summary>
    public required string Input { get; init; }

    public required string InputHash { get; init; }

    /// <summary>Name and version of the rules of computation.</summary>
    public string? Solver { get; set; }

    /// <summary>Canonical JSON; null until computed.</summary>
    public string? Result { get; set; }

    public string? ResultHash { get; set; }

    public Guid? JobId { get; set; }

    public required string Author { get; init; }

    public Guid? PersonId { get; init; }

    public DateTimeOffset FrozenAt { get; init; }

    public DateTimeOffset? ComputedAt { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>One museum's part of an adopted result.</summary>
internal sealed class RoundOutcome
{
    public Guid RoundId { get; init; }

    public Guid MuseumId { get; init; }

    /// <summary>Null where it went without.</summary>
    public Guid? LeaderId { get; init; }

    public int Tier { get; init; }

    public int? Score { get; init; }
}
