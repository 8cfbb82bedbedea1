using Guanlian.Catalogue.Access;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Data;

/// <summary>Who may see something, interned; rows are never changed.</summary>
internal sealed class Audience
{
    public int Id { get; init; }

    public Level Level { get; init; }

    /// <summary>The owner; null for everybody and for all members, which do not depend on the owner.</summary>
    public Guid? InstitutionId { get; init; }

    /// <summary>The parties named, in order.</summary>
    public Guid[] Parties { get; init; } = [];

    public static void Map(ModelBuilder model) => model.Entity<Audience>(e =>
    {
        e.ToTable("audience").HasKey(a => a.Id);
        e.Property(a => a.Level).HasConversion<string>();
    });
}
