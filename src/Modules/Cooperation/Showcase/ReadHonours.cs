using Guanlian.Contracts.Members;
using Guanlian.Cooperation.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Showcase;

/// <summary>Honours that stand, the newest year first.</summary>
internal static class ReadHonours
{
    private const int Most = 200;

    internal sealed record Item(Honour Record, PartyCard Party);

    internal sealed class Handler(CooperationDb db, IPartyDirectory directory)
    {
        public async Task<IReadOnlyList<Item>> HandleAsync(int? year, CancellationToken ct)
        {
            var rows = await db.Honours.AsNoTracking().Where(h => h.WithdrawnAt == null && (year == null || h.Year == year))
                .OrderByDescending(h => h.Year).ThenBy(h => h.Name).ThenBy(h => h.Id).Take(Most).ToListAsync(ct);
            var cards = await directory.FindAsync([.. rows.Select(r => r.PartyId).Distinct()], ct);
            return [.. rows.Where(r => cards.ContainsKey(r.PartyId)).Select(r => new Item(r, cards[r.PartyId]))];
        }
    }
}
