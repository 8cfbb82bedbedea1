using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Opinions;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cases;

/// <summary>The case of a cooperation: sheet, opinions, what became of the advice, the review. It belongs to both sides alike.</summary>
internal static class SeeCase
{
    internal sealed record View(
        SeeCooperation.View Cooperation, CaseSheet? Sheet, IReadOnlyList<OpinionRecord> Opinions, IReadOnlyList<AdviceRow> Advice, CaseOutcome? Outcome, CaseMemory? Memory);

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            if (seen.Refused)
            {
                return seen.Refusal;
            }

            return !Has(seen.Value.Template) ? CooperationAccess.Missing : new View(
                seen.Value,
                await db.Set<CaseSheet>().AsNoTracking().SingleOrDefaultAsync(s => s.CooperationId == id, ct),
                await db.Set<OpinionRecord>().AsNoTracking().Where(o => o.CooperationId == id).OrderBy(o => o.EditedAt).ToListAsync(ct),
                await db.Set<AdviceRow>().AsNoTracking().Where(a => a.CooperationId == id).OrderBy(a => a.Sort).ToListAsync(ct),
                await db.Set<CaseOutcome>().AsNoTracking().SingleOrDefaultAsync(o => o.CooperationId == id, ct),
                await db.Set<CaseMemory>().AsNoTracking().SingleOrDefaultAsync(m => m.CooperationId == id, ct));
        }
    }

    /// <summary>Whether a template has anything to show here.</summary>
    public static bool Has(Template template) => KeptBooks.In(template).Overlaps([KeptBook.CaseSheet, KeptBook.Advice]);
}
