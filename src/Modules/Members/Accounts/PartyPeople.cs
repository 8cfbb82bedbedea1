using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>Finds the people of some parties whom a text calls by name.</summary>
internal sealed class PartyPeople(MembersDb db, TimeProvider clock) : IPartyPeople
{
    // Nobody calls more at once; whoever tries gets no more for it.
    private const int Most = 40;

    public async Task<IReadOnlyList<PartyPerson>> CalledInAsync(string text, IReadOnlyCollection<Guid> parties, CancellationToken ct)
    {
        var (asked, today, plain) = (parties.ToArray(), Dates.InChina(clock.GetUtcNow()), text.Replace('＠', '@'));
        return await db.Database.SqlQuery<PartyPerson>($"""
            select p.id as "PersonId", m.id as "MandateId", p.name as "Name"
              from members.mandate m
              join members.person p on p.id = m.person_id
              join members.account a on a.person_id = p.id and a.closed_at is null
             where m.party_id = any ({asked}) and m.ended_at is null and m.from_on <= {today} and (m.to_on is null or m.to_on >= {today})
               and position('@' || p.name in {plain}) > 0
             order by length(p.name) desc, p.id, m.id limit {Most}
            """).ToListAsync(ct);
    }
}
