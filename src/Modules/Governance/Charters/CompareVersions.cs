using Guanlian.Governance.Access;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Charters;

/// <summary>What changed between two versions of one charter, field by field.</summary>
internal static class CompareVersions
{
    /// <param name="From">Number of a version, or id of a draft.</param>
    /// <param name="To">The same.</param>
    internal sealed record Query(string ClusterCode, string From, string To);

    internal sealed record FieldChange(string Field, string Before, string After);

    internal sealed record View(ClusterNames.Cluster Cluster, CharterVersion From, CharterVersion To, IReadOnlyList<FieldChange> Changes)
    {
        /// <summary>Names of the leaders listed on either side, by code.</summary>
        public IReadOnlyDictionary<string, ClusterNames.Named> Parties { get; init; } = new Dictionary<string, ClusterNames.Named>();
    }

    internal sealed class Handler(GovernanceDb db, CurrentActor current)
    {
        public async Task<Outcome<View>> HandleAsync(Query query, CancellationToken ct)
        {
            if (await db.ClusterAsync(query.ClusterCode, ct) is not { } cluster)
            {
                return new Refusal.Missing("governance.cluster.missing");
            }

            var all = await db.CharterVersions.AsNoTracking().Where(v => v.ClusterId == cluster.Id).ToListAsync(ct);
            if (Find(all, query.From) is not { } from || Find(all, query.To) is not { } to)
            {
                return new Refusal.Missing("governance.charter.missing");
            }

            var (before, after) = (CharterContent.Of(from), CharterContent.Of(to));
            var parties = await db.PartiesAsync(before.Rules.Leaders.Listed.Concat(after.Rules.Leaders.Listed), ct);
            return new View(cluster, from, to, Changes(await db.FieldsAsync(before, ct), await db.FieldsAsync(after, ct)))
            {
                Parties = parties.Values.ToDictionary(p => p.Code),
            };
        }

        private CharterVersion? Find(List<CharterVersion> all, string name) => all.Find(v =>
            (v.Number is { } number ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{number}") == name : v.Id.ToString() == name)
            && CharterAccess.MaySee(current.Value, v));
    }

    public static IReadOnlyList<FieldChange> Changes(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after) =>
        [.. CharterFields.All.Where(f => before[f] != after[f]).Select(f => new FieldChange(f, before[f], after[f]))];
}
