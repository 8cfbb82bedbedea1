using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Search.Listing;
using Guanlian.Catalogue.Search.Queries;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>Answers a query for one chunk of records from lists of its words.</summary>
/// <param name="lists">Of this chunk. A word without a list is in no record.</param>
/// <param name="known">Parts of the query that have been answered already.</param>
/// <param name="chunk">The records, to know what is hidden from the reader.</param>
/// <param name="reader">Who asks.</param>
/// <param name="levels">Whose hidden words count, as far as <see cref="Sight.In"/> says so.</param>
internal readonly struct ReadLists(
    IReadOnlyDictionary<(string Word, short Variant), WordList>? lists, Func<WordQuery, ulong[]?>? known, Columns.Chunk chunk, CountQuestion reader, IReadOnlyList<Level> levels)
{
    private const int Words = Bits.ChunkSize / 64;

    /// <summary>Adds what the query finds.</summary>
    public void Into(WordQuery query, Span<ulong> into)
    {
        if (known?.Invoke(query) is { } answered)
        {
            Or(into, answered);
            return;
        }

        switch (query)
        {
            case WordQuery.Word word:
                ForEach(word, static (list, _, only, into, _) => Or(into, only), into, 0, null);
                break;
            case WordQuery.Some some:
                foreach (var part in some.Parts)
                {
                    Into(part, into);
                }

                break;
            case WordQuery.All all:
                Or(into, Together(all.Parts));
                break;
            case WordQuery.Phrase phrase:
                InOrder(phrase, into);
                break;
        }
    }

    private ulong[] Together(IReadOnlyList<WordQuery> parts)
    {
        var all = new ulong[Words];
        Into(parts[0], all);
        var one = ArrayPool<ulong>.Shared.Rent(Words);
        for (var i = 1; i < parts.Count && all.AsSpan().ContainsAnyExcept(0UL); i++)
        {
            one.AsSpan(0, Words).Clear();
            Into(parts[i], one.AsSpan(0, Words));
            for (var w = 0; w < Words; w++)
            {
                all[w] &= one[w];
            }
        }

        ArrayPool<ulong>.Shared.Return(one);
        return all;
    }

    private void InOrder(WordQuery.Phrase phrase, Span<ulong> into)
    {
        var candidates = Together([.. phrase.Words.DistinctBy(w => (w.Text, w.Prefix))]);
        if (!candidates.AsSpan().ContainsAnyExcept(0UL))
        {
            return;
        }

        List<uint>? starts = null;
        for (var i = 0; i < phrase.Words.Count; i++)
        {
            var places = new List<uint>();
            ForEach(phrase.Words[i], static (list, minus, only, candidates, places) =>
            {
                for (var w = 0; w < Words; w++)
                {
                    only[w] &= candidates[w];
                }

                // One list is in order; the words of another level come between.
                var second = places!.Count > 0;
                list.Into(places, minus, only);
                if (second)
                {
                    places.Sort();
                }
            }, candidates, phrase.Places[i], places);
            starts = starts is null ? places : Common(starts, places);
        }

        foreach (var start in starts!)
        {
            into[(int)(start >> 22)] |= 1UL << (int)(start >> 16);
        }
    }

    // Both ascending.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static List<uint> Common(List<uint> one, List<uint> other)
    {
        var common = new List<uint>(Math.Min(one.Count, other.Count));
        for (int i = 0, j = 0; i < one.Count && j < other.Count;)
        {
            if (one[i] == other[j])
            {
                common.Add(one[i]);
                i++;
                j++;
            }
            else if (one[i] < other[j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return common;
    }

    private delegate void Use(WordList list, int minus, Span<ulong> only, Span<ulong> into, List<uint>? places);

    // Every list of a word that this reader may know of, with the records in which he may.
    private void ForEach(WordQuery.Word word, Use use, Span<ulong> into, int minus, List<uint>? places)
    {
        if (lists is null)
        {
            return;
        }

        var key = WordKey.Of(word);
        var only = ArrayPool<ulong>.Shared.Rent(Words);
        for (var i = -1; i < levels.Count; i++)
        {
            var level = i < 0 ? Level.Public : levels[i];
            foreach (var group in word.Groups)
            {
                if (lists.TryGetValue((key, WordKey.Variant(level, group)), out var list))
                {
                    only.AsSpan(0, Words).Clear();
                    list.Into(only);
                    if (level > Level.Public)
                    {
                        Hide(only.AsSpan(0, Words), level);
                    }

                    use(list, minus, only.AsSpan(0, Words), into, places);
                }
            }
        }

        ArrayPool<ulong>.Shared.Return(only);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Hide(Span<ulong> members, Level level)
    {
        for (var word = 0; word < members.Length; word++)
        {
            for (var left = members[word]; left != 0; left &= left - 1)
            {
                var bit = BitOperations.TrailingZeroCount(left);
                if (Sight.In(chunk, (word << 6) + bit, reader) < level)
                {
                    members[word] &= ~(1UL << bit);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Or(Span<ulong> into, ReadOnlySpan<ulong> members)
    {
        for (var w = 0; w < Words; w++)
        {
            into[w] |= members[w];
        }
    }
}
