using Guanlian.Contracts.Members;

namespace Guanlian.Members.Data;

/// <summary>An institution or a cluster, with today's values.</summary>
internal sealed class Party
{
    /// <summary>The operator's fixed id (migration 0002).</summary>
    public static readonly Guid OperatorId = Guid.Parse("00000000-0000-7000-8000-000000000001");

    public Guid Id { get; init; }

    public required string Code { get; set; }

    public PartyKind Kind { get; init; }

    public required string Name { get; set; }

    public string? NameEn { get; set; }

    public PartyLevel Level { get; set; }

    public Grade Grade { get; set; }

    public Ownership Ownership { get; set; }

    public string? DivisionCode { get; set; }

    public double? Longitude { get; set; }

    public double? Latitude { get; set; }

    public Guid? ParentId { get; set; }

    public DateTimeOffset RegisteredAt { get; init; }

    public DateOnly? ClosedOn { get; set; }

    /// <summary>Counts changes, so that a late writer is told.</summary>
    public int Version { get; set; } = 1;
}
