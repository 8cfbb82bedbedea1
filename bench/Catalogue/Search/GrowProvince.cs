using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Guanlian.CatalogueSearch;

/// <summary>
/// Makes a filled database several times as large by SQL alone: every record comes again for another museum, with an id, a serial, an owner
/// and audiences of its own. Its wording, and so its words, values and years, stay; no museum gets a number that it has.
/// <see cref="CompareRows"/> holds the copies against rows that the product wrote from the same records.
/// </summary>
internal sealed class GrowProvince(NpgsqlDataSource source)
{
    /// <summary>How many museums further a copy's owner stands, so that the large ones do not follow one another.</summary>
    private const int Further = 53;

    private readonly BareTables tables = new(source);

    /// <summary>Makes <paramref name="times"/> times what is there.</summary>
    /// <returns>The last serial before and after.</returns>
    public async Task<(int Before, int After)> RunAsync(int times, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var there = (int)await tables.ScalarAsync("select count(*) from catalogue.object", ct);
        if (there != await tables.ScalarAsync("select max(serial)::bigint from catalogue.object", ct))
        {
            throw new InvalidOperationException("only what fill has made, from the first serial to the last, can grow");
        }

        await MapAsync(times, ct);
        var indexes = await tables.TakeOffAsync(ct);
        Say($"{there:N0} there, {indexes.Count} indexes and keys taken off");
        var next = 0;
        await Task.WhenAll(WorkAsync(), WorkAsync());
        await tables.DoAsync("drop table public.grow_owner, public.grow_audience", ct);
        await tables.BringBackAsync(indexes, there * times, Say, ct);
        return (there, there * times);

        async Task WorkAsync()
        {
            for (int copy; (copy = Interlocked.Increment(ref next)) < times;)
            {
                await CopyAsync(copy, there, ct);
                Say($"copy {copy}");
            }
        }

        void Say(string what) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed:hh\\:mm\\:ss} {what}"));
    }

    /// <summary>Whose a copy is, and who is let in, by copy and by what it was.</summary>
    private async Task MapAsync(int times, CancellationToken ct)
    {
        var owners = MadeProvince.Owners;
        var moves = Enumerable.Range(1, times - 1)
            .SelectMany(copy => owners.Select((o, i) => (Copy: copy, Was: o.Id, owners[(i + (copy * Further)) % owners.Count].Id))).ToList();
        await tables.DoAsync("drop table if exists public.grow_owner, public.grow_audience", ct);
        await tables.DoAsync("create table public.grow_owner (copy int, was uuid, owner uuid, was_number int, number int, primary key (copy, was))", ct);
        await using (var insert = source.CreateCommand("""
            with made as (
                insert into catalogue.facet_value (facet, code) select distinct 'owner', o::text from unnest($3::uuid[]) o on conflict do nothing returning id, code),
            numbers as (select id, code from made union all select id, code from catalogue.facet_value where facet = 'owner')
            insert into public.grow_owner
            select m.copy, m.was, m.owner, w.id, n.id from unnest($1::int[], $2::uuid[], $3::uuid[]) m (copy, was, owner)
              join numbers n on n.code = m.owner::text join numbers w on w.code = m.was::text
            """))
        {
            insert.Parameters.AddWithValue(moves.Select(m => m.Copy).ToArray());
            insert.Parameters.AddWithValue(moves.Select(m => m.Was).ToArray());
            insert.Parameters.AddWithValue(moves.Select(m => m.Id).ToArray());
            await insert.ExecuteNonQueryAsync(ct);
        }

        await tables.DoAsync("""
            insert into catalogue.audience (level, institution_id, parties)
            select distinct a.level, m.owner, a.parties from catalogue.audience a join public.grow_owner m on m.was = a.institution_id
            on conflict do nothing
            """, ct);
        await tables.DoAsync("""
            create table public.grow_audience as
            select m.copy, m.was, a.id as was_number, n.id as number
              from public.grow_owner m join catalogue.audience a on a.institution_id = m.was
              join catalogue.audience n on (n.level, n.institution_id, n.parties) = (a.level, m.owner, a.parties)
            """, ct);
        await tables.DoAsync("analyze public.grow_owner, public.grow_audience", ct);
    }

    private async Task CopyAsync(int copy, int there, CancellationToken ct)
    {
        // An id like those of the records made after the ones before; everything behind its number is the original's.
        const string At = "lpad(to_hex(x'019200000000'::bigint + {0}.serial - 1 + {1}), 12, '0')";
        string Id(string of) => string.Format(CultureInfo.InvariantCulture, "(substr(" + At + ", 1, 8) || '-' || substr(" + At + ", 9) || substr({0}.id::text, 14))::uuid", of, (long)copy * there);
        await tables.DoAsync($"""
            insert into catalogue.object (institution_id, id, serial, profile, number, number_key, state, level, named, opens_on, closes_on, shown_to,
                record, field_levels, sample, version, created_at, changed_at)
            overriding system value
            select m.owner, {Id("o")}, o.serial + {copy * there}, o.profile, o.number, o.number_key, o.state, o.level, o.named, o.opens_on, o.closes_on,
                   coalesce(a.number, o.shown_to), o.record, o.field_levels, o.sample, o.version, o.created_at, o.changed_at
              from catalogue.object o join public.grow_owner m on m.copy = {copy} and m.was = o.institution_id
              left join public.grow_audience a on a.copy = {copy} and a.was_number = o.shown_to
             where o.serial <= {there}
            """, ct);
        await tables.DoAsync($"""
            insert into catalogue.find (institution_id, id, serial, shown_to, owner, category, period, material, grade, rights, hides, named, pieces, actual,
                year_from, year_to, quality, image, terms)
            select m.owner, {Id("f")}, f.serial + {copy * there}, coalesce(a.number, f.shown_to), m.number, f.category, f.period, f.material, f.grade, f.rights,
                   f.hides, coalesce(n.number, f.named), f.pieces, f.actual, f.year_from, f.year_to, f.quality, f.image, f.terms
              from catalogue.find f join public.grow_owner m on m.copy = {copy} and m.was = f.institution_id
              left join public.grow_audience a on a.copy = {copy} and a.was_number = f.shown_to
              left join public.grow_audience n on n.copy = {copy} and n.was_number = f.named
             where f.serial <= {there}
            """, ct);
    }
}
