using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Meetings;

/// <summary>Today: meetings that somebody asks for.</summary>
internal sealed class MeetingsDue(CooperationDb db, TimeProvider clock) : IDueItems
{
    private const int Most = 6;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(CooperationPermissions.Work))
        {
            return [];
        }

        var today = Dates.InChina(clock.GetUtcNow());
        var asked = await db.Set<MeetingSlot>()
            .Where(s => s.AskedById != null && s.AgreedAt == null && s.AskedById != party && (s.NeedPartyId == party || s.OfferPartyId == party) && s.OnDay >= today)
            .Join(db.Cooperations.Where(c => c.State == CooperationState.Running), s => s.CooperationId, c => c.Id, (s, c) => new { c.Id, c.Title, s.OnDay }).GroupBy(s => new { s.Id, s.Title })
            .Select(g => new { g.Key.Id, g.Key.Title, Count = g.Count(), First = g.Min(s => s.OnDay) }).OrderBy(g => g.First).Take(Most).ToListAsync(ct);
        return [.. asked.Select(g => new DueItem("cooperation.due.meetings", $"cooperations/{g.Id}/meetings?party={party}&state=asked")
        {
            Holes = [("title", g.Title), ("count", g.Count)],
            By = g.First,
            Urgency = Urgency.Soon,
        })];
    }
}
