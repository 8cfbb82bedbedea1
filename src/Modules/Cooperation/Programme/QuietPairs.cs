using Guanlian.Cooperation.Access;
using Guanlian.Platform.Access;
using Guanlian.Platform.Modules;

namespace Guanlian.Cooperation.Programme;

/// <summary>Today: pairs that have gone quiet. Both sides hear of it first; the association only after a further month.</summary>
internal sealed class QuietPairs(ReadPairs.Handler read) : IDueItems
{
    private const int Most = 6;

    public async Task<IReadOnlyList<DueItem>> ForAsync(Actor actor, CancellationToken ct)
    {
        if (actor.PartyId is not { } party)
        {
            return [];
        }

        if (actor.May(CooperationPermissions.Oversee))
        {
            var silent = (await read.HandleAsync(ct)).Count(l => l.Alarm == Alarm.Association);
            return silent == 0 ? [] : [new("cooperation.due.quiet-pairs", "programme?quiet=true") { Holes = [("count", silent), ("days", QuietRule.Association)], Urgency = Urgency.Soon }];
        }

        if (!actor.May(CooperationPermissions.Work))
        {
            return [];
        }

        return
        [
            .. (await read.OfAsync(party, ct)).Where(l => l.Alarm != Alarm.None).Take(Most).Select(l => new DueItem("cooperation.due.quiet", "counties")
            {
                Holes = [("name", l.Leader.Id == party ? l.Museum.Name : l.Leader.Name), ("days", l.QuietDays)],
                Urgency = l.Alarm == Alarm.Association ? Urgency.Late : Urgency.Soon,
            }),
        ];
    }
}
