using Guanlian.Governance.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Charters;

/// <summary>What this module reads of clusters and parties: the views that Members publishes.</summary>
internal static class ClusterNames
{
    internal sealed record Cluster(Guid Id, string Code, string Name, string? NameEn, string Kind);

    internal sealed record Named(Guid Id, string Code, string Name, string? NameEn);

    public static async Task<Cluster?> ClusterAsync(this GovernanceDb db, string code, CancellationToken ct) =>
        (await db.Database.SqlQuery<Cluster>($"""
            select id as "Id", code as "Code", name as "Name", name_en as "NameEn", kind as "Kind" from members.pub_cluster where code = {code}
            """).ToListAsync(ct)).SingleOrDefault();

    public static async Task<Cluster?> ClusterAsync(this GovernanceDb db, Guid id, CancellationToken ct) =>
        (await db.Database.SqlQuery<Cluster>($"""
            select id as "Id", code as "Code", name as "Name", name_en as "NameEn", kind as "Kind" from members.pub_cluster where id = {id}
            """).ToListAsync(ct)).SingleOrDefault();

    /// <summary>The listed leaders of some rules, by id.</summary>
    public static async Task<IReadOnlyDictionary<Guid, Named>> PartiesAsync(this GovernanceDb db, IEnumerable<Guid> ids, CancellationToken ct)
    {
        Guid[] wanted = [.. ids.Distinct()];
        return wanted.Length == 0 ? new Dictionary<Guid, Named>() : await db.Database.SqlQuery<Named>($"""
            select id as "Id", code as "Code", name as "Name", name_en as "NameEn" from members.pub_party where id = any({wanted})
            """).ToDictionaryAsync(p => p.Id, ct);
    }

    /// <summary>Ids of parties by their code, or by their name where it is the only one of that name.</summary>
    public static async Task<IReadOnlyDictionary<string, Guid>> IdsAsync(this GovernanceDb db, IReadOnlyList<string> codesOrNames, CancellationToken ct)
    {
        string[] wanted = [.. codesOrNames];
        if (wanted.Length == 0)
        {
            return new Dictionary<string, Guid>();
        }

        var found = await db.Database.SqlQuery<Named>($"""
            select id as "Id", code as "Code", name as "Name", name_en as "NameEn" from members.pub_party
             where code = any({wanted}) or name = any({wanted})
            """).ToListAsync(ct);
        var byName = found.GroupBy(p => p.Name).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.Single().Id);
        var byCode = found.ToDictionary(p => p.Code, p => p.Id);
        return wanted.Where(w => byCode.ContainsKey(w) || byName.ContainsKey(w))
            .ToDictionary(w => w, w => byCode.TryGetValue(w, out var id) ? id : byName[w]);
    }

    /// <summary>A version's fields, with the listed leaders by code.</summary>
    public static async Task<Dictionary<string, string>> FieldsAsync(this GovernanceDb db, CharterContent content, CancellationToken ct)
    {
        var parties = await db.PartiesAsync(content.Rules.Leaders.Listed, ct);
        return CharterFields.Of(content, parties.ToDictionary(p => p.Key, p => p.Value.Code));
    }
}
