using System.Diagnostics;
using System.Globalization;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Search.Indexing;
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

    private readonly NpgsqlDataSource source = services.GetRequiredService<NpgsqlDataSource>();
    private readonly BareTables tables = new(services.GetRequiredService<NpgsqlDataSource>());

    /// <summary>Makes the records from those there are up to <paramref name="records"/>.</summary>
    public async Task RunAsync(int records, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        var there = await tables.ScalarAsync("select count(*) from catalogue.object", ct);
        if (there >= records)
        {
            return;
        }

        if (there == 0)
        {
            await OwnersAsync(ct);
        }

        var indexes = await tables.TakeOffAsync(ct);
        Say($"{there:N0} there, {indexes.Count} indexes and keys taken off");
        var next = (int)there - InOneCopy;
        await Task.WhenAll(WorkAsync(), WorkAsync());
        await tables.BringBackAsync(indexes, records, Say, ct);

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

}
