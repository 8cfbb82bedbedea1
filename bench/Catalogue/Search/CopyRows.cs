using System.Globalization;
using System.Text;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Search.Indexing;

namespace Guanlian.CatalogueSearch;

/// <summary>Rows in the text form of COPY.</summary>
internal static class CopyRows
{
    public const string Objects = """
        copy catalogue.object (institution_id, id, serial, profile, number, number_key, state, level, named, opens_on, closes_on, shown_to, record,
            field_levels, sample, version, created_at, changed_at) from stdin
        """;

    public const string Finds = """
        copy catalogue.find (institution_id, id, serial, shown_to, owner, category, period, material, grade, rights, hides, named, pieces, actual,
            year_from, year_to, quality, image, terms) from stdin
        """;

    public static string Of(WriteObjects.Row row, int serial, DateTimeOffset now)
    {
        var (draft, at) = (row.Draft, now.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        return Line(
            draft.InstitutionId, draft.Id, serial, draft.Record.Profile.Name, row.Number, row.NumberKey, draft.State, draft.Level, $"{{{string.Join(',', draft.Named)}}}",
            draft.OpensOn?.ToString("O", CultureInfo.InvariantCulture), draft.ClosesOn?.ToString("O", CultureInfo.InvariantCulture), row.ShownTo, row.Record, row.FieldLevels, draft.Sample ? "t" : "f", draft.Version + 1, at, at);
    }

    public static string Of(IndexObjects.Row row, FacetValues values)
    {
        var facets = row.Facets;
        return Line(
            row.Draft.InstitutionId, row.Draft.Id, row.Serial, row.ShownTo, values.NumberOf("owner", row.Owner), values.NumberOf("category", facets.Category),
            values.NumberOf("period", facets.Period), values.NumberOf("material", facets.Material), values.NumberOf("grade", facets.Grade),
            values.NumberOf("rights", facets.Rights), row.Hides, row.Named, facets.Pieces, facets.Actual, facets.From, facets.To, (int)facets.Quality,
            facets.Image ? "t" : "f", row.Terms);
    }

    private static string Line(params ReadOnlySpan<object?> values)
    {
        var line = new StringBuilder(1500);
        foreach (var value in values)
        {
            if (line.Length > 0)
            {
                line.Append('\t');
            }

            if (value is null)
            {
                line.Append("\\N");
                continue;
            }

            foreach (var c in Convert.ToString(value, CultureInfo.InvariantCulture)!)
            {
                _ = c switch
                {
                    '\\' => line.Append("\\\\"),
                    '\t' => line.Append("\\t"),
                    '\n' => line.Append("\\n"),
                    '\r' => line.Append("\\r"),
                    _ => line.Append(c),
                };
            }
        }

        return line.Append('\n').ToString();
    }
}
