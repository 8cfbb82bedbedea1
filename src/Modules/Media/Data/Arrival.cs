using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Data;

/// <summary>One file of an upload and what became of it, refused ones too.</summary>
internal sealed record Arrival
{
    public Guid InstitutionId { get; init; }

    public Guid UploadId { get; init; }

    /// <summary>UUIDv7, so that they stand in the order in which they came.</summary>
    public Guid Id { get; init; }

    public required string FileName { get; init; }

    public long Bytes { get; init; }

    /// <summary>The image; of a file that was there already, the one that was there.</summary>
    public Guid? ImageId { get; init; }

    /// <summary>The museum had this very file.</summary>
    public bool Twice { get; init; }

    /// <summary>Why it was not taken, as a word key.</summary>
    public string? Refusal { get; init; }

    public DateTimeOffset At { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<Arrival>(e => e.ToTable("arrival").HasKey(a => new { a.InstitutionId, a.UploadId, a.Id }));
}
