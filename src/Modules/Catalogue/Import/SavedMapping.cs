using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Import;

/// <summary>A mapping that an institution has made on screen.</summary>
internal sealed class SavedMapping
{
    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    /// <summary>As the keeper calls it.</summary>
    public string Title { get; set; } = "";

    /// <summary>Whose fields; never changes.</summary>
    public string Profile { get; init; } = "";

    /// <summary>The columns, as JSON.</summary>
    public string Columns { get; set; } = "[]";

    public int Version { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    public Mapping Read() => new(Id.ToString(), Profile, Title, Title, JsonSerializer.Deserialize<List<MappedColumn>>(Columns, Mapping.Json)!);

    public static void Map(ModelBuilder model) => model.Entity<SavedMapping>(e =>
    {
        e.ToTable("mapping").HasKey(m => new { m.InstitutionId, m.Id });
        e.Property(m => m.Columns).HasColumnType("jsonb");
        e.Property(m => m.Version).IsConcurrencyToken();
    });
}

/// <summary>A person of a second file.</summary>
internal sealed class MappedPerson
{
    public Guid InstitutionId { get; init; }

    public string Source { get; init; } = "";

    public string Id { get; init; } = "";

    public string Person { get; init; } = "{}";

    public static void Map(ModelBuilder model) => model.Entity<MappedPerson>(e =>
    {
        e.ToTable("mapped_person").HasKey(p => new { p.InstitutionId, p.Source, p.Id });
        e.Property(p => p.Person).HasColumnType("jsonb");
    });
}

/// <summary>A piece of a file that waits to be mapped.</summary>
internal sealed class ImportFilePart
{
    public const int Size = 1 << 20;

    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    public int Part { get; init; }

    public string Name { get; init; } = "";

    public required byte[] Bytes { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public static void Map(ModelBuilder model) =>
        model.Entity<ImportFilePart>(e => e.ToTable("import_file").HasKey(f => new { f.InstitutionId, f.Id, f.Part }));
}
