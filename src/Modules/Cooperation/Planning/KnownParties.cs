using Guanlian.Contracts.Members;
using Guanlian.Platform.Access;

namespace Guanlian.Cooperation.Planning;

/// <summary>The parties that an actor can cooperate with: everybody in the alliances that he belongs to or stands over.</summary>
internal sealed class KnownParties(IPartyDirectory directory, CurrentActor current)
{
    public async Task<IReadOnlyList<PartyCard>> AllAsync(CancellationToken ct)
    {
        if (current.Value.PartyId is not { } own)
        {
            return [];
        }

        var cards = new Dictionary<Guid, PartyCard>();
        foreach (var cluster in (IEnumerable<Guid>)[own, .. await directory.ClustersOfAsync(own, ct)])
        {
            foreach (var member in await directory.MembersOfAsync(cluster, ct))
            {
                cards[member.Id] = member;
            }
        }

        if (await directory.FindAsync(own, ct) is { } self)
        {
            cards[own] = self;
        }

        return [.. cards.Values.OrderBy(c => c.Code, StringComparer.Ordinal)];
    }

    /// <summary>Finds a party by its code or its whole name.</summary>
    public static PartyCard? Find(IReadOnlyList<PartyCard> known, string typed) =>
        known.FirstOrDefault(c => c.Code == typed) ?? (known.Count(c => c.Name == typed || c.NameEn == typed) == 1 ? known.First(c => c.Name == typed || c.NameEn == typed) : null);
}
