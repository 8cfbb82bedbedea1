using Guanlian.Contracts.Governance;
using Guanlian.Governance.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Charters;

/// <summary>Answers the other modules: a cluster's own charter, or that of the nearest cluster above it.</summary>
internal sealed class ChartersInForce(GovernanceDb db) : ICharters, IRoleDuties
{
    public async Task<CharterInForce?> InForceAsync(Guid clusterId, CancellationToken ct) => await FindAsync(clusterId, ct) is { } found
        ? new(found.Id, found.ClusterId, found.Number!.Value, found.InForceAt!.Value, found.RulesHash, found.ReadRules()) { Admission = found.Admission }
        : null;

    async Task<IReadOnlyList<RoleDuty>> IRoleDuties.InForceAsync(Guid clusterId, CancellationToken ct) =>
        (await FindAsync(clusterId, ct))?.Duties ?? [];

    // Two charters equally near are decided by the cluster's code, so that the answer is always the same.
    public async Task<CharterVersion?> FindAsync(Guid clusterId, CancellationToken ct) =>
        (await db.CharterVersions.FromSql($"""
            select v.* from governance.charter_version v
              join members.pub_clusters_above({clusterId}) above on above.id = v.cluster_id
              join members.party p on p.id = above.id
             where v.state = 'InForce'
             order by above.steps, p.code collate "C" limit 1
            """).AsNoTracking().ToListAsync(ct)).SingleOrDefault();
}
