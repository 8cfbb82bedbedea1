using System.Numerics;
using System.Runtime.CompilerServices;
using Guanlian.Catalogue.Access;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>How many: records, 件/套 and 实际数量.</summary>
internal record struct Tally(int Records, long Pieces, long Actual)
{
    public static Tally operator +(Tally a, Tally b) => new(a.Records + b.Records, a.Pieces + b.Pieces, a.Actual + b.Actual);
}

internal enum ResultOrder
{
    /// <summary>Found in the name first, then the fuller records.</summary>
    Best,

    /// <summary>年代 from the earliest.</summary>
    Oldest,

    /// <summary>年代 from the latest.</summary>
    Newest,

    /// <summary>Last catalogued first.</summary>
    Added,
}

/// <summary>What is counted. Tables are indexed by the small numbers of <see cref="Columns"/>.</summary>
internal sealed class CountQuestion
{
    /// <summary>Serial numbers that the words found; null for everything.</summary>
    public Bits? Hits { get; init; }

    /// <summary>Those of them that were found in the name.</summary>
    public Bits? InName { get; init; }

    public required bool[] SeesAudience { get; init; }

    /// <summary>Of this reader, by owner.</summary>
    public required Level[] OwnerLevel { get; init; }

    /// <summary>By veil: whether the reader is of the parties named.</summary>
    public required bool[] IsNamed { get; init; }

    /// <summary>Per facet the values chosen, by number of its column; null where nothing is chosen.</summary>
    public required bool[]?[] Chosen { get; init; }

    public ResultOrder Order { get; init; }
}

/// <summary>What was counted.</summary>
internal sealed class CountAnswer(CountQuestion asked, Columns columns, int columnsOfStatus)
{
    public Tally Total { get; set; }

    /// <summary>Records that match everything.</summary>
    public Bits Matches { get; } = new();

    /// <summary>By column: those that match everything.</summary>
    public Tally[][] Base { get; } = [.. Enumerable.Range(0, Facets.Columns).Select(c => new Tally[c == (int)FacetColumn.Status ? columnsOfStatus : columns.Values[c].Count])];

    /// <summary>By facet with a choice: those that match all but that choice.</summary>
    public Tally[]?[] Beside { get; } =
        [.. Facets.All.Select(f => asked.Chosen[(int)f] is null ? null : new Tally[Facets.ColumnOf(f) == FacetColumn.Status ? columnsOfStatus : columns.Values[(int)Facets.ColumnOf(f)].Count])];

    public int[] Buckets { get; } = new int[ResultKeys.CountOf(asked.Order)];

    /// <summary>What each value of a facet would give: a facet's own choice is left aside, so that other values can be chosen beside it.</summary>
    public Tally[] Of(Facet facet)
    {
        var all = (Tally[])Base[(int)Facets.ColumnOf(facet)].Clone();
        if (Beside[(int)facet] is { } beside)
        {
            for (var i = 0; i < all.Length; i++)
            {
                all[i] += beside[i];
            }
        }

        return all;
    }

    public void Add(CountAnswer other)
    {
        Total += other.Total;
        for (var i = 0; i < Buckets.Length; i++)
        {
            Buckets[i] += other.Buckets[i];
        }

        foreach (var (mine, its) in Base.Zip(other.Base).Concat(Beside.Zip(other.Beside).Where(p => p.First is not null).Select(p => (p.First!, p.Second!))))
        {
            for (var i = 0; i < mine.Length; i++)
            {
                mine[i] += its[i];
            }
        }

        for (var i = 0; i < other.Matches.Chunks; i++)
        {
            if (other.Matches.Chunk(i) is { } words)
            {
                words.CopyTo(Matches.Make(i), 0);
            }
        }
    }
}

/// <summary>One pass over the columns: visibility, choices, all facets and the order's buckets.</summary>
internal static class Counting
{
    /// <summary>Below so many records a second thread costs more than it brings.</summary>
    private const int WorthSharing = 150_000;

