using Guanlian.Contracts.Members;
using Guanlian.Media.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Checking;

/// <summary>What holds for a museum: what it states itself, before what its associations state, before our suggestion.</summary>
internal sealed class SizesInForce(MediaDb db, IPartyDirectory parties)
{
    public async Task<PhotoSizes> OfAsync(Guid institution, CancellationToken ct)
    {
        Guid[] order = [institution, .. await parties.ClustersOfAsync(institution, ct)];
        var said = await db.WantedSizes.AsNoTracking().Where(w => order.Contains(w.PartyId)).ToListAsync(ct);
        return PhotoSizes.Of([.. said.OrderBy(s => Array.IndexOf(order, s.PartyId))]);
    }
}
