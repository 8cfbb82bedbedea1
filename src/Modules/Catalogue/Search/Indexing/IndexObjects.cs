using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Catalogue.Search.Folding;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Search.Indexing;

/// <summary>
/// Writes the find rows of records that were just written, in the same transaction. <see cref="RowsAsync"/> asks nothing of that
/// transaction: rows can be made while the database stores the records.
/// </summary>
internal sealed class IndexObjects(CatalogueDb db, Audiences audiences, FacetValues values, CodeBook codes)
{
    private const int Nobody = 0;

    public async Task WriteAsync(IReadOnlyList<Row> rows, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"""
            insert into catalogue.find
                (institution_id, id, serial, shown_to, owner, category, period, material, grade, rights, hides, named, pieces, actual,
                 year_from, year_to, quality, image, terms)
            select i.institution_id, i.id, i.serial, i.shown_to, i.owner, i.category, i.period, i.material, i.grade, i.rights, i.hides, i.named,
                   i.pieces, i.actual, i.year_from, i.year_to,
                   i.quality + case when p.id is not null and not i.image then {RecordFacets.Pictured} else 0 end, i.image or p.id is not null, i.terms::tsvector
              from unnest({All(r => r.Draft.InstitutionId)}, {All(r => r.Draft.Id)}, {All(r => r.Serial)}, {All(r => r.ShownTo)},
                          {All(r => NumberOf("owner", r.Owner))}, {All(r => NumberOf("category", r.Facets.Category))},
                          {All(r => NumberOf("period", r.Facets.Period))}, {All(r => NumberOf("material", r.Facets.Material))},
                          {All(r => NumberOf("grade", r.Facets.Grade))}, {All(r => NumberOf("rights", r.Facets.Rights))}, {All(r => r.Hides)},
                          {All(r => r.Named)}, {All(r => r.Facets.Pieces)}, {All(r => r.Facets.Actual)}, {All(r => r.Facets.From)},
                          {All(r => r.Facets.To)}, {All(r => (short)r.Facets.Quality)}, {All(r => r.Facets.Image)}, {All(r => r.Terms.ToString())})
                as i (institution_id, id, serial, shown_to, owner, category, period, material, grade, rights, hides, named, pieces, actual,
                      year_from, year_to, quality, image, terms)
              left join catalogue.pictured p on (p.institution_id, p.id) = (i.institution_id, i.id)
            on conflict (institution_id, id) do update
               set shown_to = excluded.shown_to, owner = excluded.owner, category = excluded.category, period = excluded.period,
                   material = excluded.material, grade = excluded.grade, rights = excluded.rights, hides = excluded.hides,
                   named = excluded.named, pieces = excluded.pieces, actual = excluded.actual, year_from = excluded.year_from,
                   year_to = excluded.year_to, quality = excluded.quality, image = excluded.image, terms = excluded.terms,
                   changed_in = pg_current_xact_id()
            """, ct);

        T[] All<T>(Func<Row, T> of) => [.. rows.Select(of)];
    }

    /// <summary>The number of a value of a row that <see cref="RowsAsync"/> has made.</summary>
    internal int NumberOf(string column, string code) => values.NumberOf(column, code);

    /// <summary>The rows as they are to be written, their values known to <see cref="FacetValues"/>.</summary>
    internal async Task<IReadOnlyList<Row>> RowsAsync(
        IReadOnlyList<(ObjectDraft Draft, int Serial, int ShownTo)> written, DateOnly today, CancellationToken ct)
    {
        var rows = new List<Row>(written.Count);
        foreach (var (draft, serial, shownTo) in written)
        {
            rows.Add(await RowOfAsync(draft, serial, shownTo, today, ct));
        }

        await values.InternAsync([.. rows.SelectMany(r => r.Values)], ct);
        return rows;
    }

    private async Task<Row> RowOfAsync(ObjectDraft draft, int serial, int shownTo, DateOnly today, CancellationToken ct)
    {
        var owner = draft.InstitutionId.ToString("D", CultureInfo.InvariantCulture);
        if (draft.State is ObjectState.Binned or ObjectState.Gone)
        {
            return new(draft, serial, Nobody, owner, new("", "", "", "", "", false, null, null, 0, 0, 0), 0, 0, new());
        }

        var open = draft.OpenOn(today);

        // Levels alone do not say who is named.
        var named = open < Level.Named && draft.Record.Profile.Fields.Any(f => LevelOf(draft, f) == Level.Named)
            ? await audiences.InternAsync(Level.Named, draft.InstitutionId, draft.Named, ct)
            : Nobody;
        var terms = RecordTerms.Of(draft.Record, f => LevelOf(draft, f) is var level && level > open ? level : Level.Public, codes);
        var hides = 0;
        foreach (var (part, role) in Parts)
        {
            if (draft.Record.Profile.Of(role) is { } field && LevelOf(draft, field) is var level && level > open)
            {
                var before = (hides >> (3 * (int)part)) & 7;
                hides += (Math.Max(before, (int)level) - before) << (3 * (int)part);
            }
        }

        return new(draft, serial, shownTo, owner, RecordFacets.Of(draft.Record, codes), hides, named, terms);
    }

    private static readonly (HiddenPart Part, string Role)[] Parts =
    [
        (HiddenPart.Category, FieldRoles.Category), (HiddenPart.Period, FieldRoles.Period), (HiddenPart.Material, FieldRoles.Material),
        (HiddenPart.Grade, FieldRoles.Grade), (HiddenPart.Rights, FieldRoles.Rights), (HiddenPart.Counts, FieldRoles.Pieces),
        (HiddenPart.Counts, FieldRoles.Actual),
    ];

    // Named without names is what the association sees.
    private static Level LevelOf(ObjectDraft draft, ProfileField field) =>
        draft.FieldLevels.GetValueOrDefault(field.Key, field.Level) is var level && level == Level.Named && draft.Named.Length == 0 ? Level.Association : level;

    internal sealed record Row(ObjectDraft Draft, int Serial, int ShownTo, string Owner, RecordFacets Facets, int Hides, int Named, IndexTerms Terms)
    {
        public IEnumerable<(string Column, string Code)> Values =>
        [
            ("owner", Owner), ("category", Facets.Category), ("period", Facets.Period), ("material", Facets.Material), ("grade", Facets.Grade),
            ("rights", Facets.Rights),
        ];
    }
}
