using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Consents;

/// <summary>A community is told of drafts that wait for its word; the cluster of those that a community has vetoed.</summary>
internal sealed class ConsentDueItems(GovernanceDb db) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party)
        {
            return [];
        }

        var due = new List<DueItem>();
        if (ConsentAccess.SpeaksFor(actor, party))
        {
            var waiting = await Live(ConsentState.Asked).Where(x => x.Consent.CommunityId == party).OrderBy(x => x.Consent.AskedAt).ToListAsync(ct);
            foreach (var (consent, draft) in waiting.Select(w => (w.Consent, w.Draft)))
            {
                var cluster = (await db.ClusterAsync(draft.ClusterId, ct))!;
                due.Add(new DueItem("governance.due.consent", $"clusters/{cluster.Code}/charter/consents/{consent.Id}")
                {
                    Holes = [("cluster", cluster.Name)],
                    Urgency = Urgency.Soon,
                });
            }
        }

        if (CharterAccess.MayDraft(actor, party))
        {
            var vetoed = await Live(ConsentState.Vetoed).Where(x => x.Draft.ClusterId == party).Select(x => x.Draft.Id).Distinct().ToListAsync(ct);
            due.AddRange(vetoed.Select(id => new DueItem("governance.due.vetoed", $"clusters/{actor.Mandate!.PartyCode}/charter/drafts/{id}#s-consents") { Urgency = Urgency.Late }));
        }

        return due;
    }

    private IQueryable<Pair> Live(ConsentState state) =>
        from c in db.Consents.AsNoTracking()
        join d in db.CharterVersions.AsNoTracking() on c.DraftId equals d.Id
        where c.State == state && d.State == CharterState.Draft && d.Version == c.DraftVersion
        select new Pair { Consent = c, Draft = d };

    private sealed class Pair
    {
        public required Consent Consent { get; init; }

        public required CharterVersion Draft { get; init; }
    }
}
