using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Contracts.Members;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Search;

/// <summary>Somebody searches the objects of all members, as far as he may see them.</summary>
internal static class SearchObjects
{
    private const int Batch = 500;

    /// <param name="Asked">The address.</param>
    /// <param name="Reader">Who looks.</param>
    internal sealed record Query(SearchAsk Asked, Reader Reader)
    {
        /// <summary>Whether facets are wanted; a feed or an export needs none.</summary>
        public bool Facets { get; init; } = true;

        public int? PageSize { get; init; }
    }

    internal sealed record Found(SeenObject Object, PartyCard? Owner);

    /// <param name="Total">All that match, in all three counts.</param>
    /// <param name="Rows">This page of them.</param>
    /// <param name="Page">The page shown.</param>
    /// <param name="Choices">By facet.</param>
    /// <param name="HeardAsPinyin">Nothing was found as written; this is what was found by sound.</param>
    internal sealed record Answer(
        Tally Total, IReadOnlyList<Found> Rows, int Page, IReadOnlyDictionary<Facet, IReadOnlyList<FacetChoice>> Choices, bool HeardAsPinyin);

    internal sealed class Handler(
        CatalogueDb db, Audiences audiences, Mirror mirror, FindHits hits, FacetChoices choices, OwnerBook owners,
        IPartyDirectory directory, IPlaceNames places, ProfileBook profiles)
    {
        public async Task<Answer> HandleAsync(Query query, CancellationToken ct)
        {
            var (open, cards, ask) = await PrepareAsync(query, ct);
            var size = query.PageSize ?? ask.PageSize;
            var (counted, serials, page, facets) = await LookAsync(query, ask, open, cards, size, ct);
            var heard = false;
            if (counted.Total.Records == 0 && !ask.AsSounds && ask.Reading.MayBeSounds)
            {
                var (again, others, first, theirs) = await LookAsync(query, ask with { AsSounds = true }, open, cards, size, ct);
                if (again.Total.Records > 0)
                {
                    (counted, serials, page, facets, heard) = (again, others, first, theirs, true);
                }
            }

            return new(counted.Total, await RowsAsync(serials, open, cards, query.Reader, ct), page, await PlacedAsync(facets, ct), heard || ask.AsSounds);
        }

        /// <summary>How many match, without rows or facets.</summary>
        public async Task<Tally> CountAsync(Query query, CancellationToken ct)
        {
            var (open, cards, ask) = await PrepareAsync(query, ct);
            var (counted, _, _, _) = await LookAsync(query with { Facets = false }, ask, open, cards, 0, ct);
            return counted.Total;
        }

        /// <summary>Everything that matches, in order, read as it is written out.</summary>
        public async IAsyncEnumerable<Found> AllAsync(Query query, [EnumeratorCancellation] CancellationToken ct)
        {
            var (open, cards, ask) = await PrepareAsync(query, ct);
            var (_, serials, _, _) = await LookAsync(query with { Facets = false }, ask with { Page = 1 }, open, cards, int.MaxValue, ct);
            foreach (var batch in serials.Chunk(Batch))
            {
                foreach (var found in await RowsAsync(batch, open, cards, query.Reader, ct))
                {
                    yield return found;
                }
            }
        }

        private async Task<(int[] Open, IReadOnlyDictionary<Guid, PartyCard> Cards, SearchAsk Ask)> PrepareAsync(Query query, CancellationToken ct)
        {
            var open = await audiences.OpenToAsync(query.Reader, ct);
            await mirror.CatchUpAsync(ct);
            var ids = mirror.Read(columns => Enumerable.Range(1, columns.Values[0].Count - 1).Select(i => owners.IdOf(columns.Values[0][i])).ToList());
            return (open, await owners.CardsAsync(ids, directory, ct), query.Asked);
        }

        private async Task<(CountAnswer Counted, (Guid Owner, int Serial)[] Serials, int Page, IReadOnlyDictionary<Facet, IReadOnlyList<FacetChoice>> Facets)> LookAsync(
            Query query, SearchAsk ask, int[] open, IReadOnlyDictionary<Guid, PartyCard> cards, int size, CancellationToken ct)
        {
            var see = open.ToHashSet();
            var found = await hits.OfAsync(ask, new(query.Reader), columns => Question(columns, query, ask, see, cards, default), ct);
            return mirror.Read(columns =>
            {
                var question = Question(columns, query, ask, see, cards, found);
                var counted = Counting.Count(columns, question);
                var pages = Math.Max(1, ((long)counted.Total.Records + size - 1) / Math.Max(size, 1));
                var page = (int)Math.Min(ask.Page, pages);
                var serials = ResultKeys.Page(columns, question, counted, (page - 1) * size, size);
                return (counted, serials.Select(s => (owners.IdOf(columns.Values[0][columns.Chunks[s >> Bits.ChunkBits]!.Facet[0][s & (Bits.ChunkSize - 1)]]), s)).ToArray(), page,
                    !query.Facets ? new Dictionary<Facet, IReadOnlyList<FacetChoice>>()
                        : (IReadOnlyDictionary<Facet, IReadOnlyList<FacetChoice>>)Facets.All.ToDictionary(
                            f => f, f => choices.Of(columns, f, counted, ask.Choices.GetValueOrDefault(f), cards)));
            });
        }

        private async Task<IReadOnlyDictionary<Facet, IReadOnlyList<FacetChoice>>> PlacedAsync(
            IReadOnlyDictionary<Facet, IReadOnlyList<FacetChoice>> facets, CancellationToken ct)
        {
            if (!facets.TryGetValue(Facet.Region, out var regions))
            {
                return facets;
            }

            var names = await places.OfAsync([.. regions.Select(r => r.Code)], ct);
            return new Dictionary<Facet, IReadOnlyList<FacetChoice>>(facets)
            {
                [Facet.Region] = [.. regions.Where(r => r.Code == FacetChoices.None || names.ContainsKey(r.Code)).Select(r => r with { Text = names.GetValueOrDefault(r.Code, "") })],
            };
        }

        private CountQuestion Question(
            Columns columns, Query query, SearchAsk ask, HashSet<int> open, IReadOnlyDictionary<Guid, PartyCard> cards, FindHits.Found found) => new()
            {
                Hits = found.Hits,
                InName = found.InName,
                Order = ask.Order,
                SeesAudience = [.. Enumerable.Range(0, columns.Audiences.Count).Select(i => i > 0 && open.Contains(columns.Audiences[i]))],
                OwnerLevel = [.. Enumerable.Range(0, columns.Values[0].Count).Select(i => i == 0 ? Level.Public : query.Reader.LevelFor(owners.IdOf(columns.Values[0][i]), []))],
                IsNamed = [.. Enumerable.Range(0, columns.Veils.Count).Select(i => i > 0 && columns.Veils[i].Named != 0 && open.Contains(columns.Veils[i].Named))],
                Chosen = [.. Facets.All.Select(f => choices.Allowed(columns, f, ask.Choices.GetValueOrDefault(f), cards))],
            };

        private async Task<IReadOnlyList<Found>> RowsAsync(
            (Guid Owner, int Serial)[] serials, int[] open, IReadOnlyDictionary<Guid, PartyCard> cards, Reader reader, CancellationToken ct)
        {
            if (serials.Length == 0)
            {
                return [];
            }

            var owners = serials.Select(s => s.Owner).ToArray();
            var numbers = serials.Select(s => s.Serial).ToArray();
            var rows = await db.Objects.FromSql($"""
                select o.* from unnest({owners}, {numbers}) as w (owner, serial)
                  join catalogue.object o on o.institution_id = w.owner and o.serial = w.serial
                 where o.shown_to = any ({open})
                """).AsNoTracking().ToListAsync(ct);
            var place = serials.Select((s, i) => (s.Serial, i)).ToDictionary(p => p.Serial, p => p.i);
            return [.. rows.OrderBy(r => place[r.Serial]).Select(r => new Found(SeenObject.Of(r, profiles[r.Profile], reader), cards.GetValueOrDefault(r.InstitutionId)))];
        }
    }
}
