using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Data;

/// <summary>One value of one field of a party with the days on which it held. Written only by Institutions/PartyFacts.cs.</summary>
internal sealed class PartyPeriod
{
    public Guid Id { get; init; }

    public Guid PartyId { get; init; }

    public required string Field { get; init; }

    /// <summary>As text; empty where the field was empty.</summary>
    public required string Value { get; set; }

    /// <summary>First day; null where nobody knows it.</summary>
    public DateOnly? ValidFrom { get; set; }

    /// <summary>The day after the last; null while it holds.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>register:2024, edit, placement …</summary>
    public required string Source { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    public Guid? RecordedBy { get; set; }

    public string RecordedName { get; set; } = "";

    public static void Map(ModelBuilder model) => model.Entity<PartyPeriod>(e =>
    {
        e.ToTable("party_period").HasKey(p => p.Id);
        e.HasOne<Party>().WithMany().HasForeignKey(p => p.PartyId).OnDelete(DeleteBehavior.Restrict);
    });
}
