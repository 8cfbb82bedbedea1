using Guanlian.Contracts.Members;
using Guanlian.Members.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>Answers other modules who signed a cluster's founding call.</summary>
internal sealed class Signatories(MembersDb db) : ISignatories
{
    public async Task<IReadOnlyList<string>> CodesAsync(Guid clusterId, CancellationToken ct) =>
        [.. (await (from m in db.Memberships
                    join p in db.Parties on m.PartyId equals p.Id
                    where m.ClusterId == clusterId && m.Signatory
                    select p.Code).ToListAsync(ct)).Order(StringComparer.Ordinal)];
}
