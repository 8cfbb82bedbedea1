using Guanlian.Catalogue.Search.Listing;
using Npgsql;

namespace Guanlian.CatalogueSearch;

/// <summary>The large tables without what slows a load, and how they get it back.</summary>
internal sealed class BareTables(NpgsqlDataSource source)
{
    private static readonly string[] Tables = ["object", "find", "stamp"];

    /// <summary>Indexes, keys, stamps and lists of common words for what has been loaded.</summary>
    /// <param name="indexes">What <see cref="TakeOffAsync"/> gave.</param>
    /// <param name="records">The highest serial.</param>
    /// <param name="say">Hears of each.</param>
    /// <param name="ct">Stops it.</param>
    public async Task BringBackAsync(List<string> indexes, int records, Action<string> say, CancellationToken ct)
    {
        await DoAsync($"select setval(pg_get_serial_sequence('catalogue.object', 'serial'), {records})", ct);
        foreach (var index in indexes)
        {
            await DoAsync(index, ct);
            say(index.Length > 110 ? index[..110] : index);
        }

        await DoAsync("vacuum (analyze) catalogue.object", ct);
        await DoAsync("vacuum (analyze) catalogue.find", ct);
        say("vacuumed");
        await StampAsync(ct);
        await DoAsync("vacuum (analyze) catalogue.stamp", ct);
        await ListAsync(ct);
        say("common words listed");
        await DoAsync("checkpoint", ct);
        say("done");
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
    public async Task<List<string>> TakeOffAsync(CancellationToken ct)
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

    public async Task DoAsync(string statement, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using (var settings = new NpgsqlCommand("set maintenance_work_mem = '1500MB'; set max_parallel_maintenance_workers = 1; set work_mem = '256MB'; set synchronous_commit = off", connection))
        {
            await settings.ExecuteNonQueryAsync(ct);
        }

        await using var command = new NpgsqlCommand(statement, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<long> ScalarAsync(string query, CancellationToken ct)
    {
        await using var command = source.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
