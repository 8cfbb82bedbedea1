using Guanlian.Agreements.Data;
using Guanlian.Agreements.Sealing;
using Guanlian.Contracts.Agreements;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Running;

/// <summary>
/// Pairs with their agreements, in one question however many there are. A museum's newest pair takes the place of its earlier ones for
/// everybody: whoever led it before does not lead it any more.
/// </summary>
internal sealed class PairsOnPaper(AgreementsDb db) : IPairs
{
    public async Task<IReadOnlyList<PairOnPaper>> OfAsync(IReadOnlyCollection<Guid> parties, DateTimeOffset? before, CancellationToken ct)
    {
        var asked = parties.ToArray();
        var rows = await db.Database.SqlQuery<Row>($"""
            with newest as (
                select distinct on (cluster_id, museum_id) * from agreements.pair
                 where museum_id in (select museum_id from agreements.pair where leader_id = any ({asked}) or museum_id = any ({asked}))
                   and ({before}::timestamptz is null or adopted_at < {before}::timestamptz)
                 order by cluster_id, museum_id, adopted_at desc, id desc
            )
            select p.id as "PairId", p.round_code as "Round", p.cluster_id as "ClusterId", p.leader_id as "LeaderId", p.museum_id as "MuseumId",
                   p.adopted_at as "AdoptedAt", a.id as "AgreementId", a.number as "Number", coalesce(a.state, '') as "State",
                   coalesce(a.state_since, p.adopted_at) as "Since", a.until_on as "Until",
                   case when a.id is null or a.state = 'Draft' then true when a.state in ('OutForSealing', 'PartlySealed')
                        then not exists (select from agreements.seal s where s.text_id = t.id and s.party_id = p.leader_id) else false end as "LeaderToAct",
                   a.state in ('OutForSealing', 'PartlySealed')
                        and not exists (select from agreements.seal s where s.text_id = t.id and s.party_id = p.museum_id) is true as "MuseumToAct"
              from newest p
              left join lateral (
                select a.* from agreements.agreement a
                  join agreements.agreement_party m on m.agreement_id = a.id and m.party_id = p.museum_id
                  join agreements.agreement_party l on l.agreement_id = a.id and l.party_id = p.leader_id
                 where a.state <> 'Dropped'
                 order by a.state = 'InForce' desc, a.created_at desc limit 1) a on true
              left join agreements.agreement_text t on t.agreement_id = a.id and t.state in ('OutForSealing', 'PartlySealed')
             where p.leader_id = any ({asked}) or p.museum_id = any ({asked})
             order by p.museum_id
            """).ToListAsync(ct);
        return
        [
            .. rows.Select(r => new PairOnPaper(
                r.PairId, r.Round, r.ClusterId, r.LeaderId, r.MuseumId, r.AdoptedAt, r.AgreementId,
                r.Number is { } number ? AgreementNumbers.Of(number) : null, StandingOf(r.State), r.Since, r.Until, r.LeaderToAct, r.MuseumToAct == true)),
        ];
    }

    private static PaperStanding StandingOf(string state) => state switch
    {
        "" => PaperStanding.None,
        nameof(AgreementState.InForce) => PaperStanding.InForce,
        nameof(AgreementState.Draft) or nameof(AgreementState.OutForSealing) or nameof(AgreementState.PartlySealed) => PaperStanding.Underway,
        _ => PaperStanding.Over,
    };

    private sealed record Row(
        Guid PairId, string Round, Guid ClusterId, Guid LeaderId, Guid MuseumId, DateTimeOffset AdoptedAt, Guid? AgreementId, long? Number, string State,
        DateTimeOffset Since, DateOnly? Until, bool LeaderToAct, bool? MuseumToAct);
}
