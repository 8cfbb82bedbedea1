using System.Numerics;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>A set of serial numbers to be kept: chunks with little in them as lists, which take a tenth of the room. Never changes.</summary>
internal sealed class PackedBits
{
    /// <summary>With more in it a chunk takes less as bits.</summary>
    private const int LongestList = Bits.ChunkSize / 64 * 4;

    // Of each chunk its bits, or its members in ascending order.
    private readonly (ulong[]? Bits, ushort[]? List)[] chunks;

    private PackedBits((ulong[]? Bits, ushort[]? List)[] chunks)
    {
        this.chunks = chunks;
        Bytes = chunks.Sum(c => 40L + ((c.Bits?.Length ?? 0) * 8) + ((c.List?.Length ?? 0) * 2));
    }

    public long Bytes { get; }

    public static PackedBits Of(Bits bits)
    {
        var chunks = new (ulong[]?, ushort[]?)[bits.Chunks];
        for (var i = 0; i < chunks.Length; i++)
        {
            chunks[i] = bits.Chunk(i) is { } words ? Packed(words) : default;
        }

        return new(chunks);
    }

    /// <summary>As bits again. Do not change them: some are shared.</summary>
    public Bits Unpacked() => new([.. chunks.Select(Words)]);

    /// <summary>A copy in which some members are taken out and others put in.</summary>
    public PackedBits With(IReadOnlyCollection<int> without, IReadOnlyCollection<int> with)
    {
        var changed = new Bits([.. chunks.Select(_ => (ulong[]?)null)]);
        foreach (var serial in without.Concat(with))
        {
            var index = serial >> Bits.ChunkBits;
            if (changed.Chunk(index) is null)
            {
                (index < chunks.Length ? Words(chunks[index]) : null)?.CopyTo(changed.Make(index), 0);
            }
        }

        foreach (var serial in without)
        {
            changed.Remove(serial);
        }

        foreach (var serial in with)
        {
            changed.Add(serial);
        }

        var made = new (ulong[]?, ushort[]?)[changed.Chunks];
        chunks.CopyTo(made, 0);
        for (var i = 0; i < made.Length; i++)
        {
            made[i] = changed.Chunk(i) is { } words ? Packed(words) : made[i];
        }

        return new(made);
    }

    private static (ulong[]? Bits, ushort[]? List) Packed(ulong[] words)
    {
        var count = words.Sum(w => BitOperations.PopCount(w));
        if (count > LongestList)
        {
            return (words, null);
        }

        var list = new ushort[count];
        var at = 0;
        for (var word = 0; word < words.Length; word++)
        {
            for (var left = words[word]; left != 0; left &= left - 1)
            {
                list[at++] = (ushort)((word << 6) + BitOperations.TrailingZeroCount(left));
            }
        }

        return (null, list);
    }

    private static ulong[]? Words((ulong[]? Bits, ushort[]? List) chunk)
    {
        if (chunk.List is not { } list)
        {
            return chunk.Bits;
        }

        var words = new ulong[Bits.ChunkSize / 64];
        foreach (var member in list)
        {
            words[member >> 6] |= 1UL << member;
        }

        return words;
    }
}
