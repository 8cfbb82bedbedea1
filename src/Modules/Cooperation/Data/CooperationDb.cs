using Guanlian.Cooperation.Books;
using Guanlian.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Data;

/// <summary>The module's tables.</summary>
internal sealed class CooperationDb(DbContextOptions<CooperationDb> options, ModuleDbParts parts) : ModuleDb(options, parts)
{
    protected override string Schema => "cooperation";

    public DbSet<Edition> Editions => Set<Edition>();

    public DbSet<StoredTemplate> StoredTemplates => Set<StoredTemplate>();

    public DbSet<CooperationRecord> Cooperations => Set<CooperationRecord>();

    public DbSet<Participant> Participants => Set<Participant>();

    public DbSet<Contribution> Contributions => Set<Contribution>();

    public DbSet<SafeguardAnswer> SafeguardAnswers => Set<SafeguardAnswer>();

    public DbSet<PauseRow> Pauses => Set<PauseRow>();

    public DbSet<CooperationTask> Tasks => Set<CooperationTask>();

    public DbSet<DeliverableRow> Deliverables => Set<DeliverableRow>();

    public DbSet<EvidenceRow> Evidence => Set<EvidenceRow>();

    public DbSet<Attachment> Attachments => Set<Attachment>();

    public DbSet<CalendarDay> CalendarDays => Set<CalendarDay>();

    public DbSet<ShowcaseRecord> Showcases => Set<ShowcaseRecord>();

    public DbSet<ShowcasePicture> ShowcasePictures => Set<ShowcasePicture>();

    public DbSet<ShowcaseObject> ShowcaseObjects => Set<ShowcaseObject>();

    public DbSet<ShowcaseRelease> ShowcaseReleases => Set<ShowcaseRelease>();

    public DbSet<Honour> Honours => Set<Honour>();

    public DbSet<AnnexRecord> Annexes => Set<AnnexRecord>();

    public DbSet<FeedSerial> Feeds => Set<FeedSerial>();

    public DbSet<YearFact> YearFacts => Set<YearFact>();

    public DbSet<PairActivity> PairActivities => Set<PairActivity>();

    protected override void Shape(ModelBuilder model)
    {
        model.Entity<Edition>().ToTable("edition").HasKey(e => e.Id);
        model.Entity<StoredTemplate>(e =>
        {
            e.ToTable("stored_template").HasKey(t => t.Id);
            e.Property(t => t.State).HasConversion<string>();
            e.Property(t => t.Version).IsConcurrencyToken();
        });
        model.Entity<CooperationRecord>(e =>
        {
            e.ToTable("cooperation").HasKey(c => c.Id);
            e.Property(c => c.Number).ValueGeneratedOnAdd();
            e.Property(c => c.State).HasConversion<string>();
            e.Property(c => c.Version).IsConcurrencyToken();
        });
        model.Entity<PairActivity>().ToTable("pair_activity").HasKey(p => new { p.OneId, p.OtherId });
        model.Entity<Participant>().ToTable("participant").HasKey(p => p.Id);
        model.Entity<Contribution>().ToTable("contribution").HasKey(c => c.Id);
        model.Entity<SafeguardAnswer>().ToTable("safeguard_answer").HasKey(s => new { s.CooperationId, s.Kind });
        model.Entity<PauseRow>().ToTable("pause").HasKey(p => p.Id);
        model.Entity<CooperationTask>(e =>
        {
            e.ToTable("task").HasKey(t => t.Id);
            e.Property(t => t.State).HasConversion<string>();
            e.Property(t => t.Mode).HasConversion<string>();
            e.Property(t => t.DoneBy).HasConversion<string>();
            e.Property(t => t.Version).IsConcurrencyToken();
            e.Ignore(t => t.Title);
            e.Ignore(t => t.Counts);
        });
        model.Entity<DeliverableRow>(e =>
        {
            e.ToTable("deliverable").HasKey(d => d.Id);
            e.Ignore(d => d.Title);
        });
        model.Entity<EvidenceRow>(e =>
        {
            e.ToTable("evidence").HasKey(v => v.Id);
            e.Property(v => v.Kind).HasConversion<string>();
        });
        model.Entity<Attachment>().ToTable("attachment").HasKey(a => a.Id);
        model.Entity<ShowcaseRecord>(e =>
        {
            e.ToTable("showcase").HasKey(s => s.Id);
            e.Property(s => s.Number).ValueGeneratedOnAdd();
            e.Property(s => s.State).HasConversion<string>();
            e.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<ShowcasePicture>().ToTable("showcase_picture").HasKey(p => new { p.ShowcaseId, p.AttachmentId });
        model.Entity<ShowcaseObject>().ToTable("showcase_object").HasKey(o => new { o.ShowcaseId, o.InstitutionId, o.ObjectId });
        model.Entity<ShowcaseRelease>().ToTable("showcase_release").HasKey(r => new { r.ShowcaseId, r.PartyId });
        model.Entity<AnnexRecord>().ToTable("annex").HasKey(a => a.Id);
        model.Entity<YearFact>(e =>
        {
            e.ToTable("year_fact").HasKey(f => f.Id);
            e.Property(f => f.Version).IsConcurrencyToken();
        });
        model.Entity<FeedSerial>().ToTable("feed").HasKey(f => new { f.PersonId, f.MandateId });
        model.Entity<Honour>().ToTable("honour").HasKey(h => h.Id);
        Order(model);
        model.Entity<CalendarDay>().ToTable("calendar_day").HasKey(d => d.Day);
        BookTables.Map(model);
    }

    // Says only in which order rows are written; nothing is loaded along these lines.
    private static void Order(ModelBuilder model)
    {
        model.Entity<CooperationRecord>().HasOne<Edition>().WithMany().HasForeignKey(c => c.EditionId);
        model.Entity<Participant>().HasOne<CooperationRecord>().WithMany().HasForeignKey(p => p.CooperationId);
        model.Entity<Contribution>().HasOne<CooperationRecord>().WithMany().HasForeignKey(c => c.CooperationId);
        model.Entity<SafeguardAnswer>().HasOne<CooperationRecord>().WithMany().HasForeignKey(s => s.CooperationId);
        model.Entity<PauseRow>().HasOne<CooperationRecord>().WithMany().HasForeignKey(p => p.CooperationId);
        model.Entity<CooperationTask>().HasOne<CooperationRecord>().WithMany().HasForeignKey(t => t.CooperationId);
        model.Entity<DeliverableRow>().HasOne<CooperationTask>().WithMany().HasForeignKey(d => d.TaskId);
        model.Entity<Attachment>().HasOne<CooperationRecord>().WithMany().HasForeignKey(a => a.CooperationId);
        model.Entity<ShowcasePicture>().HasOne<ShowcaseRecord>().WithMany().HasForeignKey(p => p.ShowcaseId);
        model.Entity<ShowcaseObject>().HasOne<ShowcaseRecord>().WithMany().HasForeignKey(o => o.ShowcaseId);
        model.Entity<ShowcaseRelease>().HasOne<ShowcaseRecord>().WithMany().HasForeignKey(r => r.ShowcaseId);
        model.Entity<EvidenceRow>().HasOne<DeliverableRow>().WithMany().HasForeignKey(e => e.DeliverableId);
        model.Entity<EvidenceRow>().HasOne<Attachment>().WithMany().HasForeignKey(e => e.AttachmentId);
    }
}
