using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Search.Listing;
using Guanlian.Catalogue.Search.Queries;
using Npgsql;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>
/// The records whose words match. Common words are looked up in their lists, rare ones in PostgreSQL's index, where every hit costs a visit to
/// its row; what has changed since the lists were made is compared record by record.
/// </summary>
internal sealed class TextHits(NpgsqlDataSource source, Mirror mirror, WordLists lists)
{
    /// <summary>Hits come in groups of so many serial numbers: arrays of more would stay in memory until the whole heap is looked through.</summary>
    private const int GroupBits = 14;

    /// <summary>Serial numbers of the records that each query finds, by the words that this reader may know of.</summary>
    public async Task<Bits[]> OfAsync(IReadOnlyList<WordQuery> queries, Sight sight, Func<Columns, CountQuestion> reader, CancellationToken ct)
    {
        if (queries.Count == 0)
        {
            return [];
        }

        var known = await lists.KnowAsync(anew: false, ct);
        while (true)
        {
            var plan = new Plan(queries, known.Listed);
            if (await ReadAsync(plan, known, sight, ct) is { } read)
            {
                return mirror.Read(columns => Answer(plan, read, known, sight, columns, reader(columns)));
            }

            known = await lists.KnowAsync(anew: true, ct);
        }
    }

    /// <summary>Which parts of the queries are asked of the index, and which words are read from lists.</summary>
    private sealed class Plan
    {
        private readonly IReadOnlySet<string> listed;

        public Plan(IReadOnlyList<WordQuery> queries, IReadOnlySet<string> listed)
        {
            this.listed = listed;
            Queries = [.. queries.Select(Split)];
            foreach (var query in Queries)
            {
                Look(query);
            }
        }

        public IReadOnlyList<WordQuery> Queries { get; }

        public HashSet<WordQuery> Asked { get; } = [];

        public HashSet<string> Keys { get; } = [];

        public HashSet<string> KeysWithPlaces { get; } = [];

        public HashSet<char> Groups { get; } = [];

        /// <summary>What finds few records among which a phrase is looked for; null where the phrase itself is the best question.</summary>
        public WordQuery? Narrow(WordQuery query) => query is WordQuery.Phrase phrase && phrase.Words.Any(w => w.Prefix && !IsRare(w))
            && phrase.Words.Where(w => !w.Prefix).ToList() is var whole && whole.Any(IsRare)
            ? WordQuery.Each([.. whole])
            : null;

        // The index would gather everything that begins so before it looks at the rare word: that is left to the lists.
        private WordQuery Split(WordQuery query)
        {
            if (query is WordQuery.Some some)
            {
                return new WordQuery.Some([.. some.Parts.Select(Split)]);
            }

            if (query is not WordQuery.All all || !all.Parts.Any(IsRare))
            {
                return query;
            }

            var beginnings = all.Parts.Where(p => p is WordQuery.Word { Prefix: true } && !IsRare(p)).ToList();
            return beginnings.Count == 0 ? query : new WordQuery.All([WordQuery.Each([.. all.Parts.Except(beginnings)]), .. beginnings]);
        }

        private void Look(WordQuery query)
        {
            switch (query)
            {
                // The index begins with the rarest word, and its few records decide all the rest.
                case WordQuery when IsRare(query) && !IsSplit(query):
                    Asked.Add(query);
                    break;
                case WordQuery.Word word:
                    Keys.Add(WordKey.Of(word));
                    Groups.UnionWith(word.Groups);
                    break;
                case WordQuery.Phrase phrase:
                    foreach (var word in phrase.Words)
                    {
                        Look(word);
                        KeysWithPlaces.Add(WordKey.Of(word));
                    }

                    break;
                case WordQuery.All all:
                    foreach (var part in all.Parts)
                    {
                        Look(part);
                    }

                    break;
                case WordQuery.Some some:
                    foreach (var part in some.Parts)
                    {
                        Look(part);
                    }

                    break;
            }
        }

        private bool IsSplit(WordQuery query) => query is WordQuery.All all && all.Parts.Any(p => p is WordQuery.Word { Prefix: true } && !IsRare(p));

        private bool IsRare(WordQuery query) => query switch
        {
            WordQuery.Word word => !listed.Contains(WordKey.Of(word)),
            WordQuery.Phrase phrase => phrase.Words.Any(IsRare),
            WordQuery.All all => all.Parts.Any(IsRare),
            WordQuery.Some some => some.Parts.All(p => IsRare(p) && !IsSplit(p)),
            _ => false,
        };
    }

    private sealed record Read(ListsByChunk Lists, Dictionary<WordQuery, List<(Level Level, Bits Hits)>> Asked);

    /// <returns>Null where the lists are of another generation than was thought.</returns>
    private async Task<Read?> ReadAsync(Plan plan, WordLists.Knowledge known, Sight sight, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);

        // The planner takes a prefix for half the table and would read it all; the index is always the better way.
        batch.BatchCommands.Add(new("select set_config('enable_seqscan', 'off', true), set_config('work_mem', '64MB', true)"));

