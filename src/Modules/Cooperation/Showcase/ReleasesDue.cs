using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Showcase;

/// <summary>Today: results that wait for one's own word before they are shown.</summary>
internal sealed class ReleasesDue(CooperationDb db) : IDueItems
{
    private const int Most = 6;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(CooperationPermissions.Agree))
        {
            return [];
        }

        var waiting = await db.Showcases.AsNoTracking().Where(s => s.State == ShowcaseState.Draft
                && db.Participants.Any(p => p.CooperationId == s.CooperationId && p.PartyId == party)
                && !db.ShowcaseReleases.Any(r => r.ShowcaseId == s.Id && r.PartyId == party && r.Hash == s.Hash))
            .OrderBy(s => s.EditedAt).Take(Most).Select(s => new { s.CooperationId, s.Title }).ToListAsync(ct);
        return [.. waiting.Select(s => new DueItem("cooperation.due.release", $"cooperations/{s.CooperationId}/showcase") { Holes = [("title", s.Title)] })];
    }
}
