namespace Guanlian.Media.Checking;

/// <summary>
/// Looks for a colour card or a grey scale: at least six plain patches of one size in a straight row at even steps, in several colours far
/// apart or in ever lighter greys. A card that is cut off, very small (a patch under six pixels) or turned by more than 20 degrees is missed.
/// </summary>
internal static class FindColourCard
{
    /// <summary>Longest edge of the picture that is looked at.</summary>
    public const int Edge = 1000;

    private const int LeastSide = 6, LeastRow = 6, SameColour = 14, Cell = 32;
    private const double LeastFilled = 0.6, SameSide = 1.35, Nearest = 0.7, Farthest = 2.0, OffStep = 0.25;

    /// <param name="rgb">Three bytes a point, row after row.</param>
    public static bool In(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var patches = Patches(rgb, width, height);
        var places = patches.ToLookup(p => CellOf(p.X, p.Y));
        foreach (var first in patches)
        {
            foreach (var second in Near(places, first.X, first.Y, first.Side * Farthest).Where(p => p != first && Alike(first, p)))
            {
                var (dx, dy) = (second.X - first.X, second.Y - first.Y);
                var step = Math.Sqrt((dx * dx) + (dy * dy)) / first.Side;
                if (step is > Nearest and < Farthest && At(places, first, -dx, -dy) is null && IsCard(Row(places, first, second, dx, dy)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static List<Patch> Row(ILookup<(int, int), Patch> places, Patch first, Patch second, double dx, double dy)
    {
        List<Patch> row = [first, second];
        while (row.Count < 40 && At(places, row[^1], dx, dy) is { } next)
        {
            row.Add(next);
        }

        return row;
    }

    private static Patch? At(ILookup<(int, int), Patch> places, Patch from, double dx, double dy)
    {
        var (x, y) = (from.X + dx, from.Y + dy);
        return Near(places, x, y, from.Side * OffStep).FirstOrDefault(p => p != from && Alike(from, p));
    }

    private static IEnumerable<Patch> Near(ILookup<(int, int), Patch> places, double x, double y, double within)
    {
        var ((left, top), (right, bottom)) = (CellOf(x - within, y - within), CellOf(x + within, y + within));
        for (var column = left; column <= right; column++)
        {
            for (var row = top; row <= bottom; row++)
            {
                foreach (var patch in places[(column, row)].Where(p => Math.Abs(p.X - x) <= within && Math.Abs(p.Y - y) <= within))
                {
                    yield return patch;
                }
            }
        }
    }

    private static (int, int) CellOf(double x, double y) => ((int)Math.Floor(x / Cell), (int)Math.Floor(y / Cell));

    private static bool Alike(Patch one, Patch other) => Math.Max(one.Side, other.Side) <= SameSide * Math.Min(one.Side, other.Side);

    private static bool IsCard(List<Patch> row) => row.Count >= LeastRow && (InColours(row) || InGreys(row));

    private static bool InColours(List<Patch> row)
    {
        const int Far = 30, Colourful = 50;
        var apart = new List<Patch>();
        foreach (var patch in row.Where(p => apart.TrueForAll(a => Math.Max(Math.Abs(a.R - p.R), Math.Max(Math.Abs(a.G - p.G), Math.Abs(a.B - p.B))) > Far)))
        {
            apart.Add(patch);
        }

        return apart.Count >= LeastRow - 1 && apart.Where(p => p.Chroma >= Colourful).Select(p => p.Hue).Distinct().Count() >= 3;
    }

    private static bool InGreys(List<Patch> row)
    {
        const int Grey = 40, Step = 8, Range = 110;
        var lights = row.TakeWhile(p => p.Chroma <= Grey).Select(p => p.Light).ToList();
        var up = Math.Sign(lights.LastOrDefault() - lights.FirstOrDefault());
        return lights.Count >= LeastRow && Math.Abs(lights[^1] - lights[0]) >= Range && lights.Zip(lights.Skip(1), (a, b) => (b - a) * up).All(d => d >= Step);
    }

    /// <summary>Connected areas of one colour that are about as high as wide and nearly full.</summary>
    private static List<Patch> Patches(ReadOnlySpan<byte> rgb, int width, int height)
    {
        var (seen, queue, patches) = (new bool[width * height], new Queue<int>(), new List<Patch>());
        for (var start = 0; start < seen.Length; start++)
        {
            if (seen[start])
            {
                continue;
            }

            var area = new Area(rgb.Slice(start * 3, 3));
            seen[start] = true;
            queue.Enqueue(start);
            while (queue.TryDequeue(out var at))
            {
                var (x, y) = (at % width, at / width);
                area.Add(x, y, rgb.Slice(at * 3, 3));
                Visit(rgb, x > 0 ? at - 1 : -1);
                Visit(rgb, x < width - 1 ? at + 1 : -1);
                Visit(rgb, y > 0 ? at - width : -1);
                Visit(rgb, y < height - 1 ? at + width : -1);
            }

            if (area.Patch(Math.Max(width, height) / 8) is { } patch)
            {
                patches.Add(patch);
            }

            void Visit(ReadOnlySpan<byte> rgb, int at)
            {
                if (at >= 0 && !seen[at] && area.Takes(rgb.Slice(at * 3, 3)))
                {
                    seen[at] = true;
                    queue.Enqueue(at);
                }
            }
        }

        return patches;
    }

    private sealed record Patch(double X, double Y, double Side, int R, int G, int B)
    {
        public int Chroma => Math.Max(R, Math.Max(G, B)) - Math.Min(R, Math.Min(G, B));

        public int Light => ((R * 2) + (G * 5) + B) / 8;

        /// <summary>One of six parts of the colour circle.</summary>
        public int Hue
        {
            get
            {
                double chroma = Math.Max(1, Chroma);
                var turn = R >= G && R >= B ? (G - B) / chroma : G >= B ? 2 + ((B - R) / chroma) : 4 + ((R - G) / chroma);
                return (int)Math.Round(turn + 6) % 6;
            }
        }
    }

    /// <summary>What belongs together, while it is gathered.</summary>
    private sealed class Area(ReadOnlySpan<byte> first)
    {
        private readonly byte r = first[0], g = first[1], b = first[2];
        private int left = int.MaxValue, top = int.MaxValue, right, bottom, count;
        private long red, green, blue, across, down;

        public bool Takes(ReadOnlySpan<byte> point) =>
            Math.Abs(point[0] - r) <= SameColour && Math.Abs(point[1] - g) <= SameColour && Math.Abs(point[2] - b) <= SameColour;

        public void Add(int x, int y, ReadOnlySpan<byte> point)
        {
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x), Math.Max(bottom, y));
            (red, green, blue, across, down, count) = (red + point[0], green + point[1], blue + point[2], across + x, down + y, count + 1);
        }

        public Patch? Patch(int longest)
        {
            var (wide, high) = (right - left + 1, bottom - top + 1);
            return Math.Min(wide, high) >= LeastSide && Math.Max(wide, high) <= longest && Math.Max(wide, high) <= 1.7 * Math.Min(wide, high) && count >= LeastFilled * wide * high
                ? new((double)across / count, (double)down / count, Math.Sqrt(count), (int)(red / count), (int)(green / count), (int)(blue / count))
                : null;
        }
    }
}
