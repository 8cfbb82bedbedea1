using System.Numerics;

namespace Guanlian.Media.Labels.Squares;

/// <summary>
/// The nested squares at three corners of a QR code. A line through the middle of one crosses dark, light, dark, light, dark in lengths of
/// 1 : 1 : 3 : 1 : 1, however it is turned.
/// </summary>
internal static class Corners
{
    /// <summary>A pattern of such squares from edge to edge is no label, and shall not keep the worker.</summary>
    private const int MostFound = 600;

    private const int EveryRow = 2, MostCorners = 40, MostThrees = 12;

    /// <summary>What may be such a corner.</summary>
    /// <param name="Middle">Its place.</param>
    /// <param name="Unit">A seventh of a line through it.</param>
    /// <param name="Seen">In how many rows.</param>
    internal readonly record struct Corner(Vector2 Middle, float Unit, int Seen);

    /// <param name="First">The one between the two others.</param>
    /// <param name="Right">Clockwise of it.</param>
    /// <param name="Below">Counter-clockwise of it.</param>
    internal readonly record struct Three(Vector2 First, Vector2 Right, Vector2 Below);

    /// <summary>Threes that stand as the corners of one code do, the likeliest first.</summary>
    public static IEnumerable<Three> Threes(DarkPoints points)
    {
        var corners = Find(points).Where(c => c.Seen > 1).OrderByDescending(c => c.Seen).Take(MostCorners).ToList();
        var threes = new List<(float Off, Three Three)>();
        for (var i = 0; i < corners.Count; i++)
        {
            for (var j = i + 1; j < corners.Count; j++)
            {
                for (var k = j + 1; k < corners.Count; k++)
                {
                    if (Stand(corners[i], corners[j], corners[k]) is { } found)
                    {
                        threes.Add(found);
                    }
                }
            }
        }

        return threes.OrderBy(t => t.Off).Take(MostThrees).Select(t => t.Three);
    }

    private static List<Corner> Find(DarkPoints points)
    {
        var found = new List<Corner>();
        var ends = new List<int>();
        for (var y = EveryRow; y < points.Height && found.Count < MostFound; y += EveryRow)
        {
            // Where dark and light change along the row; the first run is light, if without length.
            ends.Clear();
            for (var x = 0; x < points.Width; x++)
            {
                if (points[x, y] == (ends.Count % 2 == 0))
                {
                    ends.Add(x);
                }
            }

            for (var i = 0; i + 5 < ends.Count; i += 2)
            {
                if (IsCrossed(ends[i + 1] - ends[i], ends[i + 2] - ends[i + 1], ends[i + 3] - ends[i + 2], ends[i + 4] - ends[i + 3], ends[i + 5] - ends[i + 4]))
                {
                    Add(found, points, (ends[i + 2] + ends[i + 3]) / 2, y, ends[i + 5] - ends[i]);
                }
            }
        }

        return found;
    }

    private static void Add(List<Corner> found, DarkPoints points, int x, int y, int length)
    {
        if (Cross(points, x, y, 0, 1, length) is not { } down
            || Cross(points, x, y + (int)Math.Round(down.Off), 1, 0, length) is not { } across
            || Cross(points, x + (int)Math.Round(across.Off), y + (int)Math.Round(down.Off), 1, 1, length) is null)
        {
            return;
        }

        var (middle, unit) = (new Vector2(x + across.Off + 0.5f, y + (int)Math.Round(down.Off) + 0.5f), (down.Length + across.Length) / 14f);
        for (var i = 0; i < found.Count; i++)
        {
            var there = found[i];
            if (Vector2.Distance(there.Middle, middle) < 2 * there.Unit && Math.Max(there.Unit, unit) < 1.5f * Math.Min(there.Unit, unit))
            {
                found[i] = new(((there.Middle * there.Seen) + middle) / (there.Seen + 1), ((there.Unit * there.Seen) + unit) / (there.Seen + 1), there.Seen + 1);
                return;
            }
        }

        found.Add(new(middle, unit, 1));
    }

    /// <summary>The five runs through a dark point; where their middle is from it, and how long they are in all.</summary>
    private static (float Off, int Length)? Cross(DarkPoints points, int x, int y, int stepX, int stepY, int most)
    {
        if (!points[x, y])
        {
            return null;
        }

        var (coreBack, ringBack, edgeBack) = Walk(points, x - stepX, y - stepY, -stepX, -stepY, 2 * most);
        var (coreOn, ringOn, edgeOn) = Walk(points, x + stepX, y + stepY, stepX, stepY, 2 * most);
        var core = coreBack + 1 + coreOn;
        return IsCrossed(edgeBack, ringBack, core, ringOn, edgeOn)
            ? ((coreOn - coreBack) / 2f, edgeBack + ringBack + core + ringOn + edgeOn) : null;
    }

    private static (int Core, int Ring, int Edge) Walk(DarkPoints points, int x, int y, int stepX, int stepY, int most)
    {
        Span<int> runs = stackalloc int[3];
        var steps = 0;
        for (var run = 0; run < 3; run++)
        {
            for (; points[x, y] == (run != 1) && steps < most && (uint)x < (uint)points.Width && (uint)y < (uint)points.Height; steps++)
            {
                runs[run]++;
                (x, y) = (x + stepX, y + stepY);
            }
        }

        return (runs[0], runs[1], runs[2]);
    }

    private static bool IsCrossed(int a, int b, int c, int d, int e)
    {
        var unit = (a + b + c + d + e) / 7.0;
        var off = unit * 0.6;
        return a > 0 && b > 0 && d > 0 && e > 0 && unit >= 1 && Math.Abs(a - unit) < off && Math.Abs(b - unit) < off
            && Math.Abs(c - (3 * unit)) < 2 * off && Math.Abs(d - unit) < off && Math.Abs(e - unit) < off;
    }

    /// <summary>Three corners with a right angle between sides of one length, as far as a slanting view leaves it so.</summary>
    private static (float Off, Three Three)? Stand(Corner a, Corner b, Corner c)
    {
        var (least, largest) = (Math.Min(a.Unit, Math.Min(b.Unit, c.Unit)), Math.Max(a.Unit, Math.Max(b.Unit, c.Unit)));
        if (largest > 1.8f * least)
        {
            return null;
        }

        var (ab, bc, ca) = (Vector2.Distance(a.Middle, b.Middle), Vector2.Distance(b.Middle, c.Middle), Vector2.Distance(c.Middle, a.Middle));
        // The first lies opposite to the longest side.
        var (first, one, other) = bc >= ab && bc >= ca ? (a, b, c) : ca >= ab ? (b, c, a) : (c, a, b);
        var (toOne, toOther) = (one.Middle - first.Middle, other.Middle - first.Middle);
        var (long1, long2) = (toOne.Length(), toOther.Length());
        var (ratio, lean) = (Math.Max(long1, long2) / Math.Min(long1, long2), Math.Abs(Vector2.Dot(toOne, toOther)) / (long1 * long2));
        if (ratio > 1.7f || lean > 0.45f || Math.Min(long1, long2) < 8 * least || Math.Max(long1, long2) > 50 * largest)
        {
            return null;
        }

        var clockwise = (toOne.X * toOther.Y) - (toOne.Y * toOther.X) > 0;
        return (ratio - 1 + lean + (largest / least) - 1, clockwise ? new(first.Middle, one.Middle, other.Middle) : new(first.Middle, other.Middle, one.Middle));
    }
}
