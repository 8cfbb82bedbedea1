namespace Guanlian.Contracts.Members;

/// <summary>Who is in the alliance. Other modules ask here; they store only ids (foreign keys to <c>members.party</c>).</summary>
public interface IPartyDirectory
{
    /// <summary>One party; null where there is none.</summary>
    Task<PartyCard?> FindAsync(Guid id, CancellationToken ct);

    /// <summary>Several parties by id; unknown ids are simply absent.</summary>
    Task<IReadOnlyDictionary<Guid, PartyCard>> FindAsync(IReadOnlyCollection<Guid> ids, CancellationToken ct);

    /// <summary>The institutions of a cluster, nested clusters included, that are full or provisional members today; ordered by code.</summary>
    Task<IReadOnlyList<PartyCard>> MembersOfAsync(Guid clusterId, CancellationToken ct);

    /// <summary>The clusters that a party belongs to today as a full or provisional member, directly or through another.</summary>
    Task<IReadOnlyList<Guid>> ClustersOfAsync(Guid partyId, CancellationToken ct);

    /// <summary>Whom a party can make plans with: everybody in the clusters it belongs to or is, itself among them; ordered by code.</summary>
    Task<IReadOnlyList<PartyCard>> AlliesOfAsync(Guid partyId, CancellationToken ct);

    /// <summary>
    /// How far it is between each of these parties and each of those: road minutes where a table is imported, else great-circle.
    /// Pairs of which one is unplaced are absent.
    /// </summary>
    Task<IReadOnlyDictionary<(Guid From, Guid To), Distance>> DistancesAsync(
        IReadOnlyCollection<Guid> from, IReadOnlyCollection<Guid> to, CancellationToken ct);
}

/// <summary>A distance.</summary>
/// <param name="Kilometres">Great-circle, rounded to whole kilometres.</param>
/// <param name="RoadMinutes">From an imported table; null where there is none for this pair.</param>
public readonly record struct Distance(int Kilometres, int? RoadMinutes);

/// <summary>What people type where a party is asked for.</summary>
public static class TypedParty
{
    /// <summary>Finds a party by its code or its whole name; null where none, or more than one, is called so.</summary>
    public static PartyCard? Find(IReadOnlyList<PartyCard> known, string typed)
    {
        ArgumentNullException.ThrowIfNull(known);
        var named = known.Where(c => c.Name == typed || c.NameEn == typed).Take(2).ToList();
        return known.FirstOrDefault(c => c.Code == typed) ?? (named.Count == 1 ? named[0] : null);
    }
}
