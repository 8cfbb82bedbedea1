using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Platform.Data;
using Npgsql;

namespace Guanlian.Catalogue.Objects;

/// <summary>New records and their find rows as COPY takes them.</summary>
internal sealed class NewObjects
{
    public ObjectBlock Objects { get; } = new();

    public FindBlock Finds { get; } = new();

    /// <summary>Empties both, to be filled again.</summary>
    public void Clear()
    {
        Objects.Clear();
        Finds.Clear();
    }

    /// <summary>Rows of one table that begins with two ids and the serial.</summary>
    internal abstract class Block(string copy)
    {
        public int Count { get; private set; }

        public void Clear()
        {
            Count = 0;
            Rows.Clear();
        }

        protected CopyBlock Rows { get; } = new();

        protected void Begin(int columns, ObjectDraft draft, int serial)
        {
            if (Count++ == 0)
            {
                Rows.Begin();
            }

            Rows.Row(columns);
            Rows.Id(draft.InstitutionId);
            Rows.Id(draft.Id);
            Rows.Whole(serial);
        }

        public Task SendAsync(NpgsqlConnection connection, CancellationToken ct)
        {
            Rows.End();
            return Rows.SendAsync(connection, copy, ct);
        }
    }

    internal sealed class ObjectBlock() : Block("""
        copy catalogue.object (institution_id, id, serial, profile, number, number_key, state, level, named, opens_on, closes_on, shown_to, record,
            field_levels, sample, version, created_at, changed_at) from stdin (format binary)
        """)
    {
        public void Add(WriteObjects.Row row, int serial, DateTimeOffset now)
        {
            var draft = row.Draft;
            Begin(18, draft, serial);
            Rows.Text(draft.Record.Profile.Name);
            Rows.Text(row.Number);
            Rows.Text(row.NumberKey);
            Rows.Text(draft.State.ToString());
            Rows.Text(draft.Level.ToString());
            Rows.Ids(draft.Named);
            Rows.Date(draft.OpensOn);
            Rows.Date(draft.ClosesOn);
            Rows.Whole(row.ShownTo);
            var record = Rows.OpenJsonb();
            draft.Record.Write(Rows);
            Rows.Close(record);
            Rows.Jsonb(row.FieldLevels);
            Rows.Bool(draft.Sample);
            Rows.Whole(draft.Version + 1);
            Rows.Time(now);
            Rows.Time(now);
        }
    }

    internal sealed class FindBlock() : Block("""
        copy catalogue.find (institution_id, id, serial, shown_to, owner, category, period, material, grade, rights, hides, named, pieces, actual,
            year_from, year_to, quality, image, terms) from stdin (format binary)
        """)
    {
        public void Add(IndexObjects.Row row, int serial, IndexObjects index)
        {
            var facets = row.Facets;
            Begin(19, row.Draft, serial);
            Rows.Whole(row.ShownTo);
            Rows.Whole(index.NumberOf("owner", row.Owner));
            Rows.Whole(index.NumberOf("category", facets.Category));
            Rows.Whole(index.NumberOf("period", facets.Period));
            Rows.Whole(index.NumberOf("material", facets.Material));
            Rows.Whole(index.NumberOf("grade", facets.Grade));
            Rows.Whole(index.NumberOf("rights", facets.Rights));
            Rows.Whole(row.Hides);
            Rows.Whole(row.Named);
            Rows.Whole(facets.Pieces);
            Rows.Whole(facets.Actual);
            Rows.Small(facets.From);
            Rows.Small(facets.To);
            Rows.Small(facets.Quality);
            Rows.Bool(facets.Image);
            row.Terms.Write(Rows);
        }
    }
}
