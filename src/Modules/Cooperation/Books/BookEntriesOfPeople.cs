using System.Globalization;
using Guanlian.Cooperation.Certificates;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Postings;
using Guanlian.Cooperation.Sessions;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Books;

/// <summary>What the books of people say: rosters, timetables, attendance, certificates, hours, secondments.</summary>
internal sealed partial class BookEntries
{
    private DateOnly Today => Dates.InChina(clock.GetUtcNow());

    // A party's own task counts its own people; what measures an indicator counts only those admitted.
    private async Task<BookEntry?> RosterAsync(CooperationTask task, DeliverableRow deliverable, CancellationToken ct)
    {
        var people = await db.Set<PersonRecord>().Where(p => p.CooperationId == task.CooperationId && (task.SitePartyId == null || p.PartyId == task.SitePartyId)
            && (p.State == PersonState.Accepted || p.State == PersonState.Applied)).Select(p => p.State).ToListAsync(ct);
        var count = deliverable.Measures is null ? people.Count : people.Count(s => s == PersonState.Accepted);
        return people.Count == 0 ? null : new($"× {count}", count);
    }

    // Stop by stop, each stop's task counts what was given there.
    private IQueryable<SessionRecord> SessionsOf(CooperationTask task) =>
        db.Set<SessionRecord>().Where(s => s.CooperationId == task.CooperationId && s.CancelledWhy == null && (task.SitePartyId == null || s.PartyId == task.SitePartyId));

    private async Task<BookEntry?> SessionsAsync(CooperationTask task, CancellationToken ct)
    {
        var sessions = await SessionsOf(task).ToListAsync(ct);
        return sessions.Count == 0 ? null : new($"× {sessions.Count}", sessions.Where(s => s.Over(clock.GetUtcNow())).Sum(s => s.Hours));
    }

    private async Task<BookEntry?> AttendanceAsync(CooperationTask task, CancellationToken ct)
    {
        var came = await db.Set<AttendanceRow>().Join(SessionsOf(task), a => a.SessionId, s => s.Id, (a, _) => a.PersonId).ToListAsync(ct);
        return came.Count == 0 ? null : new(string.Create(CultureInfo.InvariantCulture, $"{came.Distinct().Count()} · {came.Count}"), came.Distinct().Count());
    }

    private async Task<BookEntry?> SkillsAsync(Guid id, CancellationToken ct)
    {
        var seen = await people.HandleAsync(id, ct);
        if (seen.Refused || seen.Value.People.All(l => l.Skills.Count + l.Failed.Count == 0))
        {
            return null;
        }

        var passed = seen.Value.People.Sum(l => l.Skills.Count);
        return new(string.Create(CultureInfo.InvariantCulture, $"× {passed}"), passed);
    }

    private async Task<(BookEntry?, Refusal.Invalid?)> CertificatesAsync(Guid id, string kind, DeliverableRow deliverable, CancellationToken ct)
    {
        var seen = await people.HandleAsync(id, ct);
        if (seen.Refused || seen.Value.People.All(l => kind == "service" ? l.Hours == 0 : l.Skills.Count + l.Failed.Count == 0))
        {
            return (null, null);
        }

        var open = IssueCertificates.Earned(seen.Value, kind).Count();
        var held = seen.Value.People.SelectMany(l => l.Certificates).Count(c => c.Kind == kind && c.RevokedAt is null);
        return open > 0 ? (null, (Refusal.Invalid)new Refusal.Invalid("cooperation.book.certificates-open", deliverable.Code).With(("count", open))) : (new($"× {held}", held), null);
    }

    // Confirmed hours at the doer's place that no task has counted yet are counted in this one.
    private async Task<BookEntry?> HoursAsync(CooperationTask task, CancellationToken ct)
    {
        var all = await db.Set<ServiceHours>().Where(h => h.CooperationId == task.CooperationId && h.HostPartyId == task.DoesPartyId).ToListAsync(ct);
        var counted = all.Where(h => h.ConfirmedAt is not null && (h.TaskId is null || h.TaskId == task.Id)).ToList();
        counted.ForEach(h => h.TaskId = task.Id);
        return all.Count == 0 ? null : new(string.Create(CultureInfo.InvariantCulture, $"× {counted.Count}"), counted.Sum(h => h.Hours));
    }

    private async Task<BookEntry?> DutiesAsync(Guid id, CancellationToken ct) =>
        await db.Set<Posting>().SingleOrDefaultAsync(p => p.CooperationId == id, ct) is { FromOn: { } from, LastDay: { } last } posting
            ? new(string.Create(CultureInfo.InvariantCulture, $"{posting.PersonName} · {from:yyyy-MM-dd} – {last:yyyy-MM-dd}"), posting.DaysBy(Today)) : null;

    private async Task<BookEntry?> PostingAsync(Guid id, Func<Posting, string> part, CancellationToken ct) =>
        await db.Set<Posting>().SingleOrDefaultAsync(p => p.CooperationId == id, ct) is { } posting && part(posting) is { Length: > 0 } words ? new(words) : null;

    private async Task<(BookEntry?, Refusal.Invalid?)> ReportsAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Posting>().SingleOrDefaultAsync(p => p.CooperationId == id, ct) is not { FromOn: not null } posting)
        {
            return (null, null);
        }

        var written = await db.Set<PostingReport>().Where(r => r.CooperationId == id).Select(r => r.Month).ToListAsync(ct);
        var open = Enumerable.Range(1, posting.MonthsBy(Today)).Except(written).ToList();
        return open.Count > 0 ? (null, (Refusal.Invalid)new Refusal.Invalid("cooperation.book.reports-open").With(("months", string.Join(Wording.InChinese ? "、" : ", ", open))))
            : written.Count == 0 ? (null, null) : (new($"× {written.Count}", written.Count), null);
    }
}
