using System.Numerics;
using Guanlian.Media.Tiles;
using Guanlian.Media.Vips;

namespace Guanlian.Media.Checking;

/// <summary>Measures a photograph out of its tiles: how sharp its sharpest part is, how dark and how light it is, and what it looks like in 64 bits.</summary>
internal static class MeasurePhotograph
{
    private const int Sample = 256, Samples = 5, Small = 400;

    /// <param name="Sharpness">How much neighbouring points differ, against how much the part differs at all; null where it is even.</param>
    /// <param name="Darkest">A twentieth of the picture is darker.</param>
    /// <param name="Lightest">A hundredth of the picture is lighter.</param>
    /// <param name="Print">One bit for each of 64 places: lighter than the place to its right.</param>
    /// <param name="Card">A colour card or a grey scale was found in it.</param>
    internal sealed record Measures(double? Sharpness, int Darkest, int Lightest, long Print, bool Card);

    /// <summary>Places in which two pictures differ.</summary>
    public static int Differ(long one, long other) => BitOperations.PopCount((ulong)(one ^ other));

    public static Measures Of(TilePack pack)
    {
        var small = Whole(pack, Small);
        var whole = Grey(small, null);
        var counts = new int[256];
        foreach (var point in whole.Points)
        {
            counts[point]++;
        }

        return new(Sharpness(pack), Share(counts, whole.Points.Length, 0.05), Share(counts, whole.Points.Length, 0.99), Print(small), HasCard(Whole(pack, FindColourCard.Edge)));
    }

    private static byte[] Whole(TilePack pack, int edge)
    {
        var grid = pack.Grid;
        var longest = Math.Max(grid.Width, grid.Height);
        var (width, height) = longest <= edge
            ? (grid.Width, grid.Height) : (Math.Max(1, (int)((long)grid.Width * edge / longest)), Math.Max(1, (int)((long)grid.Height * edge / longest)));
        return RenderImage.Render(pack, new(0, 0, grid.Width, grid.Height, width, height));
    }

    private static unsafe bool HasCard(byte[] jpeg)
    {
        using var image = VipsImage.FromJpeg(jpeg).Then("colourspace", c => c.Set("space", "srgb")).Then("cast", c => c.Set("format", "uchar"));
        var points = new byte[image.Width * image.Height * 3];
        fixed (byte* start = points)
        {
            image.CopyTo(start, image.Width * 3);
        }

        return FindColourCard.In(points, image.Width, image.Height);
    }

    /// <summary>The sharpest of a few parts at full size: one of them shows what was focused on.</summary>
    private static double? Sharpness(TilePack pack)
    {
        var grid = pack.Grid;
        var (wide, high) = (Math.Min(Sample, grid.Width), Math.Min(Sample, grid.Height));
        double? best = null;
        for (var row = 0; row < Samples; row++)
        {
            for (var column = 0; column < Samples; column++)
            {
                var (x, y) = ((grid.Width - wide) * column / (Samples - 1), (grid.Height - high) * row / (Samples - 1));
                if (Contrast(Grey(RenderImage.Render(pack, new(x, y, wide, high, wide, high)), null)) is { } sharp && !(sharp <= best))
                {
                    best = sharp;
                }
            }
        }

        return best is { } found ? Math.Round(found, 4) : null;
    }

    /// <summary>The variance of the Laplacian against that of the points themselves.</summary>
    private static double? Contrast(Tones tones)
    {
        const double Even = 300;
        var (width, points) = (tones.Width, tones.Points);
        if (width < 16 || points.Length / width < 16 || Variance(points.Select(p => (double)p)) is not (> Even and var own))
        {
            return null;
        }

        var edges = new List<double>(points.Length);
        for (var at = width; at < points.Length - width; at++)
        {
            if (at % width != 0 && at % width != width - 1)
            {
                edges.Add((4.0 * points[at]) - points[at - 1] - points[at + 1] - points[at - width] - points[at + width]);
            }
        }

        return Variance(edges) / own;
    }

    private static long Print(byte[] jpeg)
    {
        var tones = Grey(jpeg, (9, 8));
        long print = 0;
        for (var row = 0; row < 8; row++)
        {
            for (var column = 0; column < 8; column++)
            {
                var at = (row * 9) + column;
                print = (print << 1) | (tones.Points[at] > tones.Points[at + 1] ? 1L : 0L);
            }
        }

        return print;
    }

    private static unsafe Tones Grey(byte[] jpeg, (int Width, int Height)? size)
    {
        var image = VipsImage.FromJpeg(jpeg).Then("colourspace", c => c.Set("space", "b-w"));
        if (size is { } to)
        {
            image = image.Then("thumbnail_image", c => c.Set("width", to.Width).Set("height", to.Height).Set("size", "force"));
        }

        using var grey = image.Then("cast", c => c.Set("format", "uchar"));
        var points = new byte[grey.Width * grey.Height];
        fixed (byte* start = points)
        {
            grey.CopyTo(start, grey.Width);
        }

        return new(grey.Width, points);
    }

    private static int Share(int[] counts, int all, double share)
    {
        long seen = 0;
        for (var tone = 0; tone < counts.Length; tone++)
        {
            if ((seen += counts[tone]) >= all * share)
            {
                return tone;
            }
        }

        return counts.Length - 1;
    }

    private static double Variance(IEnumerable<double> numbers)
    {
        double count = 0, sum = 0, squares = 0;
        foreach (var number in numbers)
        {
            (count, sum, squares) = (count + 1, sum + number, squares + (number * number));
        }

        return count == 0 ? 0 : (squares / count) - (sum / count * (sum / count));
    }

    private sealed record Tones(int Width, byte[] Points);
}
