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
        var hits = new Bits();
        for (var index = 0; index < columns.Chunks.Count; index++)
        {
            if (columns.Chunks[index] is not { } chunk)
            {
                continue;
            }

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

                words ??= hits.Make(index);
                words[at >> 6] |= 1UL << at;
            }
        }

        return hits;
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
