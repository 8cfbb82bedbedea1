using Guanlian.Contracts.Cooperation;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;
using Guanlian.Resources.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Resources.Handovers;

/// <summary>Days of handing over and of going back, for the calendar that an office subscribes to.</summary>
internal sealed class FeedOfHandovers(ResourcesDb db, IPartyDirectory directory, Wording words, TimeProvider clock) : IFeedDays
{
    private const int Most = 500;

    public async Task<IReadOnlyList<FeedDay>> OfAsync(IReadOnlyCollection<Guid> parties, CancellationToken ct)
    {
        var today = Dates.InChina(clock.GetUtcNow());
        var rows = await db.Handovers().AsNoTracking().Where(h => (parties.Contains(h.FromPartyId) || parties.Contains(h.ToPartyId))
                && (((h.State == HandoverState.Planned || h.State == HandoverState.ConditionOut) && h.PlannedOn >= today)
                    || ((h.State == HandoverState.Accepted || h.State == HandoverState.Settled) && h.DueBackOn >= today
                        && !db.Handovers().Any(n => n.PreviousId == h.Id && n.State != HandoverState.Cancelled))))
            .OrderBy(h => h.PlannedOn).ThenBy(h => h.Number).Take(Most).ToListAsync(ct);
        var cards = await directory.FindAsync([.. rows.SelectMany(h => new[] { h.FromPartyId, h.ToPartyId }).Distinct()], ct);
        return
        [
            .. rows.Select(h => new FeedDay(
                h.Id, h.Done ? h.DueBackOn!.Value : h.PlannedOn,
                words[h.Done ? "resources.handover.feed.back" : "resources.handover.feed.planned", ("number", HandoverNumbers.Of(h.Number))],
                words["resources.handover.from-to", ("from", HandoverWords.Name(cards.GetValueOrDefault(h.FromPartyId))), ("to", HandoverWords.Name(cards.GetValueOrDefault(h.ToPartyId)))],
                $"handovers/{h.Id}", h.StateSince)),
        ];
    }
}
