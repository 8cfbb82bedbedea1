using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>What waits for a museum's people in the catalogue: records to approve.</summary>
internal sealed class RecordsDue(CatalogueDb db, ObjectAccess access) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(CataloguePermissions.Publish, party))
        {
            return [];
        }

        var waiting = await db.Objects.CountAsync(o => o.InstitutionId == party && o.State == ObjectState.Review, ct);
        return waiting == 0
            ? []
            : [new("catalogue.due.review", $"collections/{(await access.HolderAsync(party, ct)).Code}?state=review") { Holes = [("count", waiting)], Urgency = Urgency.Soon }];
    }
}
