using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Keeping;

/// <summary>One fund as its pages show it.</summary>
internal static class SeeFund
{
    private const int MostDonors = 12;

    /// <param name="Received">By use: what was given for it.</param>
    /// <param name="Waiting">Applications that wait for a decision.</param>
    internal sealed record View(
        FundRecord Fund, IReadOnlyList<FundUse> Uses, string Cluster, Standing Standing, IReadOnlyDictionary<string, decimal> Received, IReadOnlyList<Donation> Donations, int Waiting)
    {
        /// <summary>Given for that use, or, without one, for any.</summary>
        public decimal ReceivedFor(string? use) => Received.GetValueOrDefault(use ?? "");
    }

    internal sealed class Handler(FundsDb db, FundSight sight, IPartyDirectory directory)
    {
        public async Task<Outcome<View>> HandleAsync(Guid id, CancellationToken ct)
        {
            if (await sight.FundAsync(id, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            var received = await db.Database.SqlQuery<ReceivedRow>($"""
                select coalesce(a.use_code, '') as "Use", sum(p.amount) as "Amount"
                  from funds.account a join funds.posting p on p.account_id = a.id join funds.entry e on e.id = p.entry_id
                 where a.fund_id = {id} and a.kind = 'Available' and e.donation_id is not null group by a.use_code
                """).ToListAsync(ct);
            return new View(
                fund,
                await db.Uses.AsNoTracking().Where(u => u.FundId == id).OrderBy(u => u.Sort).ToListAsync(ct),
                FundWords.Name(await directory.FindAsync(fund.ClusterId, ct)),
                await db.StandingAsync(id, ct),
                received.ToDictionary(r => r.Use, r => r.Amount),
                await db.Donations.AsNoTracking().Where(d => d.FundId == id && d.State != DonationState.Cancelled).OrderByDescending(d => d.Amount).ThenBy(d => d.Number).Take(MostDonors).ToListAsync(ct),
                await db.Applications.CountAsync(a => a.FundId == id && a.State == ApplicationState.Submitted, ct));
        }
    }

    private sealed record ReceivedRow(string Use, decimal Amount);
}
