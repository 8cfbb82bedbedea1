using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Search;

/// <summary>What belongs beside an object: what its record names, and others of the same kind and time, as far as the reader may see them.</summary>
internal static class RelatedToObject
{
    private const int Most = 6;

    internal sealed record Group(string Title, IReadOnlyList<ObjectCard> Cards, string? More);

    internal sealed class Handler(CatalogueDb db, Audiences audiences, SearchObjects.Handler search, IPartyDirectory directory, ProfileBook profiles, Wording words)
    {
        public async Task<IReadOnlyList<Group>> HandleAsync(OutgoingObject one, Reader reader, CancellationToken ct)
        {
            var groups = await NamedAsync(one, reader, ct);
            var ask = SearchAsk.With(null) with { Choices = Alike(one.Record) };
            if (ask.Choices.Count == 2)
            {
                var found = await search.HandleAsync(new(ask, reader) { Facets = false, PageSize = Most + 1 }, ct);
                var others = found.Rows.Where(r => r.Object.Row.Id != one.Seen.Row.Id).Take(Most).Select(ObjectCard.Of).ToList();
                if (others.Count > 0)
                {
                    groups.Add(new(words["catalogue.page.alike"], others, ask.Address()));
                }
            }

            return groups;
        }

        private async Task<List<Group>> NamedAsync(OutgoingObject one, Reader reader, CancellationToken ct)
        {
            var relations = (one.Record.Of(FieldRoles.Relations) as RelationsValue)?.Relations.Where(r => r.To is not null).Take(24).ToList() ?? [];
            var ids = relations.Select(r => r.To!.Value).ToArray();
            if (ids.Length == 0)
            {
                return [];
            }

            var open = await audiences.OpenToAsync(reader, ct);
            var institution = one.Owner.Id;
            var rows = await db.Objects.FromSql($"""
                select * from catalogue.object where institution_id = {institution} and id = any ({ids}) and shown_to = any ({open}) and state not in ('Binned', 'Gone')
                """).AsNoTracking().ToDictionaryAsync(o => o.Id, ct);
            var owners = await directory.FindAsync(rows.Values.Select(r => r.InstitutionId).Distinct().ToList(), ct);
            return [.. relations.Where(r => rows.ContainsKey(r.To!.Value)).GroupBy(r => r.Kind).Select(g => new Group(
                CodeBook.Standard.Word("relation", g.Key, Wording.InChinese),
                [.. g.Select(r => rows[r.To!.Value]).Select(row => ObjectCard.Of(SeenObject.Of(row, profiles[row.Profile], reader), owners.GetValueOrDefault(row.InstitutionId)))],
                null))];
        }

        private static Dictionary<Facet, IReadOnlyList<string>> Alike(ObjectRecord record)
        {
            var choices = new Dictionary<Facet, IReadOnlyList<string>>();
            if (record.Of(FieldRoles.Category) is CodedValue { Words: [{ } category, ..] })
            {
                choices[Facet.Category] = [category.Code ?? "=" + category.As];
            }

            if (record.Of(FieldRoles.Period) is TimeValue { Code: { } period })
            {
                choices[Facet.Period] = [period];
            }

            return choices;
        }
    }
}
