using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Hours;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.Postings;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Books;

/// <summary>Today: opinions to sign, hours to confirm, monthly reports to write.</summary>
internal sealed class BookDueItems(CooperationDb db, TimeProvider clock) : IDueItems
{
    private const int Most = 8;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(CooperationPermissions.Work))
        {
            return [];
        }

        var running = db.Cooperations.Where(c => c.State == CooperationState.Running);
        var due = new List<DueItem>();
        var toSign = await db.Set<OpinionSignature>().Where(s => s.PartyId == party && s.SignedAt == null && s.VoidAt == null)
            .Join(db.Set<OpinionRecord>().Where(o => o.State == OpinionState.Signing), s => s.OpinionId, o => o.Id, (s, o) => o)
            .Join(running, o => o.CooperationId, c => c.Id, (o, c) => new { o.TaskId, c.Title }).Distinct().OrderBy(o => o.TaskId).Take(Most).ToListAsync(ct);
        due.AddRange(toSign.Select(o => new DueItem("cooperation.due.sign", $"cooperations/tasks/{o.TaskId}/opinion") { Holes = [("title", o.Title)], Urgency = Urgency.Soon }));
        var toConfirm = await db.Set<ServiceHours>().Where(h => h.ConfirmsPartyId == party && h.ConfirmedAt == null && h.RefusedWhy == null)
            .Join(running, h => h.CooperationId, c => c.Id, (h, c) => new { c.Id, c.Title })
            .GroupBy(c => new { c.Id, c.Title }).Select(g => new { g.Key.Id, g.Key.Title, Count = g.Count() }).OrderBy(g => g.Id).Take(Most).ToListAsync(ct);
        due.AddRange(toConfirm.Select(g => new DueItem("cooperation.due.hours", $"cooperations/{g.Id}/hours") { Holes = [("title", g.Title), ("count", g.Count)], Urgency = Urgency.Soon }));
        due.AddRange(await ReportsAsync(party, running, ct));
        return due;
    }

    // Whoever hands in the reports writes them: one line for the first month that lacks one.
    private async Task<IReadOnlyList<DueItem>> ReportsAsync(Guid party, IQueryable<CooperationRecord> running, CancellationToken ct)
    {
        var today = Dates.InChina(clock.GetUtcNow());
        var postings = await db.Set<Posting>().AsNoTracking().Where(p => p.FromOn != null && p.FromOn < today).Join(running, p => p.CooperationId, c => c.Id, (p, c) => new { Posting = p, c.Title })
            .Where(x => db.Tasks.Any(t => t.CooperationId == x.Posting.CooperationId && t.DoesPartyId == party && t.DroppedAt == null && t.State != TaskState.Accepted
                && db.Deliverables.Any(d => d.TaskId == t.Id && d.Book == "reports"))).ToListAsync(ct);
        if (postings.Count == 0)
        {
            return [];
        }

        var ids = postings.ConvertAll(p => p.Posting.CooperationId);
        var written = (await db.Set<PostingReport>().Where(r => ids.Contains(r.CooperationId)).Select(r => new { r.CooperationId, r.Month }).ToListAsync(ct)).ToLookup(r => r.CooperationId, r => r.Month);
        return [.. postings.Select(p => (p.Title, p.Posting, Month: Enumerable.Range(1, p.Posting.MonthsBy(today)).Except(written[p.Posting.CooperationId]).FirstOrDefault()))
            .Where(p => p.Month > 0).Take(Most)
            .Select(p => new DueItem("cooperation.due.report", $"cooperations/{p.Posting.CooperationId}/post")
            {
                Holes = [("title", p.Title), ("month", p.Month)],
                By = p.Posting.FromOn!.Value.AddMonths(p.Month).AddDays(7),
                Urgency = p.Posting.FromOn!.Value.AddMonths(p.Month).AddDays(7) < today ? Urgency.Late : Urgency.Soon,
            })];
    }
}
