using Guanlian.Contracts.Members;

namespace Guanlian.Catalogue.Harvest.Provider;

/// <summary>Institutions as sets.</summary>
internal sealed class OaiOwners(IPartyDirectory parties)
{
    private readonly Dictionary<Guid, PartyCard> known = [];

    public async Task LearnAsync(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var news = ids.Distinct().Where(id => !known.ContainsKey(id)).ToList();
        if (news.Count > 0)
        {
            foreach (var (id, card) in await parties.FindAsync(news, ct))
            {
                known[id] = card;
            }
        }
    }

    public PartyCard this[Guid id] => known[id];

    public IEnumerable<PartyCard> All => known.Values.OrderBy(p => p.Code, StringComparer.Ordinal);

    /// <summary>Its code where a setSpec may hold it.</summary>
    public static string SetOf(PartyCard party) =>
        party.Code.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? party.Code : party.Id.ToString("N");
}
