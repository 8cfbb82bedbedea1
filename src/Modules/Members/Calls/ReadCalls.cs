using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Guanlian.Members.Memberships;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Calls;

/// <summary>A cluster's calls, open ones first; one call with the charter's rule of admission and how many have come.</summary>
internal static class ReadCalls
{
    /// <param name="Joined">Members today who came by this call.</param>
    internal sealed record Item(ClusterCall Call, string Lead, string? LeadEn, int Joined, bool Open)
    {
        public bool Full => Call.Places is { } places && Joined >= places;
    }

    internal sealed record View(Party Cluster, IReadOnlyList<Item> Calls, AdmissionRule? Rule, bool MayPublish)
    {
        /// <summary>The reader's own membership in the cluster, where he has one that has not ended.</summary>
        public Membership? Own { get; init; }
    }

    internal sealed class Handler(MembersDb db, ICharters charters, PublishCall.Handler publish, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<View>> HandleAsync(string clusterCode, CancellationToken ct)
        {
            var cluster = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Code == clusterCode && p.Kind == PartyKind.Cluster, ct);
            if (cluster is null)
            {
                return new Refusal.Missing("members.cluster.missing");
            }

            var own = current.Value.PartyId;
            return new View(
                cluster, await ItemsAsync(db.Calls.Where(c => c.ClusterId == cluster.Id), ct), (await charters.InForceAsync(cluster.Id, ct))?.Admission,
                await publish.MayAsync(cluster.Id, ct))
            {
                Own = own is null ? null : await db.Memberships.AsNoTracking().SingleOrDefaultAsync(
                    m => m.ClusterId == cluster.Id && m.PartyId == own && m.State != MembershipState.Left && m.State != MembershipState.Removed, ct),
            };
        }

        private async Task<IReadOnlyList<Item>> ItemsAsync(IQueryable<ClusterCall> calls, CancellationToken ct)
        {
            var today = Dates.InChina(clock.GetUtcNow());
            var rows = await (from c in calls.AsNoTracking()
                              join p in db.Parties on c.LeadId equals p.Id
                              select new
                              {
                                  Call = c,
                                  p.Name,
                                  p.NameEn,
                                  Joined = db.Memberships.Count(m => m.CallId == c.Id
                                      && (m.State == MembershipState.Full || m.State == MembershipState.Provisional || m.State == MembershipState.Suspended)),
                              }).ToListAsync(ct);
            return [.. rows.Select(r => new Item(r.Call, r.Name, r.NameEn, r.Joined, r.Call.IsOpen(today)))
                .OrderByDescending(i => i.Open).ThenByDescending(i => i.Call.PublishedAt)];
        }
    }
}
