using System.Collections.Concurrent;
using System.Net;
using Guanlian.Media.Vips;

namespace Guanlian.Media.Tiles;

/// <summary>
/// A name written over a picture, light with a dark edge, again and again. It lies on the picture and not on the answer: tiles put
/// together show it whole, and no part of the picture is without it for long. Where the picture is made smaller it is written larger, in
/// steps of two, so that it can be read at every size and tiles of one size still join.
/// </summary>
internal static class Watermark
{
    private const int Bands = 3, FontSize = 48;

    /// <summary>Bytes of cut letters that are remembered; beyond that all are cut again.</summary>
    private const int MostBytes = 16 << 20;

    /// <summary>Lengths in parts of the picture's longest edge, or of this where the picture is larger.</summary>
    private const int Unit = 1600;

    /// <summary>Of the unit.</summary>
    public const double TextWidth = 0.28;

    private const double Across = 0.42, Down = 0.17, Inset = 0.08, Drop = 0.3;

    /// <summary>Pixels of an answer over which the text reaches at least, and for each of its letters; and at most.</summary>
    private const int LeastWidth = 120, LetterWidth = 8, MostWidth = 1200;

    /// <summary>How much of a pixel the writing takes, of 256.</summary>
    private const int Strength = 96;

    private static readonly ConcurrentDictionary<(string Text, int Width), Stencil> Stencils = new();
    private static long bytes;

    /// <summary>Draws it over the pixels of a view.</summary>
    public static unsafe void Draw(string text, TileGrid grid, Rendering asked, byte* pixels)
    {
        var (scaleX, scaleY) = ((double)asked.Width / asked.PartWidth, (double)asked.Height / asked.PartHeight);
        var (unitX, unitY) = UnitsOf(text, Math.Max(grid.Width, grid.Height), scaleX, scaleY);
        var stencil = StencilOf(text, Math.Max(1, (int)Math.Round(unitX * TextWidth * scaleX)));
        var (stepX, stepY) = (unitX * Across, unitY * Down);

        // The first one lies inside, also of a scroll that is lower than a line is deep.
        var left = Math.Min(Inset * stepX, Math.Max(0, (grid.Width - (stencil.Width / scaleX)) / 2));
        var top = Math.Min(Drop * stepY, Math.Max(0, (grid.Height - (stencil.Height / scaleY)) / 2));
        var edge = Math.Max(1, stencil.Height / 24);
        var firstRow = (long)Math.Floor((asked.Y / stepY) - 2);
        for (var row = Math.Max(0, firstRow); row * stepY < asked.Y + asked.PartHeight; row++)
        {
            var shift = row % 2 == 0 ? 0 : -0.5;
            var firstColumn = (long)Math.Floor((asked.X / stepX) - 2);
            for (var column = Math.Max(0, firstColumn); (column + shift) * stepX < asked.X + asked.PartWidth; column++)
            {
                var x = (int)Math.Round((((column + shift) * stepX) + left - asked.X) * scaleX);
                var y = (int)Math.Round(((row * stepY) + top - asked.Y) * scaleY);
                Blend(stencil, x + edge, y + edge, 0, asked, pixels);
                Blend(stencil, x, y, 255, asked, pixels);
            }
        }
    }

    /// <summary>The unit along either edge, in pixels of the picture. They are one, but where a part is drawn out to another form.</summary>
    public static (double X, double Y) UnitsOf(string text, int longest, double scaleX, double scaleY)
    {
        var least = Math.Max(LeastWidth, LetterWidth * text.Length);
        double unit = Math.Min(longest, Unit);
        while (unit * TextWidth * Math.Min(scaleX, scaleY) < least)
        {
            unit *= 2;
        }

        return (Within(unit, scaleX), Within(unit, scaleY));

        // However much a part is enlarged, the letters that are cut stay small enough to be kept in memory.
        double Within(double one, double scale)
        {
            while (one * TextWidth * scale > Math.Max(MostWidth, 2 * least))
            {
                one /= 2;
            }

            return one;
        }
    }

    private static unsafe void Blend(Stencil stencil, int left, int top, int tone, Rendering asked, byte* pixels)
    {
        var (fromX, toX) = (Math.Max(0, left), Math.Min(asked.Width, left + stencil.Width));
        for (var y = Math.Max(0, top); y < Math.Min(asked.Height, top + stencil.Height); y++)
        {
            for (var x = fromX; x < toX; x++)
            {
                var ink = stencil.Ink[((y - top) * stencil.Width) + x - left] * Strength / 255;
                var at = pixels + ((((long)y * asked.Width) + x) * Bands);
                for (var band = 0; ink > 0 && band < Bands; band++)
                {
                    at[band] = (byte)(((at[band] * (256 - ink)) + (tone * ink)) >> 8);
                }
            }
        }
    }

    private static Stencil StencilOf(string text, int width)
    {
        if (Stencils.TryGetValue((text, width), out var known))
        {
            return known;
        }

        var cut = Cut(text, width);
        if (Interlocked.Add(ref bytes, cut.Ink.Length) > MostBytes)
        {
            Stencils.Clear();
            Interlocked.Exchange(ref bytes, cut.Ink.Length);
        }

        return Stencils[(text, width)] = cut;
    }

    private static unsafe Stencil Cut(string text, int width)
    {
        using var call = new VipsCall("text");
        // Pango reads its own marks in the text: what the museum wrote is words only.
        using var written = call.Set("text", WebUtility.HtmlEncode(text)).Set("font", $"sans bold {FontSize}").Set("dpi", 72).Run().Image()
            .Then("thumbnail_image", c => c.Set("width", width).Set("height", width).Set("size", "both"));
        var ink = new byte[written.Width * written.Height * written.Bands];
        fixed (byte* start = ink)
        {
            written.CopyTo(start, written.Width * written.Bands);
        }

        return new(written.Width, written.Height, ink);
    }

    private sealed record Stencil(int Width, int Height, byte[] Ink);
}
