using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Postings;
using Guanlian.Cooperation.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Books;

/// <summary>The tables of the books that a cooperation may keep.</summary>
internal static class BookTables
{
    public static void Map(ModelBuilder model)
    {
        Cases(model);
        Opinions(model);
        People(model);
        Postings(model);
    }

    private static void Cases(ModelBuilder model)
    {
        model.Entity<CaseSheet>(e =>
        {
            e.ToTable("case_sheet").HasKey(s => s.CooperationId);
            e.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<CaseOutcome>(e =>
        {
            e.ToTable("case_outcome").HasKey(o => o.CooperationId);
            e.Property(o => o.Version).IsConcurrencyToken();
        });
        model.Entity<CaseMemory>(e =>
        {
            e.ToTable("case_memory").HasKey(m => m.CooperationId);
            e.Property(m => m.Number).ValueGeneratedOnAdd();
            e.Property(m => m.Version).IsConcurrencyToken();
        });
    }

    private static void People(ModelBuilder model)
    {
        model.Entity<PersonRecord>(e =>
        {
            e.ToTable("person").HasKey(p => p.Id);
            e.Property(p => p.State).HasConversion<string>();
            e.Property(p => p.Version).IsConcurrencyToken();
        });
        model.Entity<SessionRecord>(e =>
        {
            e.ToTable("session").HasKey(s => s.Id);
            e.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<AttendanceRow>().ToTable("attendance").HasKey(a => new { a.SessionId, a.PersonId });
        model.Entity<SkillCheck>().ToTable("skill_check").HasKey(c => c.Id);
        model.Entity<CertificateRecord>().ToTable("certificate").HasKey(c => c.Id);
        model.Entity<ServiceHours>(e =>
        {
            e.ToTable("service_hours").HasKey(h => h.Id);
            e.Property(h => h.Version).IsConcurrencyToken();
        });
    }

    private static void Postings(ModelBuilder model)
    {
        model.Entity<Posting>(e =>
        {
            e.ToTable("posting").HasKey(p => p.CooperationId);
            e.Property(p => p.Version).IsConcurrencyToken();
            e.Ignore(p => p.LastDay);
        });
        model.Entity<PostingReport>(e =>
        {
            e.ToTable("posting_report").HasKey(r => new { r.CooperationId, r.Month });
            e.Property(r => r.Version).IsConcurrencyToken();
            e.HasOne<Posting>().WithMany().HasForeignKey(r => r.CooperationId);
        });
    }

    private static void Opinions(ModelBuilder model)
    {
        model.Entity<OpinionRecord>(e =>
        {
            e.ToTable("opinion").HasKey(o => o.Id);
            e.Property(o => o.State).HasConversion<string>();
            e.Property(o => o.Version).IsConcurrencyToken();
        });
        model.Entity<OpinionSignature>(e =>
        {
            e.ToTable("opinion_signature").HasKey(s => s.Id);
            e.HasOne<OpinionRecord>().WithMany().HasForeignKey(s => s.OpinionId);
        });
        model.Entity<AdviceRow>(e =>
        {
            e.ToTable("advice").HasKey(a => a.Id);
            e.HasOne<OpinionRecord>().WithMany().HasForeignKey(a => a.OpinionId);
        });
    }
}
