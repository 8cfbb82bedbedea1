namespace Guanlian.Catalogue.Search.Listing;

/// <summary>Makes the lists of one chunk from its records' words, one record after the other in the order of their serial numbers.</summary>
internal sealed class MakeLists
{
    private readonly Dictionary<string, WordList.Making?[]> keys;
    private readonly Dictionary<string, WordList.Making?[]>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly bool all;

    /// <param name="wanted">Keys to be listed; null for all.</param>
    public MakeLists(IEnumerable<string>? wanted)
    {
        all = wanted is null;
        keys = wanted?.ToDictionary(k => k, _ => None, StringComparer.Ordinal) ?? new(StringComparer.Ordinal);
        lookup = keys.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private static WordList.Making?[] None => [];

    /// <param name="member">The record's place in the chunk.</param>
    /// <param name="sent">Its words as PostgreSQL sends them.</param>
    public void Add(ushort member, ReadOnlySpan<byte> sent) => WordTerms.Read(sent, (term, places) =>
    {
        var (variant, begin) = WordKey.Split(term);
        var word = term[begin..];
        if (WordKey.IsKey(variant))
        {
            Put(word, variant, member, places);
        }

        var (first, last) = WordKey.Beginnings(variant, word, all);
        Span<char> key = stackalloc char[word.Length + 1];
        for (var length = first; length <= last; length++)
        {
            word[..length].CopyTo(key);
            key[length] = '*';
            Put(key[..(length + 1)], variant, member, places);
        }
    });

    /// <summary>What was made. Begins anew.</summary>
    public IEnumerable<(string Word, short Variant, WordList List)> Take()
    {
        foreach (var (word, variants) in keys)
        {
            for (short variant = 0; variant < variants.Length; variant++)
            {
                if (variants[variant]?.Take() is { } list)
                {
                    yield return (word, variant, list);
                }
            }
        }
    }

    private void Put(ReadOnlySpan<char> key, short variant, ushort member, ReadOnlySpan<ushort> places)
    {
        if (!lookup.TryGetValue(key, out var variants))
        {
            if (!all)
            {
                return;
            }

            variants = None;
        }

        if (variants.Length <= variant)
        {
            Array.Resize(ref variants, variant + 1);
            lookup[key] = variants;
        }

        (variants[variant] ??= new(WordKey.HasPlaces(variant))).Add(member, places);
    }
}
