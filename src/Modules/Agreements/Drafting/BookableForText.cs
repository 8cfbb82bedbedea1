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

    /// <summary>Contributions that are not booked yet and for which there is not enough on their days: no reason not to seal, but better known before.</summary>
    /// <param name="booked">Codes of lines that have their booking.</param>
    public static async Task<IReadOnlyList<(GiftLine Line, decimal Left)>> CrowdedAsync(
        this IBookableResources resources, AgreementText text, IReadOnlyCollection<string> booked, CancellationToken ct)
    {
        var crowded = new List<(GiftLine, decimal)>();
        foreach (var line in text.Gives.Where(g => g is { Resource: not null, From: not null, Until: not null } && g.From <= g.Until && !booked.Contains(g.Code)))
        {
            var left = await resources.FreeAsync(line.Resource!.Value, line.From!.Value, line.Until!.Value, ct);
            if (BookedLines.AmountOf(line) > left)
            {
                crowded.Add((line, left));
            }
        }

        return crowded;
    }
}
