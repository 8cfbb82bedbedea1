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

    /// <summary>A promise and what has come of it.</summary>
    internal sealed record GiftLine(Donation Donation, decimal Received);

    /// <param name="Received">By use: what was given for it.</param>
    /// <param name="Waiting">Applications that wait for a decision.</param>
    internal sealed record View(
        FundRecord Fund, IReadOnlyList<FundUse> Uses, string Cluster, Standing Standing, IReadOnlyDictionary<string, decimal> Received, IReadOnlyList<GiftLine> Donations, int Waiting)
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
                await GiftsAsync(id, ct),
                await db.Applications.CountAsync(a => a.FundId == id && a.State == ApplicationState.Submitted, ct));
        }

        /// <summary>The largest; without those of which nothing came and nothing is to come.</summary>
        private async Task<IReadOnlyList<GiftLine>> GiftsAsync(Guid id, CancellationToken ct)
        {
            var received = (await db.Database.SqlQuery<GiftRow>($"""
                select e.donation_id as "Id", sum(p.amount) as "Received"
                  from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id and a.kind = 'Available'
                 where e.fund_id = {id} and e.donation_id is not null group by e.donation_id having sum(p.amount) > 0
                """).ToListAsync(ct)).ToDictionary(r => r.Id, r => r.Received);
            var came = received.Keys.ToList();
            var rows = await db.Donations.AsNoTracking().Where(d => d.FundId == id && (d.State != DonationState.Cancelled || came.Contains(d.Id)))
                .OrderByDescending(d => d.Amount).ThenBy(d => d.Number).Take(MostDonors).ToListAsync(ct);
            return rows.ConvertAll(d => new GiftLine(d, received.GetValueOrDefault(d.Id)));
        }
    }

    private sealed record GiftRow(Guid Id, decimal Received);

    private sealed record ReceivedRow(string Use, decimal Amount);
}
