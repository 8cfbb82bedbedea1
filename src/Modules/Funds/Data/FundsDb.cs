using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Data;

/// <summary>The module's tables.</summary>
internal sealed class FundsDb(DbContextOptions<FundsDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "funds";

    public DbSet<FundRecord> Funds => Set<FundRecord>();

    public DbSet<FundUse> Uses => Set<FundUse>();

    public DbSet<Donation> Donations => Set<Donation>();

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<Decision> Decisions => Set<Decision>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<FileRow> Files => Set<FileRow>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Entry> Entries => Set<Entry>();

    public DbSet<Posting> Postings => Set<Posting>();

    protected override void Shape(ModelBuilder model)
    {
        model.Entity<FundRecord>(e =>
        {
            e.ToTable("fund").HasKey(f => f.Id);
            e.Property(f => f.Number).ValueGeneratedOnAdd();
            e.Property(f => f.Entries).ValueGeneratedOnAddOrUpdate();
            e.Property(f => f.Version).IsConcurrencyToken();
        });
        model.Entity<FundUse>().ToTable("fund_use").HasKey(u => new { u.FundId, u.Code });
        model.Entity<Donation>(e =>
        {
            e.ToTable("donation").HasKey(d => d.Id);
            e.Property(d => d.Number).ValueGeneratedOnAdd();
            e.Property(d => d.State).HasConversion<string>();
            e.Property(d => d.Version).IsConcurrencyToken();
        });
        model.Entity<Application>(e =>
        {
            e.ToTable("application").HasKey(a => a.Id);
            e.Property(a => a.Number).ValueGeneratedOnAdd();
            e.Property(a => a.State).HasConversion<string>();
            e.Property(a => a.Version).IsConcurrencyToken();
        });
        model.Entity<Decision>(e =>
        {
            e.ToTable("decision").HasKey(d => d.Id);
            e.Property(d => d.Outcome).HasConversion<string>();
        });
        model.Entity<Report>(e =>
        {
            e.ToTable("report").HasKey(r => r.Id);
            e.Property(r => r.State).HasConversion<string>();
            e.Property(r => r.Version).IsConcurrencyToken();
        });
        model.Entity<FileRow>().ToTable("file").HasKey(f => f.Id);
        model.Entity<Account>(e =>
        {
            e.ToTable("account").HasKey(a => a.Id);
            e.Property(a => a.Kind).HasConversion<string>();
        });
        model.Entity<Entry>(e =>
        {
            e.ToTable("entry").HasKey(x => x.Id);
            e.Property(x => x.Number).ValueGeneratedOnAdd();
            e.Property(x => x.Kind).HasConversion<string>();
        });
        model.Entity<Posting>().ToTable("posting").HasKey(p => new { p.EntryId, p.Line });
        foreach (var amount in model.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => p.ClrType == typeof(decimal)))
        {
            amount.SetPrecision(14);
            amount.SetScale(2);
        }

        // Says only in which order rows are written; nothing is loaded along these lines.
        model.Entity<FundUse>().HasOne<FundRecord>().WithMany().HasForeignKey(u => u.FundId);
        model.Entity<Donation>().HasOne<FundRecord>().WithMany().HasForeignKey(d => d.FundId);
        model.Entity<Application>().HasOne<FundRecord>().WithMany().HasForeignKey(a => a.FundId);
        model.Entity<Account>().HasOne<FundRecord>().WithMany().HasForeignKey(a => a.FundId);
        model.Entity<Account>().HasOne<FundUse>().WithMany().HasForeignKey(a => new { a.FundId, a.UseCode });
        model.Entity<Donation>().HasOne<FundUse>().WithMany().HasForeignKey(d => new { d.FundId, d.UseCode });
        model.Entity<Entry>().HasOne<FundRecord>().WithMany().HasForeignKey(e => e.FundId);
        model.Entity<Entry>().HasOne<Application>().WithMany().HasForeignKey(e => e.ApplicationId);
        model.Entity<Entry>().HasOne<Donation>().WithMany().HasForeignKey(e => e.DonationId);
        model.Entity<Entry>().HasOne<Entry>().WithMany().HasForeignKey(e => e.Reverses);
        model.Entity<Posting>().HasOne<Entry>().WithMany().HasForeignKey(p => p.EntryId);
        model.Entity<Posting>().HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId);
        model.Entity<Decision>().HasOne<Application>().WithMany().HasForeignKey(d => d.ApplicationId);
        model.Entity<Decision>().HasOne<Entry>().WithMany().HasForeignKey(d => d.EntryId);
        model.Entity<Report>().HasOne<Application>().WithMany().HasForeignKey(r => r.ApplicationId);
        model.Entity<FileRow>().HasOne<Application>().WithMany().HasForeignKey(f => f.ApplicationId);
        model.Entity<FileRow>().HasOne<Donation>().WithMany().HasForeignKey(f => f.DonationId);
        model.Entity<FileRow>().HasOne<Report>().WithMany().HasForeignKey(f => f.ReportId);
        model.Entity<FileRow>().HasOne<Entry>().WithMany().HasForeignKey(f => f.EntryId);
    }
}
