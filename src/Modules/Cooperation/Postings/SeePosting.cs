using Guanlian.Contracts.Governance;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Cooperations;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Postings;

/// <summary>The book of a secondment: post and duties, cover, reports due and written, what comes after.</summary>
internal static class SeePosting
{
    /// <param name="Due">Months that have passed.</param>
    internal sealed record View(SeeCooperation.View Cooperation, Posting? Posting, IReadOnlyList<PostingReport> Reports, int Due, Capacity Months, bool FromCharter);

    public static bool Has(Template template) => KeptBooks.In(template).Contains(KeptBook.Duties);

    internal sealed class Handler(CooperationDb db, SeeCooperation.Handler see, PostingLimits limits, TimeProvider clock)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var seen = await see.HandleAsync(id, ct);
            if (seen.Refused)
            {
                return seen.Refusal;
            }

            if (!Has(seen.Value.Template))
            {
                return CooperationAccess.Missing;
            }

            var posting = await db.Set<Posting>().AsNoTracking().SingleOrDefaultAsync(p => p.CooperationId == id, ct);
            var reports = await db.Set<PostingReport>().AsNoTracking().Where(r => r.CooperationId == id).OrderBy(r => r.Month).ToListAsync(ct);
            var sides = seen.Value.Participants.Where(p => seen.Value.Template.Role(p.Role) is { Leads: true } or { Receives: true }).Select(p => p.PartyId);
            var (months, fromCharter) = await limits.OfAsync(sides, ct);
            return new View(seen.Value, posting, reports, posting?.MonthsBy(Dates.InChina(clock.GetUtcNow())) ?? 0, months, fromCharter);
        }
    }
}
