using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Masters;

/// <summary>What waits for a museum's people: masters that must be brought again, photographs without an object.</summary>
internal sealed class MastersDue(MediaDb db) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Mandate is not { PartyId: var party, PartyCode: var code } || !actor.May(MediaPermissions.Keep, party))
        {
            return [];
        }

        var counts = await db.Images.Where(i => i.InstitutionId == party && i.State != ImageState.Removed).GroupBy(_ => 1).Select(g => new
        {
            Damaged = g.Count(i => db.Masters.Any(m => m.Sha256 == i.Sha256 && m.State != MasterState.Whole)),
            Loose = g.Count(i => i.ObjectId == null && !i.LabelFrame && i.State == ImageState.Ready),
        }).SingleOrDefaultAsync(ct);
        var (damaged, loose) = (counts?.Damaged ?? 0, counts?.Loose ?? 0);
        var other = await db.Multimedia.CountAsync(f => f.InstitutionId == party && !f.Removed && db.Masters.Any(m => m.Sha256 == f.Sha256 && m.State != MasterState.Whole), ct);
        if (damaged + loose + other == 0)
        {
            return [];
        }

        var items = new List<DueItem>();
        if (damaged > 0)
        {
            items.Add(new("media.due.damaged", $"collections/{code}/images?show=damaged") { Holes = [("count", damaged)], Urgency = Urgency.Late });
        }

        if (other > 0)
        {
            items.Add(new("media.due.damaged-multimedia", $"collections/{code}/multimedia") { Holes = [("count", other)], Urgency = Urgency.Late });
        }

        if (loose > 0)
        {
            items.Add(new("media.due.loose", $"collections/{code}/images?show=loose") { Holes = [("count", loose)], Urgency = Urgency.Calm });
        }

        return items;
    }
}
