using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Harvest.Fetching;

/// <summary>A system elsewhere from which an institution has its records fetched.</summary>
internal sealed class Harvester
{
    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    public required string Title { get; set; }

    /// <summary>Base address of the OAI-PMH repository.</summary>
    public required string Address { get; set; }

    /// <summary>metadataPrefix.</summary>
    public required string Prefix { get; set; }

    public string? SetSpec { get; set; }

    /// <summary>The profile of new records.</summary>
    public required string Profile { get; set; }

    /// <summary>New records are published; else they are drafts.</summary>
    public bool Published { get; set; }

    /// <summary>How often; null for only when somebody asks.</summary>
    public int? EveryHours { get; set; }

    public int Version { get; set; } = 1;

    public string? NextFrom { get; set; }

    public DateTimeOffset? BegunAt { get; set; }

    public string? BegunFrom { get; set; }

    public string? Token { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Received { get; set; }

    public int Written { get; set; }

    public int Removed { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorText { get; set; }

    public Guid? JobId { get; set; }

    /// <summary>The source of its records in <c>catalogue.origin</c>.</summary>
    public string Source => $"oai:{Id:N}";

    /// <summary>What fills the sentence of the error.</summary>
    public (string Name, object? Value)[] ErrorHoles => ErrorText is null
        ? []
        : [.. JsonSerializer.Deserialize<Dictionary<string, string>>(ErrorText)!.Select(h => (h.Key, (object?)h.Value))];

    public static void Map(ModelBuilder model) => model.Entity<Harvester>(e =>
    {
        e.ToTable("harvester").HasKey(h => new { h.InstitutionId, h.Id });
        e.Property(h => h.Version).IsConcurrencyToken();
        e.Ignore(h => h.Source);
        e.Ignore(h => h.ErrorHoles);
    });
}
