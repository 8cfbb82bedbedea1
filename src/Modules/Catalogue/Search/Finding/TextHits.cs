using Npgsql;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>
/// The records whose words match. PostgreSQL's index answers; answers of many records, which cost most, are remembered and corrected as
/// records change.
/// </summary>
internal sealed class TextHits
{
    /// <summary>Fewer are found quickly again.</summary>
    private const int WorthKeeping = 15_000;

    /// <summary>Bytes of answers kept: some hundreds, of three million records.</summary>
    private const long MostKept = 40L << 20;

    /// <summary>After so many changes at once it is cheaper to forget.</summary>
    private const int MostCorrected = 2_000;

    private readonly NpgsqlDataSource source;
    private readonly Mirror mirror;
    private readonly Lock door = new();
    private readonly Dictionary<string, Kept> kept = [];
    private long used;

    public TextHits(NpgsqlDataSource source, Mirror mirror)
    {
        (this.source, this.mirror) = (source, mirror);
        mirror.Changed = CorrectAsync;
    }

    /// <summary>Whether the answer is at hand.</summary>
    public bool Knows(string query)
    {
        lock (door)
        {
            return kept.ContainsKey(query);
        }
    }

    /// <summary>Serial numbers of the records that match, whoever may see them. Do not change the answer.</summary>
    public async Task<Bits> OfAsync(string query, CancellationToken ct)
    {
        lock (door)
        {
            if (kept.TryGetValue(query, out var known))
            {
                known.Used = ++used;
                return known.Hits.Unpacked();
            }
        }

        var version = mirror.Version;
        var (hits, count) = await AskAsync(query, ct);
        if (count >= WorthKeeping)
        {
            lock (door)
            {
                // What changed meanwhile was corrected in the answers kept, not in this one.
                if (mirror.Version == version)
                {
                    kept[query] = new() { Hits = PackedBits.Of(hits), Used = ++used };
                    while (kept.Count > 1 && kept.Values.Sum(k => k.Hits.Bytes) > MostKept)
                    {
                        kept.Remove(kept.MinBy(k => k.Value.Used).Key);
                    }
                }
            }
        }

        return hits;
    }

    private async Task<(Bits Hits, int Count)> AskAsync(string query, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);

        // The planner takes a prefix for half the table and would read it all; the index is always the better way.
        batch.BatchCommands.Add(new("select set_config('enable_seqscan', 'off', true), set_config('work_mem', '64MB', true)"));
        var find = new NpgsqlBatchCommand("select array_agg(serial) from catalogue.find where terms @@ $1::tsquery");
        find.Parameters.Add(new() { Value = query, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        batch.BatchCommands.Add(find);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        var serials = await reader.IsDBNullAsync(0, ct) ? [] : reader.GetFieldValue<int[]>(0);
        var hits = new Bits();
        foreach (var serial in serials)
        {
            hits.Add(serial);
        }

        return (hits, serials.Length);
    }

    private async Task CorrectAsync(IReadOnlyCollection<int> serials, CancellationToken ct)
    {
        string[] queries;
        lock (door)
        {
            if (serials.Count > MostCorrected)
            {
                kept.Clear();
            }

            queries = [.. kept.Keys];
        }

        if (queries.Length == 0)
        {
            return;
        }

        var found = new List<(string Query, int Serial)>();
        await using (var command = source.CreateCommand(
            "select q, f.serial from catalogue.find f cross join unnest($2::text[]) q where f.serial = any ($1) and f.terms @@ q::tsquery"))
        {
            command.Parameters.AddWithValue(serials.ToArray());
            command.Parameters.AddWithValue(queries);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                found.Add((rows.GetString(0), rows.GetInt32(1)));
            }
        }

        lock (door)
        {
            foreach (var query in queries.Where(kept.ContainsKey))
            {
                kept[query].Hits = kept[query].Hits.With(serials, [.. found.Where(f => f.Query == query).Select(f => f.Serial)]);
            }
        }
    }

    private sealed class Kept
    {
        public required PackedBits Hits { get; set; }

        public long Used { get; set; }
    }
}
