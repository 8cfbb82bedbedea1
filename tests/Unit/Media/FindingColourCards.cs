using Guanlian.Media.Checking;

namespace Guanlian.Unit.Media;

/// <summary>Cards as they lie beside objects: of any size, turned, in warm or weak light, with the noise of a camera; and what is no card.</summary>
public sealed class FindingColourCards
{
    private const int Width = 900, Height = 600;

    /// <summary>The 24 patches of the usual card, as its maker publishes them in sRGB.</summary>
    private static readonly (int R, int G, int B)[] Usual =
    [
        (115, 82, 68), (194, 150, 130), (98, 122, 157), (87, 108, 67), (133, 128, 177), (103, 189, 170),
        (214, 126, 44), (80, 91, 166), (193, 90, 99), (94, 60, 108), (157, 188, 64), (224, 163, 46),
        (56, 61, 150), (70, 148, 73), (175, 54, 60), (231, 199, 31), (187, 86, 149), (8, 133, 161),
        (243, 243, 242), (200, 200, 200), (160, 160, 160), (122, 122, 121), (85, 85, 85), (52, 52, 52),
    ];

    [Theory]
    [InlineData(12, 0, 1.0)]
    [InlineData(20, 0, 0.6)]
    [InlineData(20, 90, 1.0)]
    [InlineData(30, 8, 0.9)]
    [InlineData(30, -14, 1.0)]
    [InlineData(60, 3, 1.05)]
    public void A_card_is_found_whatever_its_size_and_light(int patch, double degrees, double light)
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var picture = new Drawn(seed, light);
            picture.Card(Usual, 6, patch, patch * 0.25, degrees);
            Assert.True(picture.HasCard(), $"seed {seed}");
        }
    }

    [Fact]
    public void A_scale_of_greys_is_found()
    {
        var picture = new Drawn(7, 1);
        picture.Card([.. Enumerable.Range(0, 12).Select(n => (20 + (n * 19), 20 + (n * 19), 20 + (n * 19)))], 12, 24, 0, 0);
        Assert.True(picture.HasCard());
    }

    [Fact]
    public void What_only_looks_like_one_is_none()
    {
        var empty = new Drawn(1, 1);
        Assert.False(empty.HasCard());

        var board = new Drawn(2, 1);
        board.Card([.. Enumerable.Range(0, 64).Select(n => ((n + (n / 8)) % 2 == 0 ? (20, 20, 20) : (230, 225, 210)))], 8, 40, 0, 0);
        Assert.False(board.HasCard(), "a chess board");

        var windows = new Drawn(3, 1);
        windows.Card([.. Enumerable.Repeat((60, 80, 110), 48)], 8, 30, 14, 0);
        Assert.False(windows.HasCard(), "windows of a house");

        var few = new Drawn(4, 1);
        few.Card(Usual[..5], 5, 40, 8, 0);
        Assert.False(few.HasCard(), "five beads");

        var random = new Random(5);
        for (var seed = 10; seed < 20; seed++)
        {
            var scattered = new Drawn(seed, 1);
            for (var n = 0; n < 60; n++)
            {
                scattered.Patch(random.Next(40, Width - 40), random.Next(40, Height - 40), random.Next(8, 60), (random.Next(256), random.Next(256), random.Next(256)), 0);
            }

            Assert.False(scattered.HasCard(), $"scattered patches, seed {seed}");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 900)]
    [InlineData(3, 2)]
    public void The_smallest_pictures_hold_none(int width, int height) => Assert.False(FindColourCard.In(new byte[width * height * 3], width, height));

    private sealed class Drawn
    {
        private readonly Random random;
        private readonly double light;
        private readonly byte[] points = new byte[Width * Height * 3];

        /// <summary>A backdrop that falls off towards one side, with noise.</summary>
        public Drawn(int seed, double light)
        {
            (random, this.light) = (new Random(seed), light);
            for (var y = 0; y < Height; y++)
            {
                for (var x = 0; x < Width; x++)
                {
                    var tone = 110 + (x * 60 / Width) + (y * 20 / Height);
                    Set(x, y, (tone, tone - 4, tone - 10));
                }
            }
        }

        public bool HasCard() => FindColourCard.In(points, Width, Height);

        /// <summary>Patches in rows on black, turned about the middle.</summary>
        public void Card((int R, int G, int B)[] patches, int across, int side, double gap, double degrees)
        {
            var (turn, step, rows) = (Math.PI * degrees / 180, side + gap, patches.Length / across);
            var (cos, sin) = (Math.Cos(turn), Math.Sin(turn));
            if (gap > 0)
            {
                Turned(Width / 2.0, Height / 2.0, (across * step) + gap, (rows * step) + gap, (20, 20, 20), turn);
            }

            for (var n = 0; n < patches.Length; n++)
            {
                var (x, y) = (((n % across) - ((across - 1) / 2.0)) * step, ((n / across) - ((rows - 1) / 2.0)) * step);
                Turned((Width / 2.0) + (x * cos) - (y * sin), (Height / 2.0) + (x * sin) + (y * cos), side, side, patches[n], turn);
            }
        }

        public void Patch(double x, double y, double side, (int R, int G, int B) colour, double turn) => Turned(x, y, side, side, colour, turn);

        private void Turned(double middleX, double middleY, double wide, double high, (int R, int G, int B) colour, double turn)
        {
            var (cos, sin, reach) = (Math.Cos(turn), Math.Sin(turn), (int)(wide + high));
            for (var y = Math.Max(0, (int)middleY - reach); y < Math.Min(Height, (int)middleY + reach); y++)
            {
                for (var x = Math.Max(0, (int)middleX - reach); x < Math.Min(Width, (int)middleX + reach); x++)
                {
                    var (dx, dy) = (x - middleX, y - middleY);
                    if (Math.Abs((dx * cos) + (dy * sin)) <= wide / 2 && Math.Abs((dy * cos) - (dx * sin)) <= high / 2)
                    {
                        Set(x, y, colour);
                    }
                }
            }
        }

        // Warm light, and the noise of a camera.
        private void Set(int x, int y, (int R, int G, int B) colour)
        {
            var at = ((y * Width) + x) * 3;
            (points[at], points[at + 1], points[at + 2]) = (Lit(colour.R * 1.04), Lit(colour.G), Lit(colour.B * 0.94));
        }

        private byte Lit(double tone) => (byte)Math.Clamp((tone * light) + random.Next(-4, 5), 0, 255);
    }
}