    public static CountAnswer Count(Columns columns, CountQuestion asked)
    {
        var veils = VeilTable.Of(columns);
        var chunks = Enumerable.Range(0, columns.Chunks.Count).Where(i => columns.Chunks[i] is not null && (asked.Hits is null || asked.Hits.Chunk(i) is not null)).ToList();
        var candidates = asked.Hits?.Count() ?? columns.Rows;
        if (candidates < WorthSharing || chunks.Count < 2)
        {
            return CountIn(columns, asked, veils, chunks);
        }

        var half = chunks.Count / 2;
        CountAnswer? second = null;
        CountAnswer? first = null;
        Parallel.Invoke(
            () => first = CountIn(columns, asked, veils, chunks[..half]),
            () => second = CountIn(columns, asked, veils, chunks[half..]));
        first!.Add(second!);
        return first;
    }

    private static CountAnswer CountIn(Columns columns, CountQuestion asked, VeilTable veils, List<int> chunks)
    {
        var answer = new CountAnswer(asked, columns, veils.Statuses);
        var filters = Facets.All.Where(f => asked.Chosen[(int)f] is not null)
            .Select(f => (Facet: f, Column: (int)Facets.ColumnOf(f), Allowed: asked.Chosen[(int)f]!)).ToArray();
        foreach (var index in chunks)
        {
            CountChunk(columns.Chunks[index]!, index, asked, veils, filters, answer);
        }

        return answer;
    }

    // Once over millions of records, and once in the first search: it does not wait until the compiler has seen that it is worth its pains.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountChunk(
        Columns.Chunk chunk, int index, CountQuestion asked, VeilTable veils, (Facet Facet, int Column, bool[] Allowed)[] filters, CountAnswer answer)
    {
        var hits = asked.Hits?.Chunk(index);
        var inName = asked.InName?.Chunk(index);
        var matches = answer.Matches.Make(index);
        var keys = new ResultKeys(asked.Order, chunk);
        var (owners, categories, periods, materials, statuses) = (chunk.Facet[0], chunk.Facet[1], chunk.Facet[2], chunk.Facet[3], chunk.Facet[4]);
        var (byOwner, byCategory, byPeriod, byMaterial, byStatus) = (answer.Base[0], answer.Base[1], answer.Base[2], answer.Base[3], answer.Base[4]);
        Span<ushort> values = stackalloc ushort[Facets.Columns];
        int records = 0;
        long pieces = 0, actual = 0;
        for (var word = 0; word < Bits.ChunkSize / 64; word++)
        {
            var left = hits is null ? ulong.MaxValue : hits[word];
            ulong found = 0;
            for (; left != 0; left &= left - 1)
            {
                var bit = BitOperations.TrailingZeroCount(left);
                var at = (word << 6) + bit;
                if (!asked.SeesAudience[chunk.ShownTo[at]])
                {
                    continue;
                }

                (values[0], values[1], values[2], values[3], values[4]) = (owners[at], categories[at], periods[at], materials[at], statuses[at]);
                var tally = new Tally(1, chunk.Pieces[at], chunk.Actual[at]);
                var timeHidden = false;
                if (chunk.Veil[at] is var veil && veil != 0)
                {
                    var hidden = veils.Hidden(veil, asked, values[0]);
                    if (hidden != 0)
                    {
                        veils.Mask(hidden, values, ref tally);
                        timeHidden = (hidden & (1 << (int)HiddenPart.Period)) != 0;
                    }
                }

                var failed = -1;
                var fails = 0;
                for (var f = 0; f < filters.Length && fails < 2; f++)
                {
                    if (!filters[f].Allowed[values[filters[f].Column]])
                    {
                        failed = f;
                        fails++;
                    }
                }

                if (fails == 0)
                {
                    found |= 1UL << bit;
                    records++;
                    pieces += tally.Pieces;
                    actual += tally.Actual;
                    Add(ref byOwner[values[0]], tally);
                    Add(ref byCategory[values[1]], tally);
                    Add(ref byPeriod[values[2]], tally);
                    Add(ref byMaterial[values[3]], tally);
                    Add(ref byStatus[values[4]], tally);
                    answer.Buckets[keys.Of(at, timeHidden, inName is not null && (inName[word] & (1UL << bit)) != 0)]++;
                }
                else if (fails == 1)
                {
                    Add(ref answer.Beside[(int)filters[failed].Facet]![values[filters[failed].Column]], tally);
                }
            }

            matches[word] = found;
        }

        answer.Total += new Tally(records, pieces, actual);
    }

    private static void Add(ref Tally sum, in Tally one)
    {
        sum.Records++;
        sum.Pieces += one.Pieces;
        sum.Actual += one.Actual;
    }
}
