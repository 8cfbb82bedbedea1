using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Planes;
using Guanlian.Media.Tiles;

namespace Guanlian.Integration.Media;

/// <summary>
/// Views put together without leaving the planes of JPEG show what libvips makes of the same tiles, at the same place. The yardstick is the
/// view as PNG: both ways lose a little by encoding, and this one may not lose more.
/// </summary>
public sealed class ViewsOutOfPlanes : IDisposable
{
    private const int Views = 300, Widest = 420, LargeEnough = 48;

    private readonly RenderPlanes planes = new(new ManualClock());

    [Fact]
    public void Hundreds_of_views_by_chance_are_as_near_to_the_exact_ones_as_those_of_libvips()
    {
        using var pack = MadePack.OfHall();
        var (shifts, colourShifts) = (new Shifts(1), new Shifts(2));
        var (wrong, between) = (new List<string>(), new List<double>());
        foreach (var asked in ByChance(pack.Tiles.Grid, 20261121))
        {
            var view = planes.Try(pack.Tiles, asked);
            Assert.True(view is not null, $"{asked}");
            var (exact, old, made) = (Exact(pack.Tiles, asked), Decoded(RenderImage.Render(pack.Tiles, asked)), Decoded(view));
            Assert.Equal((asked.Width, asked.Height, 3), (made.Width, made.Height, made.Bands));
            var (lostThere, lostHere) = (Difference.Of(old, exact), Difference.Of(made, exact));
            var direct = Difference.Of(made, old);
            // The fewer pixels, the more depends on where one pixel of colour lies.
            var large = asked.Width >= LargeEnough && asked.Height >= LargeEnough;
            for (var band = 0; band < 3; band++)
            {
                if (lostHere.Mean[band] > lostThere.Mean[band] + (large ? 0.75 : 8) || direct.Most > 60)
                {
                    wrong.Add($"{asked}: band {band} off by {lostHere.Mean[band]:0.00}, libvips by {lostThere.Mean[band]:0.00}, the two by {direct.Mean[band]:0.00} and {direct.Most} at most");
                }
            }

            if (large)
            {
                between.Add(direct.Mean.Max());
                shifts.Add(exact, made, p => p[0] + (2 * p[1]) + p[2]);
                colourShifts.Add(exact, made, p => p[0] - p[2]);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(between.Count > Views / 2 && between.Average() <= 2, $"{between.Count} views, {between.Average():0.00} in the mean, {between.Max():0.00} at most");
        shifts.AssertNone();
        colourShifts.AssertNone();
    }

    [Theory]
    [InlineData(1, 1), InlineData(2, 2), InlineData(3, 700), InlineData(513, 1), InlineData(257, 300), InlineData(255, 511), InlineData(256, 256), InlineData(1025, 771)]
    public void Images_of_odd_sizes_and_the_tiles_at_their_edges_agree_at_every_level(int width, int height)
    {
        using var pack = MadePack.OfCorner(width, height);
        var grid = pack.Tiles.Grid;
        var wrong = new List<string>();
        var made = 0;
        foreach (var asked in AtTheEdges(grid))
        {
            if (planes.Try(pack.Tiles, asked) is not { } view)
            {
                continue;
            }

            made++;
            var (exact, seen) = (Exact(pack.Tiles, asked), Decoded(view));
            var (there, here) = (Difference.Of(Decoded(RenderImage.Render(pack.Tiles, asked)), exact), Difference.Of(seen, exact));
            if (here.Mean.Max() > there.Mean.Max() + 3 || here.Most > there.Most + 40)
            {
                wrong.Add($"{asked}: {here.Mean.Max():0.00} in the mean, {here.Most} at most; libvips {there.Mean.Max():0.00}, {there.Most}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(made >= Math.Min(40, width * height), $"{made} views");
    }

    [Fact]
    public void A_region_of_one_pixel_shows_the_colour_of_that_pixel()
    {
        using var pack = MadePack.Of(Picture.Slope(700, 500).Encode("pngsave"), "png");
        foreach (var (x, y) in new[] { (0, 0), (699, 0), (0, 499), (699, 499), (255, 255), (256, 256), (257, 255), (511, 256), (350, 250) })
        {
            var seen = Decoded(planes.Try(pack.Tiles, new(x, y, 1, 1, 1, 1))!)[0, 0];
            Assert.InRange(seen[0] - Picture.At(x, 700), -5, 5);
            Assert.InRange(seen[1] - Picture.At(y, 500), -5, 5);
            Assert.InRange(seen[2] - 96, -5, 5);
        }
    }

    [Fact]
    public void A_limited_image_is_shown_from_its_own_levels()
    {
        using var pack = MadePack.OfHall();
        var smaller = pack.Tiles.From(2);
        var whole = new Rendering(0, 0, smaller.Grid.Width, smaller.Grid.Height, 300, 394);
        var (exact, seen) = (Exact(smaller, whole), Decoded(planes.Try(smaller, whole)!));
        Assert.InRange(Difference.Of(seen, exact).Mean.Max(), 0, Difference.Of(Decoded(RenderImage.Render(smaller, whole)), exact).Mean.Max() + 0.75);
        var same = new Rendering(0, 0, 1561, 2048, 300, 394);
        Assert.Equal(planes.Try(pack.Tiles, same), planes.Try(smaller, whole));
    }

    public void Dispose() => planes.Dispose();

    private static IEnumerable<Rendering> ByChance(TileGrid grid, int seed)
    {
        var chance = new Random(seed);
        for (var made = 0; made < Views;)
        {
            // Small ones are as likely as large ones.
            var (w, h) = (Length(grid.Width), Length(grid.Height));
            var width = chance.Next(1, Math.Min(w, Widest) + 1);
            var height = Math.Max(1, (int)Math.Round((double)h * width / w));
            height = chance.Next(5) == 0 ? Math.Clamp((int)(height * (0.6 + chance.NextDouble())), 1, h) : height;
            var (across, down) = ((double)w / width, (double)h / height);
            if (height <= Widest * 2 && Math.Max(across / down, down / across) < 3 && Math.Max(across, down) <= 60)
            {
                made++;
                yield return new(chance.Next(0, grid.Width - w + 1), chance.Next(0, grid.Height - h + 1), w, h, width, height);
            }
        }

        int Length(int most) => chance.Next(4) == 0 ? Math.Clamp((int)Math.Exp(chance.NextDouble() * Math.Log(most + 1)), 1, most) : chance.Next(100, most + 1);
    }

    private static IEnumerable<Rendering> AtTheEdges(TileGrid grid)
    {
        foreach (var scale in grid.Levels.Select(l => l.Scale))
        {
            foreach (var x in Starts(grid.Width))
            {
                foreach (var y in Starts(grid.Height))
                {
                    var (w, h) = (grid.Width - x, grid.Height - y);
                    yield return new(x, y, w, h, Math.Max(1, w / scale), Math.Max(1, h / scale));
                    yield return new(x, y, w, h, Math.Max(1, w * 3 / 4 / scale), Math.Max(1, h * 3 / 4 / scale));
                }
            }
        }

        static IEnumerable<int> Starts(int length) => new[] { 0, 1, length / 3, 255, 256, 257, length - 17, length - 2, length - 1 }.Where(s => s >= 0 && s < length).Distinct();
    }

    private static Picture Exact(TilePack pack, Rendering asked) => Picture.Decode(RenderImage.Render(pack, asked with { Format = ImageFormat.Png }), "png");

    private static Picture Decoded(byte[] view) => Picture.Decode(view, "jpeg");

    /// <summary>Of two pictures of one size, band by band.</summary>
    private sealed record Difference(double[] Mean, int Most)
    {
        public static Difference Of(Picture a, Picture b)
        {
            var (sums, most) = (new double[3], 0);
            for (var y = 0; y < a.Height; y++)
            {
                for (var x = 0; x < a.Width; x++)
                {
                    var p = a[x, y];
                    var q = b[x, y];
                    for (var band = 0; band < 3; band++)
                    {
                        var off = Math.Abs(p[band] - q[band]);
                        sums[band] += off;
                        most = Math.Max(most, off);
                    }
                }
            }

            return new([.. sums.Select(s => s / a.Width / a.Height)], most);
        }
    }

    /// <summary>How much worse one picture fits upon another when it is moved: alike to both sides, where it lies right.</summary>
    private sealed class Shifts(int by)
    {
        private readonly Dictionary<(int X, int Y), double> off = [];

        public void Add(Picture a, Picture b, Func<ReadOnlySpan<byte>, int> look)
        {
            foreach (var move in new[] { (0, 0), (by, 0), (-by, 0), (0, by), (0, -by) })
            {
                var sum = 0.0;
                for (var y = by; y < a.Height - by; y++)
                {
                    for (var x = by; x < a.Width - by; x++)
                    {
                        sum += Math.Abs(look(a[x, y]) - look(b[x + move.Item1, y + move.Item2]));
                    }
                }

                off[move] = off.GetValueOrDefault(move) + (sum / a.Width / a.Height);
            }
        }

        public void AssertNone()
        {
            var said = string.Join(", ", off.Select(o => $"{o.Key}: {o.Value:0.0}"));
            Assert.True(off.Where(o => o.Key != (0, 0)).All(o => o.Value > 1.25 * off[(0, 0)]), said);
            Assert.True(Math.Abs((off[(by, 0)] / off[(-by, 0)]) - 1) < 0.03 && Math.Abs((off[(0, by)] / off[(0, -by)]) - 1) < 0.03, said);
        }
    }
}
