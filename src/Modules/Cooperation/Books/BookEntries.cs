using Guanlian.Contracts.Resources;
using Guanlian.Cooperation.Cases;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.People;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Books;

/// <summary>What a book says for one deliverable: a line that stands in every language, and a number where it counts something.</summary>
internal sealed record BookEntry(string Line, decimal? Number = null);

/// <summary>
/// What stands in a cooperation's books when a task is handed in. Where a book has been kept, it is the evidence and its number counts;
/// where nobody wrote in it, papers do as they always did.
/// </summary>
internal sealed partial class BookEntries(CooperationDb db, SeePeople.Handler people, IBookableResources resources, IHandoverLists handovers, TimeProvider clock)
{
    /// <summary>The entry of the deliverable's book; none where the book is empty; a refusal where it is not finished.</summary>
    public async Task<(BookEntry? Entry, Refusal.Invalid? Refusal)> OfAsync(CooperationTask task, DeliverableRow deliverable, CancellationToken ct) =>
        CodeWords.Read<KeptBook>(deliverable.Book ?? "") switch
        {
            KeptBook.CaseSheet => (await CaseSheetAsync(task.CooperationId, ct), null),
            KeptBook.Opinion => await OpinionAsync(task.Id, ct),
            KeptBook.Advice => await AdviceAsync(task.CooperationId, ct),
            KeptBook.Outcome => (await OutcomeAsync(task.CooperationId, ct), null),
            KeptBook.Roster => (await RosterAsync(task, deliverable, ct), null),
            KeptBook.Sessions => (await SessionsAsync(task, ct), null),
            KeptBook.Attendance => (await AttendanceAsync(task, ct), null),
            KeptBook.Skills => (await SkillsAsync(task.CooperationId, ct), null),
            KeptBook.Certificates => await CertificatesAsync(task.CooperationId, "course", deliverable, ct),
            KeptBook.Thanks => await CertificatesAsync(task.CooperationId, "service", deliverable, ct),
            KeptBook.Hours => (await HoursAsync(task, ct), null),
            KeptBook.Duties => (await DutiesAsync(task.CooperationId, ct), null),
            KeptBook.Cover => (await PostingAsync(task.CooperationId, p => p.Cover, ct), null),
            KeptBook.BackHome => (await PostingAsync(task.CooperationId, p => p.BackPlan, ct), null),
            KeptBook.Liaison => (await LiaisonAsync(task, ct), null),
            KeptBook.Meetings => await MeetingsAsync(task.CooperationId, deliverable, ct),
            KeptBook.Credits or KeptBook.Licence => await SheetAsync(task.CooperationId, deliverable.Book!, ct),
            KeptBook.Bookings => (await BookingsAsync(task, ct), null),
            KeptBook.HandedOver => await ListsAsync(task, received: false, ct),
            KeptBook.Received => await ListsAsync(task, received: true, ct),
            KeptBook.Reports => await ReportsAsync(task.CooperationId, ct),
            _ => (null, null),
        };

    private async Task<BookEntry?> CaseSheetAsync(Guid id, CancellationToken ct) =>
        await db.Set<CaseSheet>().SingleOrDefaultAsync(s => s.CooperationId == id, ct) is { } sheet ? new($"{sheet.EditedBy} · {Day(sheet.EditedAt)}") : null;

    private async Task<(BookEntry?, Refusal.Invalid?)> OpinionAsync(Guid task, CancellationToken ct) =>
        await db.Set<OpinionRecord>().SingleOrDefaultAsync(o => o.TaskId == task, ct) switch
        {
            null => (null, null),
            { State: OpinionState.Issued } issued => (new($"{CanonicalJson.Read<OpinionText>(issued.Body!).Number} · {PaperCode.Of(issued.Hash!)}"), null),
            _ => (null, new("cooperation.book.opinion-open")),
        };

    private async Task<(BookEntry?, Refusal.Invalid?)> AdviceAsync(Guid id, CancellationToken ct)
    {
        var rows = await db.Set<AdviceRow>().Where(a => a.CooperationId == id).ToListAsync(ct);
        var open = rows.Count(a => a.Answer is null);
        return rows.Count == 0 ? (null, null)
            : open > 0 ? (null, (Refusal.Invalid)new Refusal.Invalid("cooperation.book.advice-open").With(("count", open)))
            : (new($"{rows.Count(a => a.Answer == "done")} / {rows.Count}", rows.Count(a => a.Answer == "done")), null);
    }

    private async Task<BookEntry?> OutcomeAsync(Guid id, CancellationToken ct) =>
        await db.Set<CaseOutcome>().SingleOrDefaultAsync(o => o.CooperationId == id, ct) is { } outcome ? new($"{outcome.SeenOn:yyyy-MM-dd} · {outcome.Words}") : null;

    private static string Day(DateTimeOffset at) => Dates.InChina(at).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
