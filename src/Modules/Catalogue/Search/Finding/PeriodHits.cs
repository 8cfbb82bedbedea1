using Guanlian.Catalogue.Search.Periods;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>
/// Records whose years lie in a time: at least half of a record's span must lie in it. So 康熙 finds what is dated 1700, 清 finds 康熙, but
/// 康熙 does not find everything that is merely 清.
/// </summary>
internal static class PeriodHits
{
    public static Bits Of(Columns columns, IReadOnlyList<YearSpan> spans, CountQuestion reader)
    {
        var veils = VeilTable.Of(columns);
        var found = new ulong[]?[columns.Chunks.Count];
        Parallel.For(0, found.Length, index => found[index] = columns.Chunks[index] is { } chunk ? In(chunk, spans, reader, veils) : null);
        return new(found);
    }

    private static ulong[]? In(Columns.Chunk chunk, IReadOnlyList<YearSpan> spans, CountQuestion reader, VeilTable veils)
    {
        ulong[]? words = null;
        for (var at = 0; at < Bits.ChunkSize; at++)
        {
            if ((chunk.From[at] | chunk.To[at]) == 0 || !LiesIn(chunk.From[at], chunk.To[at], spans))
            {
                continue;
            }

            if (chunk.Veil[at] != 0 && (veils.Hidden(chunk.Veil[at], reader, chunk.Facet[0][at]) & (1 << (int)HiddenPart.Period)) != 0)
            {
                continue;
            }

            words ??= new ulong[Bits.ChunkSize / 64];
            words[at >> 6] |= 1UL << at;
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
