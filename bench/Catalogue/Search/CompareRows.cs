using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.CatalogueSearch;

/// <summary>Holds rows that COPY or SQL brought against the same records written by the product itself, in a transaction that is taken back.</summary>
internal static class CompareRows
{
    private const int Sample = 2_000;

    /// <summary>The first records, as <see cref="MadeProvince"/> makes them.</summary>
    public static Task<string> RunAsync(IServiceProvider services, MadeProvince made, CancellationToken ct) =>
        RunAsync(services, "COPY", [.. Enumerable.Range(1, Sample)], (_, _) => Task.FromResult<IReadOnlyList<ObjectDraft>>(
            [.. Enumerable.Range(0, Sample).Select(i => made.Draft(i) with { Version = 1 })]), ct);

    /// <summary>Records from all over those behind a serial, as they are stored.</summary>
    public static async Task<string> CopiesAsync(IServiceProvider services, int behind, int last, CancellationToken ct) =>
        await RunAsync(services, "SQL", [.. Enumerable.Range(0, Sample).Select(i => behind + 1 + (int)((long)i * (last - behind - 1) / (Sample - 1))).Distinct()], async (db, serials) =>
            [.. (await db.Objects.AsNoTracking().Where(o => serials.Contains(o.Serial)).OrderBy(o => o.Serial).ToListAsync(ct))
                .Select(o => ObjectDraft.Of(o, ObjectRecord.Read(ProfileBook.Shipped[o.Profile], o.Record)))], ct);

    private static async Task<string> RunAsync(
        IServiceProvider services, string by, int[] serials, Func<CatalogueDb, int[], Task<IReadOnlyList<ObjectDraft>>> drafts, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogueDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var before = await RowsAsync(db, serials, ct);
        var written = await scope.ServiceProvider.GetRequiredService<WriteObjects>().WriteAsync(await drafts(db, serials), ct);
        var after = await RowsAsync(db, serials, ct);
        await transaction.RollbackAsync(ct);
        var different = before.Zip(after).Where(p => p.First != p.Second).ToList();
        return written.Count == serials.Length && before.Count == serials.Length && different.Count == 0
            ? $"{serials.Length} rows of {by} and of WriteObjects: no difference"
            : $"{different.Count} of {serials.Length} rows differ ({written.Count} written), e.g. {different.FirstOrDefault()}";
    }

    private static async Task<List<string>> RowsAsync(CatalogueDb db, int[] serials, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select (to_jsonb(o) - 'version' - 'changed_at' - 'created_at' - 'changed_in')::text || (to_jsonb(f) - 'changed_in')::text
              from catalogue.find f join catalogue.object o using (institution_id, id) where f.serial = any($1) order by f.serial
            """, (NpgsqlConnection)db.Database.GetDbConnection());
        command.Parameters.AddWithValue(serials);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var read = new List<string>();
        while (await rows.ReadAsync(ct))
        {
            read.Add(rows.GetString(0));
        }

        return read;
    }
}
