using System.Security.Claims;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>
/// Finds the person and the mandates behind a session or a job, with one question to the database each time: a mandate that ended a
/// moment ago grants nothing any more.
/// </summary>
internal sealed class ActorsByMandate(MembersDb db, PermissionTable permissions, TimeProvider clock) : IActorSource
{
    private static readonly TimeSpan Noted = TimeSpan.FromMinutes(5);

    public async Task<Actor> ForAsync(ClaimsPrincipal principal, CancellationToken ct)
    {
        if (SignInCookie.Read(principal) is not var (personId, sessionId))
        {
            return Actor.Visitor;
        }

        var rows = await RowsAsync(personId, sessionId, null, ct);
        if (rows is [{ SeenAt: { } seen }, ..] && clock.GetUtcNow() - seen > Noted)
        {
            await NoteAsync(sessionId, ct);
        }

        return ActorOf(rows);
    }

    public async Task<Actor> ForAsync(Guid personId, Guid? mandateId, CancellationToken ct) =>
        ActorOf(await RowsAsync(personId, null, mandateId, ct));

    private Task<List<Row>> RowsAsync(Guid personId, Guid? sessionId, Guid? mandateId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        return db.Database.SqlQuery<Row>($"""
            with recursive signed as (
                select a.person_id, pe.name, s.seen_at, coalesce(s.mandate_id, {mandateId}::uuid) as chosen
                  from members.account a
                  join members.person pe on pe.id = a.person_id
                  left join members.session s on s.id = {sessionId}::uuid and s.person_id = a.person_id
                        and s.ended_at is null and s.expires_at > {now}
                 where a.person_id = {personId} and a.closed_at is null and ({sessionId}::uuid is null or s.id is not null)),
            valid as (
                select m.id, m.party_id, m.role, count(*) over () as n
                  from members.mandate m join signed s on s.person_id = m.person_id
                 where m.ended_at is null and m.from_on <= {today} and (m.to_on is null or m.to_on >= {today})),
            used as (
                -- Nobody slides into another mandate unseen: only the first choice, of one, is made for him.
                select v.* from valid v, signed s
                 where v.id = s.chosen or (s.chosen is null and v.n = 1 and {sessionId}::uuid is not null)),
            below (id) as (
                select m.party_id from used u join members.membership m on m.cluster_id = u.party_id
                 where u.role in ('secretariat', 'council') and m.state in ('Provisional', 'Full', 'Suspended')
                union
                select m.party_id from below b join members.membership m on m.cluster_id = b.id
                 where m.state in ('Provisional', 'Full', 'Suspended'))
            select s.person_id as "PersonId", s.name as "Name", s.seen_at as "SeenAt", v.id as "MandateId", v.party_id as "PartyId", p.code as "PartyCode", p.name as "PartyName",
                   p.name_en as "PartyNameEn", v.role as "Role", u.id is not null as "InUse",
                   case when u.id is not null then array(select id from below) end as "StandsOver",
                   case when u.id is not null then array(
                        select a.branch_id || ':' || matter from members.acting_for a, unnest(a.matters) matter
                         where a.head_id = u.party_id and {today} between a.from_on and a.to_on) end as "Lent"
              from signed s
              left join valid v on true
              left join members.party p on p.id = v.party_id
              left join used u on u.id = v.id
             order by p.code, v.id
            """).ToListAsync(ct);
    }

    private Actor ActorOf(List<Row> rows)
    {
        if (rows is not [var first, ..])
        {
            return Actor.Visitor;
        }

        var mandates = rows.Where(r => r.MandateId is not null).OrderBy(r => RankOf(r.Role!)).Select(MandateOf).ToList();
        var used = rows.Find(r => r.InUse)?.MandateId;
        return new Actor(first.PersonId, first.Name, mandates.Find(m => m.Id == used)) { Mandates = mandates };
    }

    private MandateInUse MandateOf(Row row) => new(
        row.MandateId!.Value, row.PartyId!.Value, row.PartyCode!, Wording.InChinese ? row.PartyName! : row.PartyNameEn ?? row.PartyName!, row.Role!,
        permissions.Of(row.Role!), row.StandsOver?.ToHashSet() ?? [])
    {
        ActsFor = (row.Lent ?? []).Select(l => l.Split(':')).GroupBy(l => Guid.Parse(l[0]), l => l[1])
            .ToDictionary(g => g.Key, g => permissions.Of(row.Role!, [.. g])),
    };

    private Task<int> NoteAsync(Guid sessionId, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.Database.ExecuteSqlAsync($"""
            update members.session set seen_at = {now}, expires_at = least(
                {now} + case when kept then {Session.IdleKept} else {Session.Idle} end, started_at + {Session.AtMost})
             where id = {sessionId} and ended_at is null
            """, ct);
    }

    private static int RankOf(string role)
    {
        for (var rank = 0; rank < Roles.All.Count; rank++)
        {
            if (Roles.All[rank] == role)
            {
                return rank;
            }
        }

        return Roles.All.Count;
    }

    private sealed record Row(
        Guid PersonId, string Name, DateTimeOffset? SeenAt, Guid? MandateId, Guid? PartyId, string? PartyCode, string? PartyName, string? PartyNameEn, string? Role,
        bool InUse, Guid[]? StandsOver, string[]? Lent);
}
