using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Data;

/// <summary>The module's tables.</summary>
internal sealed class AgreementsDb(DbContextOptions<AgreementsDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "agreements";

    public DbSet<AgreementRecord> Agreements => Set<AgreementRecord>();

    public DbSet<AgreementParty> Parties => Set<AgreementParty>();

    public DbSet<TextRow> Texts => Set<TextRow>();

    public DbSet<SealRow> Seals => Set<SealRow>();

    public DbSet<ScanRow> Scans => Set<ScanRow>();

    public DbSet<SealKey> SealKeys => Set<SealKey>();

    public DbSet<PairRow> Pairs => Set<PairRow>();

    public DbSet<WorkTaken> WorkTaken => Set<WorkTaken>();

    public DbSet<BookingTaken> BookingTaken => Set<BookingTaken>();

    protected override void Shape(ModelBuilder model)
    {
        model.Entity<AgreementRecord>(e =>
        {
            e.ToTable("agreement").HasKey(a => a.Id);
            e.Property(a => a.Number).ValueGeneratedOnAdd();
            e.Property(a => a.State).HasConversion<string>();
            e.Property(a => a.Version).IsConcurrencyToken();
        });
        model.Entity<AgreementParty>().ToTable("agreement_party").HasKey(p => new { p.AgreementId, p.PartyId });
        model.Entity<TextRow>(e =>
        {
            e.ToTable("agreement_text").HasKey(t => t.Id);
            e.Property(t => t.State).HasConversion<string>();
            e.Property(t => t.Version).IsConcurrencyToken();
        });
        model.Entity<SealRow>(e =>
        {
            e.ToTable("seal").HasKey(s => new { s.TextId, s.PartyId });
            e.Property(s => s.Kind).HasConversion<string>();
        });
        model.Entity<ScanRow>().ToTable("scan").HasKey(s => s.Id);
        model.Entity<SealKey>().ToTable("seal_key").HasKey(k => k.Id);
        model.Entity<PairRow>().ToTable("pair").HasKey(p => p.Id);
        model.Entity<WorkTaken>().ToTable("work_taken").HasKey(w => new { w.AgreementId, w.Code });
        model.Entity<BookingTaken>().ToTable("booking_taken").HasKey(b => new { b.AgreementId, b.Code });

        // Says only in which order rows are written; nothing is loaded along these lines.
        model.Entity<AgreementRecord>().HasOne<PairRow>().WithMany().HasForeignKey(a => a.PairId);
        model.Entity<AgreementRecord>().HasOne<AgreementRecord>().WithMany().HasForeignKey(a => a.PreviousId);
        model.Entity<AgreementParty>().HasOne<AgreementRecord>().WithMany().HasForeignKey(p => p.AgreementId);
        model.Entity<TextRow>().HasOne<AgreementRecord>().WithMany().HasForeignKey(t => t.AgreementId);
        model.Entity<ScanRow>().HasOne<AgreementRecord>().WithMany().HasForeignKey(s => s.AgreementId);
        model.Entity<SealRow>().HasOne<TextRow>().WithMany().HasForeignKey(s => s.TextId);
        model.Entity<SealRow>().HasOne<ScanRow>().WithMany().HasForeignKey(s => s.ScanId);
        model.Entity<SealRow>().HasOne<SealKey>().WithMany().HasForeignKey(s => s.KeyId);
        model.Entity<WorkTaken>().HasOne<AgreementRecord>().WithMany().HasForeignKey(w => w.AgreementId);
        model.Entity<BookingTaken>().HasOne<AgreementRecord>().WithMany().HasForeignKey(b => b.AgreementId);
    }
}
