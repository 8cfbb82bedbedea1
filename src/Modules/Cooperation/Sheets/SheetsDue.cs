using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Meetings;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sheets;

/// <summary>Today: sheets that wait for one's own word, licences that end soon, meetings that somebody asks for.</summary>
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

        var running = db.Cooperations.Where(c => c.State == CooperationState.Running && db.Participants.Any(p => p.CooperationId == c.Id && p.PartyId == party));
        var due = new List<DueItem>();
        if (actor.May(CooperationPermissions.Agree))
        {
            var waiting = await db.Set<SheetRecord>().Where(s => !db.Set<SheetConsent>().Any(c => c.CooperationId == s.CooperationId && c.Kind == s.Kind && c.PartyId == party && c.Hash == s.Hash))
                .Join(running, s => s.CooperationId, c => c.Id, (s, c) => new { c.Id, s.Kind, c.Title, s.EditedAt }).OrderBy(s => s.EditedAt).Take(Most).ToListAsync(ct);
            due.AddRange(waiting.Select(s => new DueItem($"cooperation.due.{s.Kind}", $"cooperations/{s.Id}/{s.Kind}") { Holes = [("title", s.Title)], Urgency = Urgency.Soon }));
        }

        var today = Dates.InChina(clock.GetUtcNow());
        var soon = today.AddDays(EndsWithinDays);
        var ending = await db.Set<LicenceTerms>().Where(l => l.UntilOn >= today && l.UntilOn <= soon).Join(running, l => l.CooperationId, c => c.Id, (l, c) => new { c.Id, c.Title, l.UntilOn })
            .OrderBy(l => l.UntilOn).Take(Most).ToListAsync(ct);
        due.AddRange(ending.Select(l => new DueItem("cooperation.due.licence-ends", $"cooperations/{l.Id}/licence") { Holes = [("title", l.Title)], By = l.UntilOn, Urgency = Urgency.Soon }));
        var asked = await db.Set<MeetingSlot>().Where(s => s.AskedById != null && s.AgreedAt == null && s.AskedById != party && (s.NeedPartyId == party || s.OfferPartyId == party) && s.OnDay >= today)
            .Join(running, s => s.CooperationId, c => c.Id, (s, c) => new { c.Id, c.Title, s.OnDay }).GroupBy(s => new { s.Id, s.Title })
            .Select(g => new { g.Key.Id, g.Key.Title, Count = g.Count(), First = g.Min(s => s.OnDay) }).OrderBy(g => g.First).Take(Most).ToListAsync(ct);
        due.AddRange(asked.Select(g => new DueItem("cooperation.due.meetings", $"cooperations/{g.Id}/meetings?party={party}&state=asked")
        {
            Holes = [("title", g.Title), ("count", g.Count)],
            By = g.First,
            Urgency = Urgency.Soon,
        }));
        return due;
    }
}