        // The generation and the lists in one statement: they are of the same moment.
        batch.BatchCommands.Add(new($"""
            {ListingSql.Generation}
            union all
            select null, word, variant, chunk, members, case when word = any ($4) then places end
              from catalogue.word_list where edition = $1 and word = any ($2) and variant = any ($3)
            """)
        {
            Parameters =
            {
                new() { Value = known.Edition },
                new() { Value = plan.Keys.ToArray() },
                new() { Value = sight.Levels.Prepend(Level.Public).SelectMany(l => plan.Groups.Select(g => WordKey.Variant(l, g))).ToArray() },
                new() { Value = plan.KeysWithPlaces.ToArray() },
            },
        });
        var ways = Ways(sight);
        foreach (var query in plan.Asked)
        {
            foreach (var (_, levels) in ways)
            {
                var narrow = plan.Narrow(query);
                batch.BatchCommands.Add(new($"""
                    {(narrow is null ? "" : "with narrow as materialized (select serial, terms from catalogue.find where terms @@ $2::tsquery)")}
                    select array_agg(serial) from {(narrow is null ? "catalogue.find" : "narrow")} where terms @@ $1::tsquery group by serial >> {GroupBits}
                    """)
                {
                    Parameters = { new() { Value = query.Written(levels), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text } },
                });
                if (narrow is not null)
                {
                    batch.BatchCommands[^1].Parameters.Add(new() { Value = narrow.Written(levels), NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
                }
            }
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        var read = new Read(new(), []);
        var generation = 0L;
        while (await reader.ReadAsync(ct))
        {
            if (!reader.IsDBNull(0))
            {
                generation = reader.GetInt64(0);
                continue;
            }

            read.Lists.Add(reader.GetInt32(3), reader.GetString(1), reader.GetInt16(2), new(reader.GetFieldValue<byte[]>(4), reader.IsDBNull(5) ? null : reader.GetFieldValue<byte[]>(5)));
        }

        if (generation != known.Generation)
        {
            return null;
        }

        foreach (var query in plan.Asked)
        {
            read.Asked[query] = [];
            foreach (var (level, _) in ways)
            {
                await reader.NextResultAsync(ct);
                var hits = new Bits();
                while (await reader.ReadAsync(ct))
                {
                    foreach (var serial in reader.GetFieldValue<int[]>(0))
                    {
                        hits.Add(serial);
                    }
                }

                read.Asked[query].Add((level, hits));
            }
        }

        return read;
    }

    // The index is asked once for each level that the reader has somewhere, whoever's records these are: a record counts in the answer to the level
    // that he has in it.
    private static List<(Level Level, Level[] Levels)> Ways(Sight sight)
    {
        var ways = new List<(Level, Level[])>();
        if (sight.Elsewhere == Level.Public)
        {
            ways.Add((Level.Public, []));
        }

        ways.AddRange(sight.Levels.Select((l, i) => (l, sight.Levels.Take(i + 1).ToArray())));
        return ways;
    }

    private static Bits[] Answer(Plan plan, Read read, WordLists.Knowledge known, Sight sight, Columns columns, CountQuestion reader)
    {
        var answers = plan.Queries.Select(_ => new Bits()).ToArray();
        for (var index = 0; index < columns.Chunks.Count; index++)
        {
            if (columns.Chunks[index] is not { } chunk)
            {
                continue;
            }

            var asked = plan.Asked.ToDictionary(q => q, q => Seen(read.Asked[q], index, chunk, reader));
            var listed = new ReadLists(read.Lists.Of(index), q => asked.GetValueOrDefault(q), chunk, reader, sight.Levels);
            var changed = known.Changed.Chunk(index);
            var fresh = new ReadLists(known.Fresh.Of(index), null, chunk, reader, sight.Levels);
            for (var i = 0; i < answers.Length; i++)
            {
                var found = new ulong[Bits.ChunkSize / 64];
                listed.Into(plan.Queries[i], found);
                if (changed is not null)
                {
                    for (var w = 0; w < found.Length; w++)
                    {
                        found[w] &= ~changed[w];
                    }

                    fresh.Into(plan.Queries[i], found);
                }

                if (found.AsSpan().ContainsAnyExcept(0UL))
                {
                    found.CopyTo(answers[i].Make(index), 0);
                }
            }
        }

        return answers;
    }

    private static ulong[]? Seen(List<(Level Level, Bits Hits)> ways, int index, Columns.Chunk chunk, CountQuestion reader)
    {
        if (ways is [var (_, only)])
        {
            return only.Chunk(index);
        }

        ulong[]? seen = null;
        foreach (var (level, hits) in ways)
        {
            if (hits.Chunk(index) is not { } words)
            {
                continue;
            }

            seen ??= new ulong[words.Length];
            for (var word = 0; word < words.Length; word++)
            {
                for (var left = words[word]; left != 0; left &= left - 1)
                {
                    var bit = System.Numerics.BitOperations.TrailingZeroCount(left);
                    seen[word] |= Sight.In(chunk, (word << 6) + bit, reader) == level ? 1UL << bit : 0;
                }
            }
        }

        return seen;
    }
}
