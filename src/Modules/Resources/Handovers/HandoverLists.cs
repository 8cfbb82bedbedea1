using Guanlian.Contracts.Resources;
using Guanlian.Platform.Paper;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>What other modules are told of handovers.</summary>
internal sealed class HandoverLists(ResourcesDb db) : IHandoverLists
{
    public async Task<IReadOnlyList<HandoverCard>> OfCooperationAsync(Guid cooperationId, CancellationToken ct)
    {
        var rows = await db.Handovers().AsNoTracking().Where(h => h.CooperationId == cooperationId && h.State != HandoverState.Cancelled)
            .OrderBy(h => h.PlannedOn).ThenBy(h => h.Number).ToListAsync(ct);
        var ids = rows.ConvertAll(h => h.Id);
        var sheets = (await db.HandoverSheets().AsNoTracking().Where(s => ids.Contains(s.HandoverId)).Select(s => new { s.HandoverId, s.Stage, s.Hash, s.At }).ToListAsync(ct))
            .ToDictionary(s => (s.HandoverId, s.Stage), s => new SignedList(Dates.InChina(s.At), PaperCode.Of(s.Hash)));
        return
        [
            .. rows.Select(h => new HandoverCard(
                h.Id, HandoverNumbers.Of(h.Number), h.FromPartyId, h.ToPartyId, sheets.GetValueOrDefault((h.Id, Stage.Out)), h.Left, sheets.GetValueOrDefault((h.Id, Stage.In)), h.Done)),
        ];
    }
}
