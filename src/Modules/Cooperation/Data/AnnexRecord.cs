namespace Guanlian.Cooperation.Data;

/// <summary>年度附表 of one year, for one institution or association.</summary>
internal sealed class AnnexRecord
{
    public Guid Id { get; init; }

    public Guid PartyId { get; init; }

    public int Year { get; init; }

    public required string Language { get; init; }

    public required string AskedBy { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public Guid JobId { get; init; }

    public DateTimeOffset? MadeAt { get; set; }

    public int Pairs { get; set; }

    public int Results { get; set; }

    public byte[]? Xlsx { get; set; }

    /// <summary>Null where the machine has no Chinese font.</summary>
    public byte[]? Pdf { get; set; }

    /// <summary>Of the workbook, lower-case hex.</summary>
    public string? Sha256 { get; set; }
}
