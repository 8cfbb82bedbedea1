using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;
using Guanlian.Platform.Words;
using Guanlian.Resources.Access;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>Today: what is to be signed out, sent, received, answered, settled, and what should be on its way back.</summary>
internal sealed class HandoverDueItems(ResourcesDb db, TimeProvider clock) : IDueItems
{
    private const int Most = 12;
    private const int PlanAhead = 14;
    private const int BackAhead = 30;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party || !actor.May(ResourcePermissions.Book))
        {
            return [];
        }

        var today = Dates.InChina(clock.GetUtcNow());
        var (soon, back) = (today.AddDays(PlanAhead), today.AddDays(BackAhead));
        var rows = await db.Handovers().AsNoTracking().Where(h =>
                (h.FromPartyId == party && ((h.State == HandoverState.Planned && h.PlannedOn <= soon) || h.State == HandoverState.ConditionOut || h.State == HandoverState.ConditionIn))
                || (h.ToPartyId == party && h.State == HandoverState.Sent)
                || ((h.FromPartyId == party || h.ToPartyId == party) && h.State == HandoverState.Disputed
                    && !db.HandoverSignatures().Any(s => s.HandoverId == h.Id && s.Act == SignedAct.Settle && s.PartyId == party))
                || (h.ToPartyId == party && (h.State == HandoverState.Accepted || h.State == HandoverState.Settled) && h.Kind != HandoverKind.Return && h.DueBackOn <= back
                    && !db.Handovers().Any(n => n.PreviousId == h.Id && n.State != HandoverState.Cancelled))
                || ((h.FromPartyId == party || db.HandoverItems().Any(i => i.HandoverId == h.Id && i.OwnerId == party)) && h.ToPartyId != party
                    && (h.State == HandoverState.Accepted || h.State == HandoverState.Settled) && h.Kind != HandoverKind.Return && h.DueBackOn < today
                    && !db.Handovers().Any(n => n.PreviousId == h.Id && n.State != HandoverState.Cancelled)))
            .OrderBy(h => h.DueBackOn ?? h.PlannedOn).ThenBy(h => h.Number).Take(Most * 5).ToListAsync(ct);
        return [.. rows.Select(h => Due(h, party, today)).OrderByDescending(d => d.Urgency).Take(Most)];
    }

    private static DueItem Due(HandoverRecord h, Guid party, DateOnly today)
    {
        (string, object?) number = ("number", HandoverNumbers.Of(h.Number));
        return h.State switch
        {
            HandoverState.Planned => new("resources.handover.due.sign-out", $"handovers/{h.Id}/out") { Holes = [number], By = h.PlannedOn, Urgency = h.PlannedOn < today ? Urgency.Late : Urgency.Soon },
            HandoverState.ConditionOut => new("resources.handover.due.send", $"handovers/{h.Id}") { Holes = [number], By = h.PlannedOn, Urgency = h.PlannedOn < today ? Urgency.Late : Urgency.Soon },
            HandoverState.Sent => new("resources.handover.due.receive", $"handovers/{h.Id}/in") { Holes = [number], Urgency = Urgency.Soon },
            HandoverState.ConditionIn => new("resources.handover.due.answer", $"handovers/{h.Id}") { Holes = [number], Urgency = Urgency.Soon },
            HandoverState.Disputed => new("resources.handover.due.settle", $"handovers/{h.Id}") { Holes = [number], Urgency = Urgency.Late },
            _ when h.ToPartyId != party => new("resources.handover.due.overdue", $"handovers/{h.Id}") { Holes = [number], By = h.DueBackOn, Urgency = Urgency.Late },
            _ => new("resources.handover.due.back", $"handovers/{h.Id}") { Holes = [number], By = h.DueBackOn, Urgency = h.DueBackOn < today ? Urgency.Late : Urgency.Calm },
        };
    }
}
