using Guanlian.Contracts.Members;
using Guanlian.Funds.Access;
using Guanlian.Funds.Data;
using Guanlian.Funds.Keeping;
using Guanlian.Funds.Ledger;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Funds.Following;

/// <summary>Today: applications to decide, awards to pay, evidence to hand in, to check and to settle, promised money that has not come.</summary>
internal sealed class FundDueItems(FundsDb db, FundSight sight, IPartyDirectory directory, CurrentActor current, TimeProvider clock) : IDueItems
{
    private const int Most = 6;
    private const int DaysToDecide = 30;
    private const int RemindBefore = 14;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(FundPermissions.Read) || current.Value != actor)
        {
            return [];
        }

        var today = Dates.InChina(clock.GetUtcNow());
        var due = new List<DueItem>();
        if (sight.Decides(party))
        {
            due.AddRange((await OfClusterAsync(party, [ApplicationState.Submitted], ct)).Select(a => Due("funds.due.decide", a, Dates.InChina(a.StateSince).AddDays(DaysToDecide), today)));
        }

        if (sight.Keeps(party))
        {
            due.AddRange((await OfClusterAsync(party, [ApplicationState.Committed], ct)).Select(a => Due("funds.due.pay", a, null, today)));
            due.AddRange((await OfClusterAsync(party, [ApplicationState.EvidenceIn], ct)).Select(a => Due("funds.due.check", a, null, today, Urgency.Soon)));
            var accepted = await OfClusterAsync(party, [ApplicationState.Accepted], ct);
            var sums = await db.AwardsAsync([.. accepted.Select(a => a.Id)], ct);
            due.AddRange(accepted.Select(a => Due(sums.GetValueOrDefault(a.Id)?.Committed > 0 ? "funds.due.pay-rest" : "funds.due.settle", a, null, today)));
            due.AddRange(await OverdueAsync(party, today, ct));
            due.AddRange(await PledgesAsync(party, today, ct));
        }

        if (actor.May(FundPermissions.Apply))
        {
            var last = today.AddDays(RemindBefore);
            var mine = await db.Applications.AsNoTracking().Where(a => a.ApplicantId == party && a.State == ApplicationState.Paid
                    && (a.EvidenceDue <= last || db.Reports.Where(r => r.ApplicationId == a.Id).OrderByDescending(r => r.Number).Select(r => (ReportState?)r.State).FirstOrDefault() == ReportState.Returned))
                .OrderBy(a => a.EvidenceDue).Take(Most).ToListAsync(ct);
            due.AddRange(mine.Select(a => Due("funds.due.account", a, a.EvidenceDue, today)));
        }

        return due;
    }

    private static DueItem Due(string key, Application a, DateOnly? by, DateOnly today, Urgency otherwise = Urgency.Calm) => new(key, $"funds/applications/{a.Id}")
    {
        Holes = [("title", a.Title)],
        By = by,
        Urgency = by < today ? Urgency.Late : by <= today.AddDays(7) ? Urgency.Soon : otherwise,
    };

    private Task<List<Application>> OfClusterAsync(Guid cluster, ApplicationState[] states, CancellationToken ct) => db.Applications.AsNoTracking()
        .Where(a => states.Contains(a.State) && db.Funds.Any(f => f.Id == a.FundId && f.ClusterId == cluster)).OrderBy(a => a.StateSince).Take(Most).ToListAsync(ct);

    private async Task<IEnumerable<DueItem>> OverdueAsync(Guid cluster, DateOnly today, CancellationToken ct)
    {
        var late = await db.Applications.AsNoTracking().Where(a => a.State == ApplicationState.Paid && a.EvidenceDue < today && db.Funds.Any(f => f.Id == a.FundId && f.ClusterId == cluster))
            .OrderBy(a => a.EvidenceDue).Take(Most).ToListAsync(ct);
        var cards = await directory.FindAsync([.. late.Select(a => a.ApplicantId).Distinct()], ct);
        return late.Select(a => new DueItem("funds.due.evidence-late", $"funds/applications/{a.Id}")
        {
            Holes = [("name", FundWords.Name(cards.GetValueOrDefault(a.ApplicantId))), ("title", a.Title)],
            By = a.EvidenceDue,
            Urgency = Urgency.Late,
        });
    }

    private async Task<IEnumerable<DueItem>> PledgesAsync(Guid cluster, DateOnly today, CancellationToken ct)
    {
        var late = await db.Donations.AsNoTracking().Where(d => (d.State == DonationState.Pledged || d.State == DonationState.PartlyReceived) && d.DueOn < today
                && db.Funds.Any(f => f.Id == d.FundId && f.ClusterId == cluster)).OrderBy(d => d.DueOn).Take(Most).ToListAsync(ct);
        return late.Select(d => new DueItem("funds.due.pledge", $"funds/donations/{d.Id}") { Holes = [("number", Numbers.Of(d)), ("name", d.DonorName)], By = d.DueOn, Urgency = Urgency.Late });
    }
}
