using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>Tables of what changes hands.</summary>
internal static class HandoverTables
{
    public static DbSet<HandoverRecord> Handovers(this ResourcesDb db) => db.Set<HandoverRecord>();

    public static DbSet<HandoverItem> HandoverItems(this ResourcesDb db) => db.Set<HandoverItem>();

    public static DbSet<HandoverSheet> HandoverSheets(this ResourcesDb db) => db.Set<HandoverSheet>();

    public static DbSet<HandoverSignature> HandoverSignatures(this ResourcesDb db) => db.Set<HandoverSignature>();

    public static DbSet<HandoverPicture> HandoverPictures(this ResourcesDb db) => db.Set<HandoverPicture>();

    public static void Shape(ModelBuilder model)
    {
        model.Entity<HandoverRecord>(e =>
        {
            e.ToTable("handover").HasKey(h => h.Id);
            e.Property(h => h.Number).ValueGeneratedOnAdd();
            e.Property(h => h.Kind).HasConversion<string>();
            e.Property(h => h.State).HasConversion<string>();
            e.Property(h => h.Version).IsConcurrencyToken();
        });
        model.Entity<HandoverItem>(e =>
        {
            e.ToTable("handover_item").HasKey(i => i.Id);
            e.Property(i => i.Grade).HasConversion<string>();
            e.Property(i => i.Preservation).HasConversion<string>();
            e.Property(i => i.OutCondition).HasConversion<string>();
            e.Property(i => i.InCondition).HasConversion<string>();
        });
        model.Entity<HandoverSheet>(e =>
        {
            e.ToTable("handover_sheet").HasKey(s => new { s.HandoverId, s.Stage });
            e.Property(s => s.Stage).HasConversion<string>();
        });
        model.Entity<HandoverSignature>(e =>
        {
            e.ToTable("handover_signature").HasKey(s => new { s.HandoverId, s.Act, s.PartyId });
            e.Property(s => s.Act).HasConversion<string>();
        });
        model.Entity<HandoverPicture>(e =>
        {
            e.ToTable("handover_picture").HasKey(p => p.Id);
            e.Property(p => p.Stage).HasConversion<string>();
        });

        // Says only in which order rows are written; nothing is loaded along these lines.
        model.Entity<HandoverRecord>().HasOne<BookingRecord>().WithMany().HasForeignKey(h => h.BookingId);
        model.Entity<HandoverRecord>().HasOne<HandoverRecord>().WithMany().HasForeignKey(h => h.PreviousId);
        model.Entity<HandoverItem>().HasOne<HandoverRecord>().WithMany().HasForeignKey(i => i.HandoverId);
        model.Entity<HandoverSheet>().HasOne<HandoverRecord>().WithMany().HasForeignKey(s => s.HandoverId);
        model.Entity<HandoverSignature>().HasOne<HandoverRecord>().WithMany().HasForeignKey(s => s.HandoverId);
        model.Entity<HandoverPicture>().HasOne<HandoverItem>().WithMany().HasForeignKey(p => p.ItemId);
        model.Entity<HandoverPicture>().HasOne<HandoverRecord>().WithMany().HasForeignKey(p => p.HandoverId);
    }
}
