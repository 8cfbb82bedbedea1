using System.Diagnostics;
using System.Globalization;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Catalogue.Search.Listing;
using Guanlian.Platform.Words;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.CatalogueSearch;

/// <summary>
/// Fills the tables with COPY, rows made by the code that the product writes them with (<see cref="CompareRows"/> holds them against
/// rows that it wrote). Indexes are taken off before and built after.
/// </summary>
internal sealed class FillProvince(IServiceProvider services, MadeProvince made)
{
    private const int Block = 5_000;
    private const int InOneCopy = 50_000;

    private static readonly string[] Tables = ["object", "find", "stamp"];

    private readonly NpgsqlDataSource source = services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>Makes the records from those there are up to <paramref name="records"/>.</summary>
    public async Task RunAsync(int records, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var there = await ScalarAsync("select count(*) from catalogue.object", ct);
        if (there >= records)
        {
            return;
        }

        if (there == 0)
        {
            await OwnersAsync(ct);
        }

        var indexes = await TakeOffAsync(ct);
        Say($"{there:N0} there, {indexes.Count} indexes and keys taken off");
        var next = (int)there - InOneCopy;
        await Task.WhenAll(WorkAsync(), WorkAsync());
        await DoAsync($"select setval(pg_get_serial_sequence('catalogue.object', 'serial'), {records})", ct);
        foreach (var index in indexes)
        {
            await DoAsync(index, ct);
            Say(index.Length > 110 ? index[..110] : index);
        }

        await DoAsync("vacuum (analyze) catalogue.object", ct);
        await DoAsync("vacuum (analyze) catalogue.find", ct);
        Say("vacuumed");
        await StampAsync(ct);
        await DoAsync("vacuum (analyze) catalogue.stamp", ct);
        await ListAsync(ct);
        Say("common words listed");
        await DoAsync("checkpoint", ct);
        Say("done");

        async Task WorkAsync()
        {
            for (int from; (from = Interlocked.Add(ref next, InOneCopy)) < records;)
            {
                await CopyAsync(from, Math.Min(from + InOneCopy, records), ct);
                Say($"from {from:N0}");
            }
        }

        void Say(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed:hh\\:mm\\:ss} {what}"));
    }

    /// <summary>Lists the common words, as the program does by and by.</summary>
    public async Task ListAsync(CancellationToken ct)
    {
        var keep = new KeepWordLists(source, new());
        while (await keep.StepAsync(ct))
        {
        }

        await DoAsync("vacuum (analyze) catalogue.word_list", ct);
    }

    private async Task CopyAsync(int from, int to, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var (write, index) = (scope.ServiceProvider.GetRequiredService<WriteObjects>(), scope.ServiceProvider.GetRequiredService<IndexObjects>());
        var values = services.GetRequiredService<FacetValues>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var today = Dates.InChina(now);
        await using var one = await source.OpenConnectionAsync(ct);
        await using var other = await source.OpenConnectionAsync(ct);
        await using var objects = await one.BeginTextImportAsync(CopyRows.Objects, ct);
        await using var finds = await other.BeginTextImportAsync(CopyRows.Finds, ct);
        for (; from < to; from += Block)
        {
            var first = from;
            var rows = await Task.Run(() => write.RowsAsync([.. Enumerable.Range(first, Math.Min(Block, to - first)).Select(made.Draft)], today, ct), ct);
            var found = await index.RowsAsync([.. rows.Select((r, i) => (r.Draft, first + i + 1, r.ShownTo))], today, ct);
            for (var i = 0; i < rows.Count; i++)
            {
                await objects.WriteAsync(CopyRows.Of(rows[i], first + i + 1, now));
                await finds.WriteAsync(CopyRows.Of(found[i], values));
            }
        }
    }

    private async Task OwnersAsync(CancellationToken ct)
    {
        await using var insert = source.CreateCommand("""
            insert into members.party (id, code, kind, name, division_code, registered_at)
            select *, now() from unnest($1::uuid[], $2::text[], array_fill('Museum'::text, array[cardinality($1)]), $3::text[], $4::text[])
            """);
        var owners = MadeProvince.Owners;
        insert.Parameters.AddWithValue(owners.Select(o => o.Id).ToArray());
        insert.Parameters.AddWithValue(owners.Select(o => o.Code).ToArray());
        insert.Parameters.AddWithValue(owners.Select(o => o.Name).ToArray());
        insert.Parameters.AddWithValue(owners.Select(o => o.Division).ToArray());
        await insert.ExecuteNonQueryAsync(ct);
    }

    // What one stamping of everything would leave behind (StampChanges), without the checks of a row at a time.
    private async Task StampAsync(CancellationToken ct)
    {
        await DoAsync("truncate catalogue.stamp", ct);
        await DoAsync("""
            insert into catalogue.stamp (institution_id, object_id, seq, first_at, stamped_at, deleted)
            select o.institution_id, o.id, o.serial, date_trunc('second', now()), date_trunc('second', now()), false
              from catalogue.object o join catalogue.audience a on a.id = o.shown_to and a.level = 'Public'
            """, ct);
        await DoAsync("select setval('catalogue.stamp_seq', (select max(seq) from catalogue.stamp))", ct);
        await DoAsync("update catalogue.stamping set seen = pg_current_snapshot(), told_at = date_trunc('second', now())", ct);
    }

    /// <summary>Drops what slows a load, foreign keys first.</summary>
    /// <returns>The statements that bring it back.</returns>
    private async Task<List<string>> TakeOffAsync(CancellationToken ct)
    {
        var (drop, make) = (new List<string>(), new List<string>());
        await using (var select = source.CreateCommand("""
            select format('alter table %s drop constraint %I', conrelid::regclass, conname),
                   format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)), contype = 'f' as f
              from pg_constraint where (contype in ('p', 'u', 'f') and conrelid = any (select ('catalogue.' || t)::regclass from unnest($1::text[]) t))
                or (contype = 'f' and confrelid = any (select ('catalogue.' || t)::regclass from unnest($1::text[]) t))
            union all
            select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid), false
              from pg_index i where indrelid = any (select ('catalogue.' || t)::regclass from unnest($1::text[]) t)
               and not exists (select from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u'))
             order by f desc
            """))
        {
            select.Parameters.AddWithValue(Tables);
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                drop.Add(rows.GetString(0));
                make.Add(rows.GetString(1));
            }
        }

        foreach (var statement in drop)
        {
            await DoAsync(statement, ct);
        }

        make.Reverse();
        return make;
    }

    private async Task DoAsync(string statement, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using (var settings = new NpgsqlCommand("set maintenance_work_mem = '1500MB'; set max_parallel_maintenance_workers = 1; set work_mem = '256MB'; set synchronous_commit = off", connection))
        {
            await settings.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<long> ScalarAsync(string query, CancellationToken ct)
    {
        await using var command = source.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
