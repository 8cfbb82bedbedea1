using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;

namespace Guanlian.Cooperation.Postings;

/// <summary>How many months a secondment lasts at least and at most: what the charters that both sides stand under say, the narrower where there are several.</summary>
internal sealed class PostingLimits(IPartyDirectory directory, ICharters charters)
{
    /// <summary>What the tables hold where no charter says anything.</summary>
    public static Capacity Open { get; } = new(1, 24);

    public async Task<(Capacity Months, bool FromCharter)> OfAsync(IEnumerable<Guid> parties, CancellationToken ct)
    {
        HashSet<Guid>? shared = null;
        foreach (var party in parties)
        {
            var clusters = await directory.ClustersOfAsync(party, ct);
            shared = shared is null ? [.. clusters] : [.. shared.Intersect(clusters)];
        }

        var found = new List<Capacity>();
        foreach (var cluster in shared ?? [])
        {
            if (await charters.InForceAsync(cluster, ct) is { } charter)
            {
                found.Add(charter.Rules.SecondmentMonths);
            }
        }

        return found.Count == 0 ? (Open, false) : (new(found.Max(c => c.Least), Math.Max(found.Max(c => c.Least), found.Min(c => c.Most))), true);
    }
}
