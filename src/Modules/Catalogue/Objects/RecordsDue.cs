using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects.Delegated;
using Guanlian.Catalogue.Prints;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>What waits for a museum's people in the catalogue: records to approve, proposals, lines of the register.</summary>
internal sealed class RecordsDue(CatalogueDb db, ObjectAccess access, ReadRegister register, DelegatedAccess helping) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.Mandate is not { PartyId: var party, PartyCode: var code } || !actor.May(CataloguePermissions.Keep, party))
        {
            return [];
        }

        var items = new List<DueItem>();
        if (actor.May(CataloguePermissions.Publish, party))
        {
            var waiting = await db.Objects.CountAsync(o => o.InstitutionId == party && o.State == ObjectState.Review, ct);
            Add(items, waiting, "catalogue.due.review", $"collections/{code}?state=review");
        }

        if (await register.DutyAsync(party, actor.PersonId, ct) == DutyKind.Register)
        {
            Add(items, (await register.CountNotEnteredAsync(party, ct)).Count, "catalogue.due.entries", $"collections/{code}/register");
            Add(items, (await register.ToCorrectAsync(party, ct)).Count, "catalogue.due.corrections", $"collections/{code}/register");
        }

        Add(items, await db.Proposals.CountAsync(p => p.InstitutionId == party && p.State == ProposalState.Open, ct), "catalogue.due.proposals", $"collections/{code}/help");
        foreach (var delegation in await helping.OpenAsync(ct))
        {
            var owner = await access.HolderAsync(delegation.InstitutionId, ct);
            items.Add(new("catalogue.due.helping", "helping") { Holes = [("owner", owner.Shown)], By = delegation.ToOn });
        }

        return items;
    }

    private static void Add(List<DueItem> items, int count, string key, string href)
    {
        if (count > 0)
        {
            items.Add(new(key, href) { Holes = [("count", count)], Urgency = Urgency.Soon });
        }
    }
}
