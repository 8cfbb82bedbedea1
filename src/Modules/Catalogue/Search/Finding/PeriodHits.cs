using System.Numerics;
using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Search.Periods;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>
/// Records whose years lie in a time: at least half of a record's span must lie in it. So 康熙 finds what is dated 1700, 清 finds 康熙, but
/// 康熙 does not find everything that is merely 清.
/// </summary>
internal static class PeriodHits
{
    /// <param name="columns">The records.</param>
    /// <param name="spans">The time.</param>
    /// <param name="reader">From whom years may be hidden.</param>
    /// <param name="within">Only these records are looked at; null for all.</param>
    public static Bits Of(Columns columns, IReadOnlyList<YearSpan> spans, CountQuestion reader, Bits? within)
    {
        var veils = VeilTable.Of(columns);
        var found = new ulong[]?[columns.Chunks.Count];
        Parallel.For(0, found.Length, index =>
        {
            if (columns.Chunks[index] is { } chunk && (within is null || within.Chunk(index) is not null))
            {
                found[index] = In(chunk, spans, reader, veils, within?.Chunk(index));
            }
        });
        return new(found);
    }

    // Once over millions of records: the first search does not wait until the compiler has seen that it is worth its pains.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong[]? In(Columns.Chunk chunk, IReadOnlyList<YearSpan> spans, CountQuestion reader, VeilTable veils, ulong[]? within)
    {
        ulong[]? words = null;
        var (begin, end) = (spans.Min(s => s.From ?? int.MinValue), spans.Max(s => s.To ?? int.MaxValue));
        for (var word = 0; word < Bits.ChunkSize / 64; word++)
        {
            ulong fitting = 0;
            for (var left = within is null ? ulong.MaxValue : within[word]; left != 0; left &= left - 1)
            {
                var at = (word << 6) + BitOperations.TrailingZeroCount(left);
                var (from, to) = (chunk.From[at], chunk.To[at]);
                if (Math.Max(from, to) >= begin && from <= end && (from | to) != 0 && LiesIn(from, to, spans)
                    && (chunk.Veil[at] == 0 || (veils.Hidden(chunk.Veil[at], reader, chunk.Facet[0][at]) & (1 << (int)HiddenPart.Period)) == 0))
                {
                    fitting |= 1UL << at;
                }
            }

            if (fitting != 0)
            {
                words ??= new ulong[Bits.ChunkSize / 64];
                words[word] = fitting;
            }
        }

        return words;
    }

    public static bool LiesIn(short from, short to, IReadOnlyList<YearSpan> spans)
    {
        if (from == Columns.NoYear && to == Columns.NoYear)
        {
            return false;
        }

        int first = from == Columns.NoYear ? to : from;
        int last = to == Columns.NoYear ? from : to;
        for (var i = 0; i < spans.Count; i++)
        {
            var common = Math.Min(last, spans[i].To ?? int.MaxValue) - Math.Max(first, spans[i].From ?? int.MinValue) + 1L;
            if (common > 0 && 2 * common >= last - first + 1)
            {
                return true;
            }
        }

        return false;
    }
}
