using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;

namespace Guanlian.Exchange.Listings;

/// <summary>Until when a confirmed need or offer counts: the shortest that the charters of the party's clusters allow.</summary>
internal sealed class ConfirmationRule(IPartyDirectory parties, ICharters charters, TimeProvider clock)
{
    /// <returns>The last day; null where no charter is in force.</returns>
    public async Task<DateOnly?> LastDayAsync(Guid partyId, CancellationToken ct)
    {
        int? days = null;
        foreach (var cluster in await parties.ClustersOfAsync(partyId, ct))
        {
            if (await charters.InForceAsync(cluster, ct) is { } charter && !(days < charter.Rules.ConfirmationDays))
            {
                days = charter.Rules.ConfirmationDays;
            }
        }

        return days is { } number ? Dates.InChina(clock.GetUtcNow()).AddDays(number) : null;
    }
}
