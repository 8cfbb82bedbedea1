using Guanlian.Platform.Data;
using Guanlian.Resources.Handovers;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Data;

/// <summary>The module's tables.</summary>
internal sealed class ResourcesDb(DbContextOptions<ResourcesDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "resources";

    public DbSet<ResourceRecord> Resources => Set<ResourceRecord>();

    public DbSet<Closure> Closures => Set<Closure>();

    public DbSet<BookingRecord> Bookings => Set<BookingRecord>();

    public DbSet<AgreedText> AgreedTexts => Set<AgreedText>();

    protected override void Shape(ModelBuilder model)
    {
        model.Entity<ResourceRecord>(e =>
        {
            e.ToTable("resource").HasKey(r => r.Id);
            e.Property(r => r.Number).ValueGeneratedOnAdd();
            e.Property(r => r.Kind).HasConversion<string>();
            e.Property(r => r.Unit).HasConversion<string>();
            e.Property(r => r.State).HasConversion<string>();
            e.Property(r => r.Version).IsConcurrencyToken();
            e.Ignore(r => r.NameHere);
        });
        model.Entity<Closure>().ToTable("closure").HasKey(c => c.Id);
        model.Entity<BookingRecord>(e =>
        {
            e.ToTable("booking").HasKey(b => b.Id);
            e.Property(b => b.Number).ValueGeneratedOnAdd();
            e.Property(b => b.State).HasConversion<string>();
            e.Property(b => b.WaitsFor).HasConversion<string>();
            e.Property(b => b.Version).IsConcurrencyToken();
        });

        model.Entity<AgreedText>().ToTable("agreed_text").HasKey(t => t.AgreementId);
        HandoverTables.Shape(model);

        // Says only in which order rows are written; nothing is loaded along these lines.
        model.Entity<Closure>().HasOne<ResourceRecord>().WithMany().HasForeignKey(c => c.ResourceId);
        model.Entity<BookingRecord>().HasOne<ResourceRecord>().WithMany().HasForeignKey(b => b.ResourceId);
    }
}
