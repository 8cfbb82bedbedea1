using System.Numerics;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>A set of serial numbers, one bit each, in chunks that exist only where something is in them.</summary>
internal sealed class Bits
{
    public const int ChunkBits = 16;
    public const int ChunkSize = 1 << ChunkBits;
    private const int Words = ChunkSize / 64;

    private ulong[]?[] chunks;

    public Bits(params ulong[]?[] chunks) => this.chunks = chunks;

    public int Chunks => chunks.Length;

    public ulong[]? Chunk(int index) => index < chunks.Length ? chunks[index] : null;

    public ulong[] Make(int index)
    {
        if (index >= chunks.Length)
        {
            Array.Resize(ref chunks, Math.Max(index + 1, chunks.Length + 16));
        }

        return chunks[index] ??= new ulong[Words];
    }

    public void Add(int serial) => Make(serial >> ChunkBits)[(serial & (ChunkSize - 1)) >> 6] |= 1UL << serial;

    public void Remove(int serial)
    {
        if (Chunk(serial >> ChunkBits) is { } words)
        {
            words[(serial & (ChunkSize - 1)) >> 6] &= ~(1UL << serial);
        }
    }

    public bool Has(int serial) => Chunk(serial >> ChunkBits) is { } words && (words[(serial & (ChunkSize - 1)) >> 6] & (1UL << serial)) != 0;

    public int Count() => chunks.Sum(c => c is null ? 0 : c.Sum(w => BitOperations.PopCount(w)));

    public Bits And(Bits other)
    {
        var made = new Bits { chunks = new ulong[Math.Min(Chunks, other.Chunks)][] };
        for (var i = 0; i < made.chunks.Length; i++)
        {
            if (Chunk(i) is { } a && other.Chunk(i) is { } b)
            {
                var words = made.chunks[i] = new ulong[Words];
                for (var w = 0; w < Words; w++)
                {
                    words[w] = a[w] & b[w];
                }
            }
        }

        return made;
    }

    public Bits Or(Bits other)
    {
        var made = new Bits { chunks = new ulong[Math.Max(Chunks, other.Chunks)][] };
        for (var i = 0; i < made.chunks.Length; i++)
        {
            var (a, b) = (Chunk(i), other.Chunk(i));
            if (a is null || b is null)
            {
                made.chunks[i] = a ?? b;
                continue;
            }

            var words = made.chunks[i] = new ulong[Words];
            for (var w = 0; w < Words; w++)
            {
                words[w] = a[w] | b[w];
            }
        }

        return made;
    }

    public Bits Without(Bits other)
    {
        var made = new Bits { chunks = new ulong[Chunks][] };
        for (var i = 0; i < made.chunks.Length; i++)
        {
            var (a, b) = (Chunk(i), other.Chunk(i));
            if (a is null || b is null)
            {
                made.chunks[i] = a;
                continue;
            }

            var words = made.chunks[i] = new ulong[Words];
            for (var w = 0; w < Words; w++)
            {
                words[w] = a[w] & ~b[w];
            }
        }

        return made;
    }

    /// <summary>The serial numbers in ascending order.</summary>
    public IEnumerable<int> All()
    {
        for (var i = 0; i < chunks.Length; i++)
        {
            if (chunks[i] is not { } words)
            {
                continue;
            }

            for (var w = 0; w < Words; w++)
            {
                for (var left = words[w]; left != 0; left &= left - 1)
                {
                    yield return (i << ChunkBits) + (w << 6) + BitOperations.TrailingZeroCount(left);
                }
            }
        }
    }
}
