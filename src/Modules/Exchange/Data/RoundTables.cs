using Microsoft.EntityFrameworkCore;

namespace Guanlian.Exchange.Data;

/// <summary>The mapping of a round's tables.</summary>
internal static class RoundTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Round>(e =>
        {
            e.ToTable("round").HasKey(r => r.Id);
            e.Property(r => r.State).HasConversion<string>();
            e.Property(r => r.Mode).HasConversion<string>();
            e.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<RoundEntry>(e =>
        {
            e.ToTable("round_entry").HasKey(x => x.Id);
            e.HasOne<Round>().WithMany().HasForeignKey(x => x.RoundId);
            e.Property(x => x.Part).HasConversion<string>();
            e.Property(x => x.Version).IsConcurrencyToken();
        });
        // No navigation from the round to its computation: the two point at each other, and a key here would be a circle.
        model.Entity<Computation>(e =>
        {
            e.ToTable("computation").HasKey(c => c.Id);
            e.HasOne<Computation>().WithMany().HasForeignKey(c => c.PredecessorId);
            e.Property(c => c.Version).IsConcurrencyToken();
        });
        model.Entity<Objection>(e =>
        {
            e.ToTable("objection").HasKey(o => o.Id);
            e.Property(o => o.Outcome).HasConversion<string>();
            e.Property(o => o.Version).IsConcurrencyToken();
        });
        model.Entity<Adjustment>(e =>
        {
            e.ToTable("adjustment").HasKey(a => a.Id);
            e.Property(a => a.Kind).HasConversion<string>();
            e.Property(a => a.Version).IsConcurrencyToken();
        });
        model.Entity<RoundOutcome>().ToTable("round_outcome").HasKey(o => new { o.RoundId, o.MuseumId });
    }
}
