using System.Collections.Concurrent;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Contracts.Members;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>The owners of records with their names and places, remembered for a minute: they change rarely and are shown with every result.</summary>
internal sealed class OwnerBook(FacetValues values, TimeProvider clock)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, Guid> ids = new();
    private Book book = new(new Dictionary<Guid, PartyCard>(), DateTimeOffset.MinValue);

    /// <summary>Owner behind a number of the owner column's values.</summary>
    public Guid IdOf(int number) => ids.GetOrAdd(number, n => Guid.TryParse(values.CodeOf(n), out var id) ? id : Guid.Empty);

    /// <summary>Cards of these owners; one that left no trace is absent.</summary>
    public async Task<IReadOnlyDictionary<Guid, PartyCard>> CardsAsync(IReadOnlyCollection<Guid> owners, IPartyDirectory directory, CancellationToken ct)
    {
        var known = book;
        if (clock.GetUtcNow() - known.At > Fresh || owners.Any(o => !known.Cards.ContainsKey(o)))
        {
            book = known = new(await directory.FindAsync(owners, ct), clock.GetUtcNow());
        }

        return known.Cards;
    }

    private sealed record Book(IReadOnlyDictionary<Guid, PartyCard> Cards, DateTimeOffset At);
}
