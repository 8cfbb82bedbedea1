using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Institutions;

/// <summary>Names for the history, in the reader's language.</summary>
internal sealed class PartyNames(MembersDb db) : IPartyNames
{
    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        var chinese = Wording.InChinese;
        return await db.Parties.AsNoTracking().Where(p => ids.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => chinese ? p.Name : p.NameEn ?? p.Name, ct);
    }
}
