using System.Collections.Concurrent;
using System.Collections.Immutable;
using Guanlian.Catalogue.Data;

namespace Guanlian.Catalogue.Access;

/// <summary>The audiences known so far. Rows never change, so that every copy of the program may remember them.</summary>
internal sealed class AudienceBook
{
    private readonly ConcurrentDictionary<(Level Level, Guid? Owner, string Parties), Audience> byWhom = new();
    private ImmutableSortedDictionary<int, Audience> byId = ImmutableSortedDictionary<int, Audience>.Empty;

    public IEnumerable<Audience> All => byId.Values;

    public int Last => byId is { IsEmpty: false } known ? known.Keys.Last() : 0;

    public Audience? Find(int id) => byId.GetValueOrDefault(id);

    public Audience? Find(Level level, Guid? owner, Guid[] parties) => byWhom.GetValueOrDefault((level, owner, Joined(parties)));

    public void Learn(IReadOnlyCollection<Audience> audiences)
    {
        var news = audiences.Where(a => !byId.ContainsKey(a.Id)).Select(a => KeyValuePair.Create(a.Id, a)).ToList();
        if (news.Count > 0)
        {
            foreach (var (_, audience) in news)
            {
                byWhom[(audience.Level, audience.InstitutionId, Joined(audience.Parties))] = audience;
            }

            ImmutableInterlocked.Update(ref byId, known => known.SetItems(news));
        }
    }

    private static string Joined(Guid[] parties) => parties.Length == 0 ? "" : string.Join(',', parties);
}
