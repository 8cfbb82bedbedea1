using Guanlian.Contracts.Cooperation;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Cooperations;

/// <summary>Cooperations for other modules that hang their own things on them, under the rules that hold here.</summary>
internal sealed class CooperationDesk(CooperationDb db, CurrentActor current) : ICooperationDesk
{
    private const int Most = 500;

    public async Task<CooperationCard?> FindAsync(Guid id, CancellationToken ct) =>
        await CardsAsync(db.Cooperations.Where(c => c.Id == id), ct) is [var card] ? card : null;

    public async Task<IReadOnlyList<CooperationCard>> OfAsync(Guid partyId, CancellationToken ct) => await CardsAsync(
        db.Cooperations.Where(c => c.State != CooperationState.Closed && c.State != CooperationState.Cancelled && db.Participants.Any(p => p.CooperationId == c.Id && p.PartyId == partyId)), ct);

    // Whoever sees none of its parties' cooperations does not learn that it exists.
    private async Task<IReadOnlyList<CooperationCard>> CardsAsync(IQueryable<CooperationRecord> asked, CancellationToken ct)
    {
        if (CooperationAccess.Readable(current.Value) is not { } readable)
        {
            return [];
        }

        List<Guid> mine = [.. readable];
        var rows = await asked.AsNoTracking().Where(c => db.Participants.Any(p => p.CooperationId == c.Id && mine.Contains(p.PartyId)))
            .OrderBy(c => c.Title).ThenBy(c => c.Number).Take(Most)
            .Select(c => new { c.Id, c.Title, c.Template, c.LeadPartyId, c.State }).ToListAsync(ct);
        var ids = rows.ConvertAll(r => r.Id);
        var parties = (await db.Participants.AsNoTracking().Where(p => ids.Contains(p.CooperationId)).OrderBy(p => p.Sort)
            .Select(p => new { p.CooperationId, p.PartyId }).ToListAsync(ct)).ToLookup(p => p.CooperationId, p => p.PartyId);
        return [.. rows.Select(r => new CooperationCard(
            r.Id, r.Title, r.Template, [.. parties[r.Id].Prepend(r.LeadPartyId).Distinct()], r.State == CooperationState.Running, CooperationMoves.Ended(r.State), $"cooperations/{r.Id}"))];
    }
}
