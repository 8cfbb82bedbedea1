using Guanlian.Catalogue.Search.Indexing;
using Guanlian.Catalogue.Search.Listing;
using Npgsql;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>
/// Keeps this copy's <see cref="Columns"/> as the database is. Before each search it asks for what has changed, so that an edit shows at once
/// and all copies of the program agree; nothing is here that could not be read again.
/// </summary>
internal sealed class Mirror(NpgsqlDataSource source, FacetValues values, WordLists lists) : IDisposable
{
    private const string Row = """
        serial, shown_to, owner, category, period, material, grade, rights, image, year_from, year_to, pieces, actual, quality, hides, named
        """;

    private readonly ReaderWriterLockSlim gate = new();
    private readonly SemaphoreSlim one = new(1);
    private readonly HashSet<ulong> seen = [];
    private Columns columns = new();
    private ulong? since;
    private long asked;
    private long answered;


    /// <summary>Takes in everything that was committed before this call.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        var ticket = Interlocked.Increment(ref asked);
        await one.WaitAsync(ct);
        try
        {
            // Somebody who asked after us has been answered already: his answer is newer than our question.
            if (answered >= ticket)
            {
                return;
            }

            var upTo = Interlocked.Read(ref asked);
            if (since is null)
            {
                await LoadAsync(ct);
            }
            else
            {
                await PullAsync(ct);
            }

            answered = upTo;
        }
        finally
        {
            one.Release();
        }
    }

    /// <summary>Reads the columns while nothing changes them.</summary>
    public T Read<T>(Func<Columns, T> read)
    {
        gate.EnterReadLock();
        try
        {
            return read(columns);
        }
        finally
        {
            gate.ExitReadLock();
        }
    }

    public void Dispose()
    {
        gate.Dispose();
        one.Dispose();
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        var from = await HorizonAsync(connection, ct);
        var fresh = new Columns();
        await using (var rows = await connection.BeginBinaryExportAsync($"copy (select {Row} from catalogue.find) to stdout (format binary)", ct))
        {
            while (await rows.StartRowAsync(ct) >= 0)
            {
                fresh.Put(new(
                    rows.Read<int>(), rows.Read<int>(), rows.Read<int>(), rows.Read<int>(), rows.Read<int>(), rows.Read<int>(), rows.Read<int>(),
                    rows.Read<int>(), rows.Read<bool>(), Year(rows), Year(rows), rows.Read<int>(), rows.Read<int>(), (byte)rows.Read<short>(),
                    rows.Read<int>(), rows.Read<int>()));
            }
        }

        await values.CatchUpAsync(ct);
        gate.EnterWriteLock();
        columns = fresh;
        gate.ExitWriteLock();
        since = from;
    }

    private async Task PullAsync(CancellationToken ct)
    {
        var rows = new List<FindRow>();
        ulong horizon;
        var transactions = new HashSet<ulong>();
        await using (var connection = await source.OpenConnectionAsync(ct))
        await using (var batch = new NpgsqlBatch(connection))
        {
            // The horizon first: a transaction that commits between the two statements is then simply asked for again.
            batch.BatchCommands.Add(new("select pg_snapshot_xmin(pg_current_snapshot())"));
            var pull = new NpgsqlBatchCommand($"select {Row}, changed_in from catalogue.find where changed_in >= $1 and changed_in <> all ($2)");
            pull.Parameters.Add(new() { Value = since!.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 });
            pull.Parameters.Add(new() { Value = seen.ToArray(), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Xid8 });
            batch.BatchCommands.Add(pull);
            await using var reader = await batch.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            horizon = reader.GetFieldValue<ulong>(0);
            await reader.NextResultAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                rows.Add(new(
                    reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4), reader.GetInt32(5),
                    reader.GetInt32(6), reader.GetInt32(7), reader.GetBoolean(8), Year(reader, 9), Year(reader, 10), reader.GetInt32(11),
                    reader.GetInt32(12), (byte)reader.GetInt16(13), reader.GetInt32(14), reader.GetInt32(15)));
                transactions.Add(reader.GetFieldValue<ulong>(16));
            }
        }

        // All rows of a transaction show at once, so that one that was read is never asked for again.
        seen.UnionWith(transactions);
        seen.RemoveWhere(t => t < horizon);
        since = horizon;
        if (rows.Count == 0)
        {
            return;
        }

        await values.CatchUpAsync(ct);
        gate.EnterWriteLock();
        foreach (var row in rows)
        {
            columns.Put(row);
        }

        gate.ExitWriteLock();
        lists.Change([.. rows.Select(r => r.Serial)]);
    }

    private static async Task<ulong> HorizonAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_snapshot_xmin(pg_current_snapshot())", connection);
        return (ulong)(await command.ExecuteScalarAsync(ct))!;
    }

    private static short? Year(NpgsqlBinaryExporter rows)
    {
        if (!rows.IsNull)
        {
            return rows.Read<short>();
        }

        rows.Skip();
        return null;
    }

    private static short? Year(NpgsqlDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt16(at);
}
