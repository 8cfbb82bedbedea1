using System.Collections.Concurrent;
using System.Text.Json;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Profiles;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Catalogue.Objects;

/// <summary>
/// The one way in which records are stored, one or thousands at a time. Runs inside the caller's transaction, who notes the history.
/// </summary>
internal sealed class WriteObjects(CatalogueDb db, NpgsqlDataSource source, Audiences audiences, IndexObjects index, SortInWords sorting, TimeProvider clock)
{
    private readonly ConcurrentQueue<NewObjects> spare = new();

    /// <summary>
    /// Writes a batch. A record that somebody else has changed since it was read is left as it is and missing from the answer: the
    /// caller then takes everything back.
    /// </summary>
    /// <exception cref="Npgsql.PostgresException">A constraint refuses, e.g. <c>object_number_once</c>.</exception>
    public async Task<IReadOnlyList<WrittenObject>> WriteAsync(IReadOnlyList<ObjectDraft> drafts, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        var rows = await RowsAsync(drafts, today, ct);
        // The database stores the records while their words are found; those need no serial yet.
        var storing = db.Database.SqlQuery<WrittenObject>($"""
            insert into catalogue.object as o
                (institution_id, id, profile, number, number_key, state, level, named, opens_on, closes_on, shown_to, record, field_levels,
                 sample, version, created_at, changed_at)
            select i.institution_id, i.id, i.profile, i.number, i.number_key, i.state, i.level,
                   string_to_array(i.named, ',')::uuid[], i.opens_on, i.closes_on, i.shown_to, i.record::jsonb, i.field_levels::jsonb,
                   i.sample, i.version + 1, {now}, {now}
              from unnest({All(r => r.Draft.InstitutionId)}, {All(r => r.Draft.Id)}, {All(r => r.Draft.Record.Profile.Name)},
                          {All(r => r.Number)}, {All(r => r.NumberKey)}, {All(r => r.Draft.State.ToString())},
                          {All(r => r.Draft.Level.ToString())}, {All(r => string.Join(',', r.Draft.Named))}, {All(r => r.Draft.OpensOn)},
                          {All(r => r.Draft.ClosesOn)}, {All(r => r.ShownTo)}, {All(r => r.Record)}, {All(r => r.FieldLevels)},
                          {All(r => r.Draft.Sample)}, {All(r => r.Draft.Version)})
                as i (institution_id, id, profile, number, number_key, state, level, named, opens_on, closes_on, shown_to, record,
                      field_levels, sample, version)
            on conflict (institution_id, id) do update
               set profile = excluded.profile, number = excluded.number, number_key = excluded.number_key, state = excluded.state,
                   level = excluded.level, named = excluded.named, opens_on = excluded.opens_on, closes_on = excluded.closes_on,
                   shown_to = excluded.shown_to, record = excluded.record, field_levels = excluded.field_levels,
                   version = excluded.version, changed_at = excluded.changed_at, changed_in = pg_current_xact_id()
             where o.version = excluded.version - 1
            returning o.institution_id as "InstitutionId", o.id as "Id", o.serial as "Serial", o.version as "Version"
            """).ToListAsync(ct);
        Dictionary<Guid, IndexObjects.Row> found;
        try
        {
            found = (await index.RowsAsync([.. rows.Select(r => (r.Draft, 0, r.ShownTo))], today, ct)).ToDictionary(r => r.Draft.Id);
        }
        finally
        {
            await Task.WhenAny(storing);
        }

        var written = await storing;
        await index.WriteAsync([.. written.Select(w => found[w.Id] with { Serial = w.Serial })], ct);
        return written;

        T[] All<T>(Func<Row, T> of) => [.. rows.Select(of)];
    }

    /// <summary>The rows as they are to be written.</summary>
    internal async Task<IReadOnlyList<Row>> RowsAsync(IReadOnlyList<ObjectDraft> drafts, DateOnly today, CancellationToken ct)
    {
        var rows = new List<Row>(drafts.Count);
        foreach (var draft in drafts)
        {
            var number = (draft.Record.Of(FieldRoles.Number) as TextValue)?.Text;
            var key = RegisterNumber.Key(number);
            rows.Add(new(draft, key is null ? null : number, key,
                await audiences.InternAsync(draft.OpenOn(today), draft.InstitutionId, draft.Named, ct)));
        }

        return rows;
    }

    /// <summary>
    /// Makes new records ready to be added. Asks nothing of the caller's transaction: it can be done while the database stores those
    /// before. Serials that are drawn and then not used are gaps, as after every setback.
    /// </summary>
    public async Task<NewObjects> MakeReadyAsync(IReadOnlyList<ObjectDraft> drafts, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        var made = spare.TryDequeue(out var used) ? used : new NewObjects();
        var serials = await SerialsAsync(drafts.Count, ct);
        foreach (var some in drafts.Chunk(MadeAtOnce))
        {
            var rows = await RowsAsync(some, today, ct);
            var found = await index.RowsAsync([.. rows.Select(r => (r.Draft, 0, r.ShownTo))], today, ct);
            for (var i = 0; i < rows.Count; i++)
            {
                var serial = serials[made.Objects.Count];
                made.Objects.Add(rows[i], serial, now);
                made.Finds.Add(found[i], serial, index);
            }
        }

        return made;
    }

    /// <summary>Adds them; nobody knows of them yet, so that they can neither be older nor newer than what is stored.</summary>
    /// <exception cref="Npgsql.PostgresException">A constraint refuses, e.g. <c>object_number_once</c>.</exception>
    public async Task AddAsync(NewObjects made, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await made.Objects.SendAsync(connection, ct);
        await made.Finds.SendAsync(connection, ct);
        sorting.Added(made.Objects.Count);
        made.Clear();
        spare.Enqueue(made);
    }

    private async Task<int[]> SerialsAsync(int count, CancellationToken ct)
    {
        await using var draw = source.CreateCommand("select array(select nextval('catalogue.object_serial_seq')::int from generate_series(1, $1))");
        draw.Parameters.Add(new() { Value = count });
        return (int[])(await draw.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Few enough that what is made of them is forgotten before the collector moves it.</summary>
    private const int MadeAtOnce = 50;

    internal sealed record Row(ObjectDraft Draft, string? Number, string? NumberKey, int ShownTo)
    {
        public string Record => Draft.Record.Write();

        public string? FieldLevels => Draft.FieldLevels.Count == 0
            ? null
            : JsonSerializer.Serialize(Draft.FieldLevels.OrderBy(l => l.Key, StringComparer.Ordinal).ToDictionary(l => l.Key, l => l.Value.ToString()));
    }
}
