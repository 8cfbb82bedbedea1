using Guanlian.Contracts.Cooperation;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Following;

/// <summary>What an institution had from funds, for itself or from its leader's hands, for its county book.</summary>
internal sealed class BookOfAwards(FundsDb db, FundSight sight, Wording words) : IBookChapter
{
    public int Order => 45;

    public string Title => "funds.book.title";

    public IReadOnlyList<string> Columns { get; } = ["funds.field.title", "funds.field.fund", "funds.field.use", "funds.field.awarded", "funds.field.paid", "funds.field.state"];

    public async Task<IReadOnlyList<BookLine>> OfAsync(Guid partyId, int? year, CancellationToken ct)
    {
        var funds = await (await sight.FundsAsync(ct)).AsNoTracking().ToDictionaryAsync(f => f.Id, ct);
        var may = funds.Keys.ToList();
        var uses = await db.Uses.AsNoTracking().Where(u => may.Contains(u.FundId)).ToListAsync(ct);
        var rows = await db.Applications.AsNoTracking().Where(a => may.Contains(a.FundId) && (a.ApplicantId == partyId || a.BeneficiaryId == partyId)
            && a.State != ApplicationState.Submitted && a.State != ApplicationState.Refused && a.State != ApplicationState.Withdrawn).OrderBy(a => a.SubmittedOn).ThenBy(a => a.Id).ToListAsync(ct);
        var lines = new List<BookLine>();
        var ids = rows.Select(a => a.Id).ToArray();
        var days = (await db.Decisions.AsNoTracking().Where(d => ids.Contains(d.ApplicationId)).OrderBy(d => d.Number).Select(d => new { d.ApplicationId, d.DecidedOn }).ToListAsync(ct))
            .ToLookup(d => d.ApplicationId, d => d.DecidedOn);
        var sums = await db.AwardsAsync(ids, ct);
        foreach (var a in rows)
        {
            var on = days[a.Id].Last();
            if (year is null || on.Year == year)
            {
                var award = sums[a.Id];
                lines.Add(new(
                    on, [a.Title, funds[a.FundId].Name, FundWords.Use(words, uses.Where(u => u.FundId == a.FundId), a.UseCode), Money.Say(award.Awarded), Money.Say(award.PaidOut), FundWords.Of(words, a.State)],
                    $"funds/applications/{a.Id}"));
            }
        }

        return lines;
    }
}
