using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Divisions;

/// <summary>Whoever keeps the register is told of institutions that nobody has placed yet.</summary>
internal sealed class PlacesDue(MembersDb db, TimeProvider clock) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        var waiting = actor.May(MembersPermissions.KeepRegister)
            ? await ToPlacePage.Waiting(db.Institutions, Dates.InChina(clock.GetUtcNow())).CountAsync(ct)
            : 0;
        return waiting == 0 ? [] : [new DueItem("members.place.due", "museums/to-place") { Holes = [("count", waiting)] }];
    }
}
