namespace Guanlian.Cooperation.Sheets;

/// <summary>A sheet of a cooperation that every party agrees to as it stands: its credits, the terms of a licence.</summary>
internal sealed class SheetRecord
{
    public const string Credits = "credits";
    public const string Licence = "licence";

    public Guid CooperationId { get; init; }

    public required string Kind { get; init; }

    /// <summary>SHA-256 of what it says: what an agreement is given to.</summary>
    public required string Hash { get; set; }

    /// <summary>Of the public page of credits.</summary>
    public required string CheckCode { get; init; }

    public DateTimeOffset EditedAt { get; set; }

    public required string EditedBy { get; set; }

    public int Version { get; set; } = 1;
}

/// <summary>A party agrees to what stands.</summary>
internal sealed class SheetConsent
{
    public Guid CooperationId { get; init; }

    public required string Kind { get; init; }

    public Guid PartyId { get; init; }

    public required string Hash { get; init; }

    public DateTimeOffset At { get; init; }

    public required string ByName { get; init; }
}

/// <summary>署名: one line, as it is printed.</summary>
internal sealed class CreditLine
{
    public Guid CooperationId { get; init; }

    public int Sort { get; init; }

    /// <summary>主办、策展、设计 …</summary>
    public required string Part { get; init; }

    public required string Names { get; init; }
}

/// <summary>授权条款: scope, term, territory, fee (requirement M06).</summary>
internal sealed class LicenceTerms
{
    public Guid CooperationId { get; init; }

    /// <summary>Motifs, pictures, names that are licensed.</summary>
    public string Works { get; set; } = "";

    /// <summary>For which goods and uses.</summary>
    public string Goods { get; set; } = "";

    public string Territory { get; set; } = "";

    public bool Exclusive { get; set; }

    public DateOnly FromOn { get; set; }

    public DateOnly UntilOn { get; set; }

    public LicenceFee Fee { get; set; }

    /// <summary>Yuan: the fee, or what a share comes to at least.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Percent of sales.</summary>
    public decimal? Percent { get; set; }

    public string Conditions { get; set; } = "";
}

/// <summary>How a licence is paid.</summary>
internal enum LicenceFee
{
    /// <summary>免费</summary>
    Free,

    /// <summary>一次付清</summary>
    Fixed,

    /// <summary>按销售额分成，可有保底</summary>
    Share,
}
