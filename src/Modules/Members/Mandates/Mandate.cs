namespace Guanlian.Members.Mandates;

/// <summary>A person acts for a party: in a role, from a day to a day, given by somebody for a stated reason (requirement P19).</summary>
internal sealed class Mandate
{
    public Guid Id { get; init; }

    public Guid PersonId { get; init; }

    public Guid PartyId { get; init; }

    /// <summary>One of <see cref="Platform.Access.Roles"/>.</summary>
    public required string Role { get; init; }

    public DateOnly FromOn { get; init; }

    /// <summary>The last day; null while no end is foreseen.</summary>
    public DateOnly? ToOn { get; init; }

    /// <summary>Null for what the operator gave at the machine itself.</summary>
    public Guid? GrantedBy { get; init; }

    public Guid? GrantedUnder { get; init; }

    public DateTimeOffset GrantedAt { get; init; }

    public required string Reason { get; init; }

    public DateTimeOffset? EndedAt { get; set; }

    public Guid? EndedBy { get; set; }

    public Guid? EndedUnder { get; set; }

    public string? EndReason { get; set; }

    public int Version { get; set; } = 1;

    /// <summary>Whether one may act under it on this day.</summary>
    public bool ValidOn(DateOnly day) => EndedAt is null && FromOn <= day && (ToOn is null || day <= ToOn);
}

/// <summary>A link on paper or in a message that lets its holder in once: to join under a mandate, or to set a new password.</summary>
internal sealed class Invitation
{
    /// <summary>How long a link lasts.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromDays(7);

    public Guid Id { get; init; }

    /// <summary>SHA-256 of the token; the token itself is only in the link.</summary>
    public required byte[] TokenHash { get; init; }

    public InvitationKind Kind { get; init; }

    /// <summary>Whose password, for a Reset.</summary>
    public Guid? PersonId { get; init; }

    public string Name { get; init; } = "";

    public string? Email { get; init; }

    public Guid? PartyId { get; init; }

    public string? Role { get; init; }

    public DateOnly? FromOn { get; init; }

    public DateOnly? ToOn { get; init; }

    public required string Reason { get; init; }

    public Guid? MadeBy { get; init; }

    public Guid? MadeUnder { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    public Guid? UsedBy { get; set; }

    public DateTimeOffset? WithdrawnAt { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>What a link is for.</summary>
internal enum InvitationKind
{
    Join,
    Reset,
}
