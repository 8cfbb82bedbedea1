using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Statements;

/// <summary>
/// 年度收支公示: what came in, what went out and what is left in one year, for every member of the cluster to read. All of it is summed from
/// postings by the day they were booked for, and every figure has the address of the entries that make it.
/// </summary>
internal static class YearStatement
{
    /// <summary>A use in that year; without code what is not earmarked.</summary>
    internal sealed record UseLine(string? Code, string Name, decimal Received, decimal Budget, decimal Awarded, decimal PaidOut, decimal Accounted, decimal Settled, decimal Available);

    internal sealed record AwardLine(Guid Id, string Number, string Title, string Applicant, string Beneficiary, string Use, decimal Amount);

    internal sealed record DonorLine(Guid Id, string Number, Donation Donation, decimal Amount);

    /// <param name="Late">Of its entries those that were written after the year had ended.</param>
    internal sealed record View(
        FundRecord Fund, string Cluster, int Year, IReadOnlyList<int> Years, decimal Opening, decimal Received, decimal Settled, decimal Closing, IReadOnlyList<UseLine> Uses,
        IReadOnlyList<DonorLine> Donors, IReadOnlyList<AwardLine> Awards, long Entries, long Late);

    internal sealed class Handler(FundsDb db, FundSight sight, IPartyDirectory directory)
    {
        /// <param name="year">Null, or one that the fund does not have: the newest that has entries.</param>
        public async Task<Outcome<View>> HandleAsync(Guid id, int? year, int today, string anyUse, CancellationToken ct)
        {
            if (await sight.FundAsync(id, ct) is not { } fund)
            {
                return FundSight.Missing;
            }

            var years = Enumerable.Range(fund.OpenedOn.Year, Math.Max(1, today - fund.OpenedOn.Year + 1)).Reverse().ToList();
            var of = year is { } wanted && years.Contains(wanted) ? wanted : years[0];
            var (first, last) = (new DateOnly(of, 1, 1), new DateOnly(of, 12, 31));
            var ended = Dates.StartOf(of + 1);
            var (before, after) = (await db.StandingAsync(id, ct, first.AddDays(-1)), await db.StandingAsync(id, ct, last));
            // A budget belongs to its year, whenever it was written.
            var budgets = await db.StandingAsync(id, ct);
            var uses = await db.Uses.AsNoTracking().Where(u => u.FundId == id).OrderBy(u => u.Sort).ToListAsync(ct);
            var moves = await MovesAsync(id, first, last, ct);
            decimal Moved(string? use, Func<Move, bool> which) => moves.Where(m => m.Use == use && which(m)).Sum(m => m.Amount);
            var lines = uses.Select(u => (Code: (string?)u.Code, Name: FundWords.Name(u))).Append((null, anyUse)).Select(u => new UseLine(
                u.Code, u.Name,
                Moved(u.Code, m => m.Kind == nameof(AccountKind.Available) && m.Donated),
                u.Code is null ? 0 : budgets[AccountKind.Budget, u.Code, of] + budgets[AccountKind.Drawn, u.Code, of],
                u.Code is null ? 0 : Moved(u.Code, m => m.Kind is nameof(AccountKind.Committed) && m.Act is nameof(EntryKind.Awarded) or nameof(EntryKind.Released)),
                u.Code is null ? 0 : Moved(u.Code, m => m.Kind is nameof(AccountKind.Paid) && m.Act is nameof(EntryKind.Paid) or nameof(EntryKind.PaidBack)),
                u.Code is null ? 0 : Moved(u.Code, m => m.Kind is nameof(AccountKind.Accounted) && m.Act is nameof(EntryKind.Accepted)),
                u.Code is null ? 0 : Moved(u.Code, m => m.Kind is nameof(AccountKind.Settled)),
                after[AccountKind.Available, u.Code])).ToList();
            return new View(
                fund, FundWords.Name(await directory.FindAsync(fund.ClusterId, ct)), of, years, before.Held, lines.Sum(l => l.Received), lines.Sum(l => l.Settled), after.Held, lines,
                await DonorsAsync(id, first, last, ct), await AwardsAsync(id, first, last, uses, ct),
                await db.Entries.CountAsync(e => e.FundId == id && e.BookedOn >= first && e.BookedOn <= last, ct),
                await db.Entries.CountAsync(e => e.FundId == id && e.BookedOn >= first && e.BookedOn <= last && e.At >= ended, ct));
        }

        /// <summary>An act's reversal counts as the act, with its sign turned.</summary>
        private Task<List<Move>> MovesAsync(Guid id, DateOnly first, DateOnly last, CancellationToken ct) => db.Database.SqlQuery<Move>($"""
            select a.kind as "Kind", a.use_code as "Use", coalesce(o.kind, e.kind) as "Act", e.donation_id is not null as "Donated", sum(p.amount) as "Amount"
              from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id left join funds.entry o on o.id = e.reverses
             where e.fund_id = {id} and e.booked_on between {first} and {last} group by 1, 2, 3, 4
            """).ToListAsync(ct);

        private async Task<List<DonorLine>> DonorsAsync(Guid id, DateOnly first, DateOnly last, CancellationToken ct)
        {
            var sums = await db.Database.SqlQuery<Sum>($"""
                select e.donation_id as "Id", sum(p.amount) as "Amount"
                  from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id and a.kind = 'Available'
                 where e.fund_id = {id} and e.donation_id is not null and e.booked_on between {first} and {last} group by e.donation_id having sum(p.amount) <> 0
                """).ToListAsync(ct);
            var ids = sums.ConvertAll(s => s.Id);
            var donations = await db.Donations.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
            return [.. sums.OrderByDescending(s => s.Amount).ThenBy(s => s.Id).Select(s => new DonorLine(s.Id, Numbers.Of(donations[s.Id]), donations[s.Id], s.Amount))];
        }

        private async Task<List<AwardLine>> AwardsAsync(Guid id, DateOnly first, DateOnly last, List<FundUse> uses, CancellationToken ct)
        {
            var sums = await db.Database.SqlQuery<Sum>($"""
                select e.application_id as "Id", sum(p.amount) as "Amount"
                  from funds.entry e join funds.posting p on p.entry_id = e.id join funds.account a on a.id = p.account_id and a.kind = 'Committed'
                  left join funds.entry o on o.id = e.reverses
                 where e.fund_id = {id} and e.application_id is not null and coalesce(o.kind, e.kind) in ('Awarded', 'Released') and e.booked_on between {first} and {last}
                 group by e.application_id having sum(p.amount) <> 0
                """).ToListAsync(ct);
            var ids = sums.ConvertAll(s => s.Id);
            var applications = await db.Applications.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
            var cards = await directory.FindAsync([.. applications.Values.SelectMany(a => new[] { a.ApplicantId, a.BeneficiaryId }).Distinct()], ct);
            return [.. sums.Select(s => (s, a: applications[s.Id])).OrderBy(x => x.a.Number).Select(x => new AwardLine(
                x.a.Id, Numbers.Of(x.a), x.a.Title, FundWords.Name(cards.GetValueOrDefault(x.a.ApplicantId)), FundWords.Name(cards.GetValueOrDefault(x.a.BeneficiaryId)),
                uses.Find(u => u.Code == x.a.UseCode) is { } use ? FundWords.Name(use) : x.a.UseCode, x.s.Amount))];
        }
    }

    private sealed record Move(string Kind, string? Use, string Act, bool Donated, decimal Amount);

    private sealed record Sum(Guid Id, decimal Amount);
}
