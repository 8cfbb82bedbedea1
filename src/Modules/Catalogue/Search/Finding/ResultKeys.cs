using System.Runtime.CompilerServices;

namespace Guanlian.Catalogue.Search.Finding;

/// <summary>
/// Orders a result by buckets: every record has a small key, lower stands first, and within one bucket the serial number decides. So a page
/// is found without sorting, page 10,000 as fast as page 1.
/// </summary>
internal readonly struct ResultKeys(ResultOrder order, Columns.Chunk chunk)
{
    private const int Most = 1 << 16;

    /// <summary>How many buckets an order has.</summary>
    public static int CountOf(ResultOrder order) => order is ResultOrder.Best ? 512 : order is ResultOrder.Added ? 1 : Most;

    public int Of(int at, bool timeHidden, bool inName) => order switch
    {
        ResultOrder.Oldest => timeHidden || chunk.From[at] == Columns.NoYear ? Most - 1 : chunk.From[at] - short.MinValue,
        ResultOrder.Newest => timeHidden || chunk.To[at] == Columns.NoYear ? Most - 1 : short.MaxValue - chunk.To[at],
        ResultOrder.Best => (inName ? 0 : 256) + 255 - chunk.Quality[at],
        _ => 0,
    };

    /// <summary>The serial numbers at some places of the ordered result.</summary>
    public static int[] Page(Columns columns, CountQuestion asked, CountAnswer answer, int skip, int take)
    {
        take = Math.Clamp(answer.Total.Records - skip, 0, take);
        var page = new int[take];
        if (take == 0)
        {
            return page;
        }

        if (asked.Order == ResultOrder.Added)
        {
            // Last first: the same from the other end.
            var all = answer.Total.Records;
            Fill(columns, asked, answer, all - skip - take, page);
            Array.Reverse(page);
        }
        else
        {
            Fill(columns, asked, answer, skip, page);
        }

        return page;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(Columns columns, CountQuestion asked, CountAnswer answer, int skip, int[] page)
    {
        var places = new int[answer.Buckets.Length];
        var place = 0;
        for (var key = 0; key < places.Length; key++)
        {
            places[key] = place;
            place += answer.Buckets[key];
        }

        var veils = VeilTable.Of(columns);
        var missing = page.Length;
        for (var index = 0; index < answer.Matches.Chunks && missing > 0; index++)
        {
            if (answer.Matches.Chunk(index) is not { } words)
            {
                continue;
            }

            var chunk = columns.Chunks[index]!;
            var keys = new ResultKeys(asked.Order, chunk);
            for (var word = 0; word < words.Length; word++)
            {
                for (var left = words[word]; left != 0; left &= left - 1)
                {
                    var at = (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(left);
                    var timeHidden = chunk.Veil[at] != 0 && (veils.Hidden(chunk.Veil[at], asked, chunk.Facet[0][at]) & (1 << (int)HiddenPart.Period)) != 0;
                    var serial = (index << Bits.ChunkBits) + at;
                    var rank = places[keys.Of(at, timeHidden, asked.InName?.Has(serial) == true)]++ - skip;
                    if (rank >= 0 && rank < page.Length)
                    {
                        page[rank] = serial;
                        missing--;
                    }
                }
            }
        }
    }
}
