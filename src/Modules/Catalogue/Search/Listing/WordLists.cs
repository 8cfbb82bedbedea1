using Guanlian.Catalogue.Search.Finding;
using Npgsql;

namespace Guanlian.Catalogue.Search.Listing;

/// <summary>Lists by chunk, key and variant.</summary>
internal sealed class ListsByChunk
{
    private readonly Dictionary<int, Dictionary<(string Word, short Variant), WordList>> chunks = [];

    public IEnumerable<int> Chunks => chunks.Keys;

    public void Add(int chunk, string word, short variant, in WordList list)
    {
        if (!chunks.TryGetValue(chunk, out var lists))
        {
            chunks[chunk] = lists = [];
        }

        lists[(word, variant)] = list;
    }

    public IReadOnlyDictionary<(string Word, short Variant), WordList>? Of(int chunk) => chunks.GetValueOrDefault(chunk);
}

/// <summary>
/// What this copy knows of the lists in the database: which words are listed, and the words of every record that has changed since its chunk's
/// lists were made. Nothing is here that could not be read again.
/// </summary>
internal sealed class WordLists(NpgsqlDataSource source) : IDisposable
{
    /// <summary>With more changed records than this, the lists are not used until they are made anew.</summary>
    public const int MostChanged = 2_000;

    private static readonly HashSet<string> Nothing = [];

    /// <param name="Edition">The lists that are meant; 0 for none.</param>
    /// <param name="Generation">Of the lists, when <paramref name="Changed"/> was looked up.</param>
    /// <param name="Listed">The keys of the edition. Empty where the lists must not be used.</param>
    /// <param name="Changed">Records that the lists do not know as they are now.</param>
    /// <param name="Fresh">Lists of these records alone, with every word of theirs.</param>
    /// <param name="Version">Of what this copy has been told.</param>
    internal sealed record Knowledge(int Edition, long Generation, IReadOnlySet<string> Listed, Bits Changed, ListsByChunk Fresh, long Version);

    private readonly Lock door = new();
    private readonly SemaphoreSlim one = new(1);
    private readonly Dictionary<int, byte[]> words = [];
    private HashSet<int> unread = [];
    private HashSet<int> changed = [];
    private HashSet<string> listed = Nothing;
    private long version;
    private Knowledge? known;

    // No lists, or too many changes: until the state is read again nothing need be remembered.
    private bool deaf;

    /// <summary>Told of records that have changed, before anybody searches among them.</summary>
    public void Change(IReadOnlyCollection<int> serials)
    {
        lock (door)
        {
            version++;
            if (!deaf)
            {
                changed.UnionWith(serials);
                unread.UnionWith(serials);
            }
        }
    }

    /// <summary>What is known by now.</summary>
    /// <param name="anew">The lists in the database are of another generation than was thought.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Knowledge> KnowAsync(bool anew, CancellationToken ct)
    {
        var before = known;
        if (!anew && before is not null && before.Version == Interlocked.Read(ref version))
        {
            return before;
        }

        await one.WaitAsync(ct);
        try
        {
            var (edition, generation) = (known?.Edition ?? 0, known?.Generation ?? 0);
            if (known is null || (anew && ReferenceEquals(known, before)))
            {
                (edition, generation) = await ReadStateAsync(ct);
            }

            return known = await FreshAsync(edition, generation, ct);
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    // Serials told of while this reads are kept: at worst they are read twice.
    private async Task<(int Edition, long Generation)> ReadStateAsync(CancellationToken ct)
    {
        lock (door)
        {
            (changed, unread, deaf) = ([], [], false);
        }

        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, ct);
        var (edition, generation) = (0, 0L);
        await using (var state = new NpgsqlCommand(ListingSql.State, connection, transaction))
        await using (var row = await state.ExecuteReaderAsync(ct))
        {
            if (await row.ReadAsync(ct))
            {
                (edition, generation) = (row.GetInt32(0), row.GetInt64(1));
            }
        }

        if (edition != known?.Edition)
        {
            listed = edition == 0 ? Nothing : [];
            await using var select = new NpgsqlCommand("select word from catalogue.word_listed where edition = $1 and $1 > 0", connection, transaction) { Parameters = { new() { Value = edition } } };
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                listed.Add(rows.GetString(0));
            }
        }

        var found = new List<int>();
        if (edition > 0)
        {
            await using (var index = new NpgsqlCommand(ListingSql.ByIndex, connection, transaction))
            {
                await index.ExecuteNonQueryAsync(ct);
            }

            await using var select = new NpgsqlCommand($"select serial from ({ListingSql.Changed}) c limit $2", connection, transaction) { Parameters = { new() { Value = edition }, new() { Value = MostChanged + 1 } } };
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
            {
                found.Add(rows.GetInt32(0));
            }
        }

        await transaction.CommitAsync(ct);
        lock (door)
        {
            changed.UnionWith(found);
            unread = [.. changed];
            words.Clear();
        }

        return (edition, generation);
    }

    private async Task<Knowledge> FreshAsync(int edition, long generation, CancellationToken ct)
    {
        HashSet<int> toRead, all;
        long at;
        lock (door)
        {
            at = version;
            if (deaf || edition == 0 || changed.Count > MostChanged)
            {
                (changed, unread, deaf) = ([], [], true);
                words.Clear();
                return new(edition, generation, Nothing, new(), new(), at);
            }

            (toRead, all) = (unread, [.. changed]);
            unread = [];
        }

        try
        {
            await using var select = source.CreateCommand("select serial, tsvectorsend(terms) from catalogue.find where serial = any ($1)");
            select.Parameters.AddWithValue(toRead.ToArray());
            await using var rows = await select.ExecuteReaderAsync(ct);
            while (toRead.Count > 0 && await rows.ReadAsync(ct))
            {
                words[rows.GetInt32(0)] = rows.GetFieldValue<byte[]>(1);
            }
        }
        catch
        {
            lock (door)
            {
                unread.UnionWith(toRead);
                version++;
            }

            throw;
        }

        var (bits, fresh) = (new Bits(), new ListsByChunk());
        foreach (var serial in all)
        {
            bits.Add(serial);
        }

        foreach (var chunk in all.Where(words.ContainsKey).Order().GroupBy(s => s >> Bits.ChunkBits))
        {
            var lists = new MakeLists(wanted: null);
            foreach (var serial in chunk)
            {
                lists.Add((ushort)serial, words[serial]);
            }

            foreach (var (word, variant, list) in lists.Take())
            {
                fresh.Add(chunk.Key, word, variant, list);
            }
        }

        return new(edition, generation, listed, bits, fresh, at);
    }
}
