using System.Data;
using System.Diagnostics;
using Guanlian.Catalogue.Search.Finding;
using Guanlian.Platform.Jobs;
using Npgsql;
using NpgsqlTypes;

namespace Guanlian.Catalogue.Search.Listing;

/// <summary>
/// Makes the lists of common words, and makes them anew for chunks in which much has changed. A piece at a time, each in a short transaction of
/// its own: it goes on where it was stopped.
/// </summary>
internal sealed class KeepWordLists(NpgsqlDataSource source, ListingLimits limits) : IRegularWork
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(20);

    // A chunk into which an import writes is made once in a run, not as long as the import goes on.
    private readonly HashSet<int> made = [];

    public string Name => "catalogue.keep-word-lists";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct)
    {
        made.Clear();
        var from = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(from) < AtOnce && await StepAsync(ct))
        {
        }
    }

    /// <summary>Does one piece.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> StepAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await ForgetForeignAsync(connection, ct);
        var (edition, records) = await StateAsync(connection, ct);
        var there = await OneAsync(connection, "select max(serial) from catalogue.find", ct) as int? ?? 0;
        if (there < limits.FewestRecords)
        {
            return false;
        }

        if (await OneAsync(connection, "select max(edition) from catalogue.word_listed where edition > $1", ct, edition) is int begun)
        {
            return await GoOnAsync(connection, begun, there, ct);
        }

        // Until a new edition is complete the old one answers.
        return edition == 0 || there > records * 3L / 2 ? await BeginAsync(connection, edition + 1, there, ct) : await RefreshAsync(connection, edition, ct);
    }

    /// <summary>Lists restored from a server that had seen more transactions than this one say nothing about its records.</summary>
    private static async Task ForgetForeignAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await OneAsync(connection, "select exists (select from catalogue.word_chunk where pg_snapshot_xmax(seen) > pg_snapshot_xmax(pg_current_snapshot()))", ct) is true)
        {
            await DoAsync(connection, """
                with listed as (delete from catalogue.word_listed), chunks as (delete from catalogue.word_chunk), lists as (delete from catalogue.word_list)
                update catalogue.word_listing set edition = 0, generation = generation + 1, records = 0
                """, ct);
        }
    }

    private async Task<bool> BeginAsync(NpgsqlConnection connection, int edition, int there, CancellationToken ct)
    {
        // The empty key says that the edition has been begun, were no word common.
        var common = await CommonAsync(connection, there, ct);
        await DoAsync(connection, "insert into catalogue.word_listed (edition, word) select $1, w from unnest($2::text[]) w", ct, edition, common.Prepend("").ToArray());
        return true;
    }

    /// <summary>Keys that many records have, judged by a sample: being wrong about one costs time, never an answer.</summary>
    private async Task<string[]> CommonAsync(NpgsqlConnection connection, int there, CancellationToken ct)
    {
        var share = Math.Min(1.0, (double)limits.Sample / there);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        await using (var rows = await connection.BeginBinaryExportAsync(
            $"copy (select tsvectorsend(terms) from catalogue.find tablesample system ({(share * 100).ToString("F4", System.Globalization.CultureInfo.InvariantCulture)}) repeatable (1)) to stdout (format binary)", ct))
        {
            while (await rows.StartRowAsync(ct) >= 0)
            {
                WordTerms.Read(rows.Read<byte[]>(NpgsqlDbType.Bytea), (term, _) =>
                {
                    var (variant, begin) = WordKey.Split(term);
                    var word = term[begin..];
                    if (WordKey.IsKey(variant))
                    {
                        lookup[word] = lookup.TryGetValue(word, out var n) ? n + 1 : 1;
                    }

                    var (first, last) = WordKey.Beginnings(variant, word, all: false);
                    for (var length = first; length <= last; length++)
                    {
                        var key = $"{word[..length]}*";
                        counts[key] = counts.GetValueOrDefault(key) + 1;
                    }
                });
            }
        }

        return [.. counts.Where(c => c.Value >= limits.Common * share).Select(c => c.Key)];
    }

    private static async Task<bool> GoOnAsync(NpgsqlConnection connection, int edition, int there, CancellationToken ct)
    {
        var missing = await OneAsync(connection, """
            select min(c) from generate_series(0, $2 >> 16) c
             where not exists (select from catalogue.word_chunk w where w.edition = $1 and w.chunk = c)
            """, ct, edition, there);
        if (missing is int chunk)
        {
            await ListAsync(connection, edition, chunk, ct);
            return true;
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await DoAsync(connection, "update catalogue.word_listing set edition = $1, generation = generation + 1, records = $2", ct, edition, there);
        await DoAsync(connection, "delete from catalogue.word_listed where edition <> $1", ct, edition);
        await DoAsync(connection, "delete from catalogue.word_chunk where edition <> $1", ct, edition);
        await DoAsync(connection, "delete from catalogue.word_list where edition <> $1", ct, edition);
        await transaction.CommitAsync(ct);
        return true;
    }

    private async Task<bool> RefreshAsync(NpgsqlConnection connection, int edition, CancellationToken ct)
    {
        var (changed, most, chunk) = (0L, 0L, -1);
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await DoAsync(connection, ListingSql.ByIndex, ct);
            await using var select = new NpgsqlCommand($"select serial >> 16, count(*) from ({ListingSql.Changed}) c group by 1", connection) { Parameters = { new() { Value = edition } } };
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                changed += rows.GetInt64(1);
                (most, chunk) = rows.GetInt64(1) > most && !made.Contains(rows.GetInt32(0)) ? (rows.GetInt64(1), rows.GetInt32(0)) : (most, chunk);
            }
        }

        if (changed <= limits.Tolerated || chunk < 0)
        {
            return false;
        }

        await ListAsync(connection, edition, chunk, ct);
        made.Add(chunk);
        return true;
    }

    private static async Task ListAsync(NpgsqlConnection connection, int edition, int chunk, CancellationToken ct)
    {
        var wanted = new List<string>();
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);

        // What this transaction sees is what the lists know.
        await DoAsync(connection, """
            insert into catalogue.word_chunk as c (edition, chunk, seen) values ($1, $2, pg_current_snapshot())
            on conflict (edition, chunk) do update set seen = excluded.seen
            """, ct, edition, chunk);
        await DoAsync(connection, "update catalogue.word_listing set generation = generation + 1 where edition = $1", ct, edition);
        await using (var select = new NpgsqlCommand("select word from catalogue.word_listed where edition = $1", connection) { Parameters = { new() { Value = edition } } })
        await using (var rows = await select.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                wanted.Add(rows.GetString(0));
            }
        }

        var lists = new MakeLists(wanted);
        var first = chunk << Bits.ChunkBits;
        await using (var rows = await connection.BeginBinaryExportAsync(
            $"copy (select serial, tsvectorsend(terms) from catalogue.find where serial >= {first} and serial <= {first + Bits.ChunkSize - 1} order by serial) to stdout (format binary)", ct))
        {
            while (await rows.StartRowAsync(ct) >= 0)
            {
                lists.Add((ushort)rows.Read<int>(), rows.Read<byte[]>(NpgsqlDbType.Bytea));
            }
        }

        await DoAsync(connection, "delete from catalogue.word_list where edition = $1 and chunk = $2", ct, edition, chunk);
        await using (var rows = await connection.BeginBinaryImportAsync("copy catalogue.word_list (edition, word, variant, chunk, members, places) from stdin (format binary)", ct))
        {
            foreach (var (word, variant, list) in lists.Take())
            {
                await rows.StartRowAsync(ct);
                await rows.WriteAsync(edition, ct);
                await rows.WriteAsync(word, ct);
                await rows.WriteAsync(variant, ct);
                await rows.WriteAsync(chunk, ct);
                await rows.WriteAsync(list.Members, ct);
                if (list.Places is null)
                {
                    await rows.WriteNullAsync(ct);
                }
                else
                {
                    await rows.WriteAsync(list.Places, ct);
                }
            }

            await rows.CompleteAsync(ct);
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task<(int Edition, int Records)> StateAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var select = new NpgsqlCommand("select edition, records from catalogue.word_listing", connection);
        await using var row = await select.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt32(0), row.GetInt32(1));
    }

    private static async Task<object> OneAsync(NpgsqlConnection connection, string text, CancellationToken ct, params object[] values)
    {
        await using var command = Command(connection, text, values);
        return (await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task DoAsync(NpgsqlConnection connection, string text, CancellationToken ct, params object[] values)
    {
        await using var command = Command(connection, text, values);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string text, object[] values)
    {
        // Lists are made in the background; nobody waits.
        var command = new NpgsqlCommand(text, connection) { CommandTimeout = 600 };
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
