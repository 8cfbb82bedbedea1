using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Courses;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.Meetings;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Postings;
using Guanlian.Cooperation.Sessions;
using Guanlian.Cooperation.Sheets;
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
        Sheets(model);
        model.Entity<CourseRecord>(e =>
        {
            e.ToTable("course").HasKey(c => c.Id);
            e.Property(c => c.Subject).HasConversion<string>();
            e.Property(c => c.Form).HasConversion<string>();
            e.Property(c => c.Version).IsConcurrencyToken();
        });
        model.Entity<MeetingSlot>(e =>
        {
            e.ToTable("meeting_slot").HasKey(s => s.Id);
            e.Property(s => s.Outcome).HasConversion<string>();
            e.Property(s => s.Version).IsConcurrencyToken();
            e.Ignore(s => s.Free).Ignore(s => s.AnswersId).Ignore(s => s.State).Ignore(s => s.When);
        });
    }

    private static void Sheets(ModelBuilder model)
    {
        model.Entity<SheetRecord>(e =>
        {
            e.ToTable("sheet").HasKey(s => new { s.CooperationId, s.Kind });
            e.Property(s => s.Version).IsConcurrencyToken();
        });
        model.Entity<SheetConsent>(e =>
        {
            e.ToTable("sheet_consent").HasKey(c => new { c.CooperationId, c.Kind, c.PartyId });
            e.HasOne<SheetRecord>().WithMany().HasForeignKey(c => new { c.CooperationId, c.Kind });
        });
        model.Entity<CreditLine>().ToTable("credit_line").HasKey(l => new { l.CooperationId, l.Sort });
        model.Entity<LicenceTerms>(e =>
        {
            e.ToTable("licence").HasKey(l => l.CooperationId);
            e.Property(l => l.Fee).HasConversion<string>();
        });
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
