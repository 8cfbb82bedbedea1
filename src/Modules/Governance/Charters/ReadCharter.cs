using Guanlian.Governance.Access;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Charters;

/// <summary>Anybody reads a cluster's charter, the version in force or an older one; drafts only those who write them.</summary>
internal static class ReadCharter
{
    /// <param name="ClusterCode">The cluster's code, as its address has it.</param>
    /// <param name="Number">Which version; null for the one in force.</param>
    internal sealed record Query(string ClusterCode, int? Number);

    /// <param name="Cluster">Whose page it is.</param>
    /// <param name="Version">The version shown; null where the cluster has no charter yet.</param>
    /// <param name="From">The cluster whose charter it is, where it is one above.</param>
    /// <param name="Versions">All that were ever in force, newest first.</param>
    /// <param name="Drafts">Open drafts, for those who may see them.</param>
    internal sealed record View(
        ClusterNames.Cluster Cluster, CharterVersion? Version, ClusterNames.Cluster? From, IReadOnlyList<CharterVersion> Versions,
        IReadOnlyList<CharterVersion> Drafts)
    {
        /// <summary>Codes and names of the leaders listed in the rules.</summary>
        public IReadOnlyDictionary<Guid, ClusterNames.Named> Parties { get; init; } = new Dictionary<Guid, ClusterNames.Named>();
    }

    internal sealed class Handler(GovernanceDb db, ChartersInForce charters, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(Query query, CancellationToken ct)
        {
            if (await db.ClusterAsync(query.ClusterCode, ct) is not { } cluster)
            {
                return new Refusal.Missing("governance.cluster.missing");
            }

            var all = await db.CharterVersions.AsNoTracking().Where(v => v.ClusterId == cluster.Id).ToListAsync(ct);
            var version = query.Number is { } number ? all.Find(v => v.Number == number) : await charters.FindAsync(cluster.Id, ct);
            if (query.Number is not null && version is null)
            {
                return new Refusal.Missing("governance.charter.missing");
            }

            var from = version is null || version.ClusterId == cluster.Id ? null : await db.ClusterAsync(version.ClusterId, ct);
            return new View(
                cluster, version, from,
                [.. all.Where(v => v.Number is not null).OrderByDescending(v => v.Number)],
                [.. all.Where(v => v.State == CharterState.Draft && CharterAccess.MaySee(current.Value, v)).OrderByDescending(v => v.EditedAt)])
            {
                Parties = await db.PartiesAsync(version?.ReadRules().Leaders.Listed ?? [], ct),
            };
        }

        /// <summary>A draft with its cluster, for its page.</summary>
        public async Task<Outcome<(ClusterNames.Cluster Cluster, CharterVersion Draft, CharterVersion? InForce)>> DraftAsync(
            string clusterCode, Guid draftId, CancellationToken ct)
        {
            var draft = await db.CharterVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == draftId, ct);
            if (draft is null || !CharterAccess.MaySee(current.Value, draft) || await db.ClusterAsync(clusterCode, ct) is not { } cluster || cluster.Id != draft.ClusterId)
            {
                return new Refusal.Missing("governance.charter.missing");
            }

            var inForce = await db.CharterVersions.AsNoTracking().SingleOrDefaultAsync(v => v.ClusterId == cluster.Id && v.State == CharterState.InForce, ct);
            return (cluster, draft, inForce);
        }
    }
}
