namespace Guanlian.Cooperation.Certificates;

/// <summary>证书: of a course that was passed, or of service that was confirmed.</summary>
internal sealed class CertificateRecord
{
    public Guid Id { get; init; }

    public Guid CooperationId { get; init; }

    public Guid PersonId { get; init; }

    /// <summary>course or service.</summary>
    public required string Kind { get; init; }

    public required string Number { get; init; }

    /// <summary>Canonical JSON of <see cref="CertificateText"/>.</summary>
    public required string Body { get; init; }

    public required string Hash { get; init; }

    public required string CheckCode { get; init; }

    public DateTimeOffset IssuedAt { get; init; }

    public required string ByName { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    public string? RevokedWhy { get; set; }
}

/// <summary>What a certificate says.</summary>
internal sealed record CertificateText
{
    public required string Number { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required string Institution { get; init; }

    public required string Issuer { get; init; }

    public required string Title { get; init; }

    /// <summary>Skills passed, in order.</summary>
    public required IReadOnlyList<string> Skills { get; init; }

    /// <summary>Hours taught or served, as text: whole numbers alone have one form.</summary>
    public required string Hours { get; init; }

    /// <summary>星级, 0–5; for service.</summary>
    public int Stars { get; init; }

    public required string IssuedOn { get; init; }

    public required string Language { get; init; }
}
