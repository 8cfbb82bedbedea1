using Guanlian.Agreements.Texts;
using Guanlian.Contracts.Resources;

namespace Guanlian.Agreements.Drafting;

/// <summary>What the contributions of a draft can name.</summary>
internal static class BookableForText
{
    /// <summary>What its parties have open for booking, as far as whoever writes may look at it, and what it names already, closed or not.</summary>
    public static async Task<IReadOnlyDictionary<Guid, ResourceCard>> ForAsync(this IBookableResources resources, AgreementText text, CancellationToken ct)
    {
        var cards = (await resources.OpenToActorAsync([.. text.Parties.Select(p => p.Id)], ct)).ToDictionary(r => r.Id);
        var named = text.Gives.Select(g => g.Resource).OfType<Guid>().Where(id => !cards.ContainsKey(id)).ToList();
        foreach (var (id, card) in named.Count == 0 ? cards : await resources.FindAsync(named, ct))
        {
            cards[id] = card;
        }

        return cards;
    }
}
