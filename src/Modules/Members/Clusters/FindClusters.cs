using Guanlian.Members.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Clusters;

/// <summary>Every cluster of the installation, with the one above it and how many members it has.</summary>
internal static class FindClusters
{
    internal sealed record Query(string? Text = null, ClusterKind? Kind = null);

    internal sealed record Row(
        Guid Id, string Code, string Name, string? NameEn, string Kind, string Mode, string? DivisionCode, DateOnly FoundedOn, int Members, int Clusters,
        string? AboveCode, string? AboveName);

    internal sealed class Handler(MembersDb db)
    {
        public Task<List<Row>> HandleAsync(Query query, CancellationToken ct)
        {
            var text = string.IsNullOrWhiteSpace(query.Text) ? null : $"%{query.Text.Trim().ToLowerInvariant()}%";
            var kind = query.Kind?.ToString();
            return db.Database.SqlQuery<Row>($"""
                select p.id as "Id", p.code as "Code", p.name as "Name", p.name_en as "NameEn", c.kind as "Kind", c.mode as "Mode",
                       p.division_code as "DivisionCode", c.founded_on as "FoundedOn",
                       coalesce(m.members, 0)::int as "Members", coalesce(m.clusters, 0)::int as "Clusters", above.code as "AboveCode", above.name as "AboveName"
                  from members.cluster c
                  join members.party p on p.id = c.party_id
                  left join lateral (
                        select count(*) filter (where q.kind <> 'Cluster') as members, count(*) filter (where q.kind = 'Cluster') as clusters
                          from members.membership m join members.party q on q.id = m.party_id
                         where m.cluster_id = c.party_id and m.state in ('Provisional', 'Full', 'Suspended')) m on true
                  left join lateral (
                        select a.code, a.name from members.membership m join members.party a on a.id = m.cluster_id
                         where m.party_id = c.party_id and m.state in ('Provisional', 'Full') order by m.from_on, a.code limit 1) above on true
                 where ({text}::text is null or lower(p.name || ' ' || coalesce(p.name_en, '') || ' ' || p.code) like {text})
                   and ({kind}::text is null or c.kind = {kind})
                   and p.closed_on is null
                 order by p.name collate "zh-Hans-CN-x-icu", p.code
                """).ToListAsync(ct);
        }
    }
}
