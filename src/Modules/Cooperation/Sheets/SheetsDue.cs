using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sheets;

/// <summary>Today: sheets that wait for one's own word, licences that end soon; asked in one turn, as it is for every first page.</summary>
internal sealed class SheetsDue(CooperationDb db, TimeProvider clock) : IDueItems
{
    private const int Most = 6;
    private const int EndsWithinDays = 60;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(CooperationPermissions.Work))
        {
            return [];
        }

        var (binds, today) = (actor.May(CooperationPermissions.Agree), Dates.InChina(clock.GetUtcNow()));
        var found = await db.Database.SqlQuery<Waiting>($"""
            with running as (
                select c.id, c.title from cooperation.cooperation c
                 where c.state = 'Running' and exists (select 1 from cooperation.participant p where p.cooperation_id = c.id and p.party_id = {party}))
            (select s.kind as "Kind", c.id as "Id", c.title as "Title", null::date as "EndsOn"
               from cooperation.sheet s join running c on c.id = s.cooperation_id
              where {binds} and not exists (select 1 from cooperation.sheet_consent k
                    where k.cooperation_id = s.cooperation_id and k.kind = s.kind and k.party_id = {party} and k.hash = s.hash)
              order by s.edited_at limit {Most})
            union all
            (select {SheetRecord.Licence}, c.id, c.title, l.until_on from cooperation.licence l join running c on c.id = l.cooperation_id
              where l.until_on between {today} and {today.AddDays(EndsWithinDays)} order by l.until_on limit {Most})
            """).ToListAsync(ct);
        return [.. found.Select(w => new DueItem(w.EndsOn is null ? $"cooperation.due.{w.Kind}" : "cooperation.due.licence-ends", $"cooperations/{w.Id}/{w.Kind}")
        {
            Holes = [("title", w.Title)],
            By = w.EndsOn,
            Urgency = Urgency.Soon,
        })];
    }

    private sealed record Waiting(string Kind, Guid Id, string Title, DateOnly? EndsOn);
}
