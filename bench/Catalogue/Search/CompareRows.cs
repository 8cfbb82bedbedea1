using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.CatalogueSearch;

/// <summary>Holds rows that COPY brought against the same records written by the product itself, in a transaction that is taken back.</summary>
internal static class CompareRows
{
    private const int Sample = 2_000;

    public static async Task<string> RunAsync(IServiceProvider services, MadeProvince made, CancellationToken ct)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogueDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var before = await RowsAsync(db, ct);
        var written = await scope.ServiceProvider.GetRequiredService<WriteObjects>().WriteAsync([.. Enumerable.Range(0, Sample).Select(i => made.Draft(i) with { Version = 1 })], ct);
        var after = await RowsAsync(db, ct);
        await transaction.RollbackAsync(ct);
        var different = before.Zip(after).Where(p => p.First != p.Second).ToList();
        return written.Count == Sample && before.Count == Sample && different.Count == 0
            ? $"{Sample} rows of COPY and of WriteObjects: no difference"
            : $"{different.Count} of {Sample} rows differ ({written.Count} written), e.g. {different.FirstOrDefault()}";
    }

    private static async Task<List<string>> RowsAsync(CatalogueDb db, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select (to_jsonb(o) - 'version' - 'changed_at' - 'created_at' - 'changed_in')::text || (to_jsonb(f) - 'changed_in')::text
              from catalogue.object o join catalogue.find f using (institution_id, id) where o.serial <= $1 order by o.serial
            """, (NpgsqlConnection)db.Database.GetDbConnection());
        command.Parameters.AddWithValue(Sample);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var read = new List<string>();
        while (await rows.ReadAsync(ct))
        {
            read.Add(rows.GetString(0));
        }

        return read;
    }
}
