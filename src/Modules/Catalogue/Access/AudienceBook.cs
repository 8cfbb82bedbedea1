using System.Collections.Immutable;
using Guanlian.Catalogue.Data;

namespace Guanlian.Catalogue.Access;

/// <summary>The audiences known so far. Rows never change, so that every copy of the program may remember them.</summary>
internal sealed class AudienceBook
{
    private Known known = new(ImmutableSortedDictionary<int, Audience>.Empty, ImmutableDictionary<(Level, Guid?), ImmutableList<Audience>>.Empty);

    public IEnumerable<Audience> All => known.ById.Values;

    public int Last => known.Last;

    public Audience? Find(int id) => known.ById.GetValueOrDefault(id);

    /// <summary>Of one owner and level there are few: one for each group of parties named.</summary>
    public Audience? Find(Level level, Guid? owner, Guid[] parties) =>
        known.ByOwner.GetValueOrDefault((level, owner))?.Find(a => a.Parties.AsSpan().SequenceEqual(parties));

    public void Learn(IReadOnlyCollection<Audience> audiences)
    {
        if (audiences.Any(a => Find(a.Id) is null))
        {
            ImmutableInterlocked.Update(ref known, known => known.With(audiences));
        }
    }

    private sealed record Known(ImmutableSortedDictionary<int, Audience> ById, ImmutableDictionary<(Level, Guid?), ImmutableList<Audience>> ByOwner)
    {
        public int Last { get; } = ById.IsEmpty ? 0 : ById.Keys.Last();

        public Known With(IReadOnlyCollection<Audience> audiences)
        {
            var news = audiences.Where(a => !ById.ContainsKey(a.Id)).ToList();
            var owners = ByOwner.ToBuilder();
            foreach (var audience in news)
            {
                var key = (audience.Level, audience.InstitutionId);
                owners[key] = (owners.GetValueOrDefault(key) ?? []).Add(audience);
            }

            return new(ById.SetItems(news.Select(a => KeyValuePair.Create(a.Id, a))), owners.ToImmutable());
        }
    }
}
