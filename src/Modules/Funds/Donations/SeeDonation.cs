using Guanlian.Funds.Access;
using Guanlian.Funds.Applications;
using Guanlian.Funds.Data;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Donations;

/// <summary>One donation as its page shows it.</summary>
internal static class SeeDonation
{
    internal sealed record View(
        FundRecord Fund, IReadOnlyList<FundUse> Uses, Donation Donation, decimal Open, decimal Received, IReadOnlyList<Entry> Entries, IReadOnlyDictionary<Guid, decimal> Amounts,
        IReadOnlyList<SeeApplication.FileLine> Files, bool Concerned);

    internal sealed class Handler(FundsDb db, FundSight sight)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            var donation = await db.Donations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
            if (donation is null || await sight.FundAsync(donation.FundId, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            var entries = await db.Entries.AsNoTracking().Where(e => e.DonationId == id).OrderByDescending(e => e.Number).ToListAsync(ct);
            var ids = entries.ConvertAll(e => e.Id);
            var (open, received) = await db.ProgressAsync(donation, ct);
            var concerned = sight.Concerns(fund, donation);
            return new View(
                fund, await db.Uses.AsNoTracking().Where(u => u.FundId == fund.Id).OrderBy(u => u.Sort).ToListAsync(ct), donation, open, received, entries,
                await db.Postings.Where(p => ids.Contains(p.EntryId) && p.Amount > 0).GroupBy(p => p.EntryId).ToDictionaryAsync(g => g.Key, g => g.Max(p => p.Amount), ct),
                concerned ? await db.Files.Where(f => f.DonationId == id).OrderBy(f => f.Id).Select(f => new SeeApplication.FileLine(f.Id, f.Name, f.ReportId, f.EntryId)).ToListAsync(ct) : [],
                concerned);
        }
    }
}
