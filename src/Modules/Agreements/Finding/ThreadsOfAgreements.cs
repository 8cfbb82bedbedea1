using Guanlian.Agreements.Access;
using Guanlian.Agreements.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Talk;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Finding;

/// <summary>An agreement can be talked about by whoever stood in one of its texts.</summary>
internal sealed class ThreadsOfAgreements(AgreementsDb db, CurrentActor current) : IThreadSubject
{
    public string Kind => "agreements.agreement";

    public async Task<ThreadPlace?> FindAsync(Guid id, CancellationToken ct)
    {
        var parties = await db.Parties.Where(p => p.AgreementId == id).Select(p => p.PartyId).ToListAsync(ct);
        return AgreementAccess.MaySee(current.Value, parties)
            ? new(await db.Agreements.Where(a => a.Id == id).Select(a => a.Title).SingleAsync(ct), $"agreements/{id}", parties)
            : null;
    }
}
