using Guanlian.Catalogue.Access;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Data;

/// <summary>A row of <c>catalogue.object</c>. Read it freely; it is written by <see cref="Objects.WriteObjects"/> alone.</summary>
internal sealed class CatalogueObject
{
    public Guid InstitutionId { get; init; }

    public Guid Id { get; init; }

    /// <summary>Never changes; with the institution's code it makes the permanent address.</summary>
    public int Serial { get; init; }

    /// <summary>Name of the profile whose fields the record has.</summary>
    public required string Profile { get; init; }

    /// <summary>总登记号, as written.</summary>
    public string? Number { get; init; }

    /// <summary>The number folded for comparison (<see cref="Objects.RegisterNumber"/>).</summary>
    public string? NumberKey { get; init; }

    public ObjectState State { get; init; }

    /// <summary>Who may see it once it is published.</summary>
    public Level Level { get; init; }

    /// <summary>The parties named, for <see cref="Level.Named"/>.</summary>
    public Guid[] Named { get; init; } = [];

    /// <summary>Embargo: shown from this day on.</summary>
    public DateOnly? OpensOn { get; init; }

    /// <summary>Shown up to and with this day.</summary>
    public DateOnly? ClosesOn { get; init; }

    /// <summary>The audience in force now.</summary>
    public int ShownTo { get; init; }

    /// <summary>Field → value, as <see cref="Objects.ObjectRecord"/> writes it.</summary>
    public required string Record { get; init; }

    /// <summary>Field → level, where it differs from the profile's.</summary>
    public string? FieldLevels { get; init; }

    /// <summary>Of the sample province.</summary>
    public bool Sample { get; init; }

    public int Version { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>The transaction that changed it last: who follows changes compares it with snapshots, so that none is missed.</summary>
    public ulong ChangedIn { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<CatalogueObject>(e =>
    {
        e.ToTable("object").HasKey(o => new { o.InstitutionId, o.Id });
        e.Property(o => o.Serial).ValueGeneratedOnAdd();
        e.Property(o => o.State).HasConversion<string>();
        e.Property(o => o.Level).HasConversion<string>();
        e.Property(o => o.Record).HasColumnType("jsonb");
        e.Property(o => o.FieldLevels).HasColumnType("jsonb");
        e.Property(o => o.ChangedIn).HasColumnType("xid8");
    });
}

/// <summary>草稿 → 送审 → 已发布; 回收站; 已注销 (a tombstone for ever).</summary>
internal enum ObjectState
{
    Draft,
    Review,
    Published,
    Binned,
    Gone,
}
