using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>The people an actor may know of: those who hold or held a mandate for a party in his care, and himself.</summary>
internal sealed class KnownPeople(MembersDb db, CurrentActor current)
{
    internal sealed record Card(Guid Id, string Name, string UserName);

    /// <summary>Who can be given a further mandate for this party without an invitation.</summary>
    public async Task<IReadOnlyList<Card>> AtAsync(Guid partyId, CancellationToken ct)
    {
        var care = MandateLimits.PartiesOf(current.Value);
        if (care is not null && !care.Contains(partyId))
        {
            return [];
        }

        var me = current.Value.PersonId;
        return await db.Accounts.AsNoTracking()
            .Where(a => a.ClosedAt == null && (care == null || a.PersonId == me || db.Mandates.Any(m => m.PersonId == a.PersonId && care.Contains(m.PartyId))))
            .OrderBy(a => a.Person!.Name).ThenBy(a => a.UserName)
            .Select(a => new Card(a.PersonId, a.Person!.Name, a.UserName)).Take(500).ToListAsync(ct);
    }
}
