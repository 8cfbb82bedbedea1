using System.Collections.Concurrent;
using System.Net;
using Guanlian.Media.Vips;

namespace Guanlian.Media.Tiles;

/// <summary>
/// A name written over a picture, light with a dark edge, again and again. It lies on the picture and not on the answer: tiles put
/// together show it whole, and no part of the picture is without it for long.
/// </summary>
internal static class Watermark
{
    private const int Bands = 3, MostRemembered = 64, FontSize = 48, LeastHeight = 5;

    /// <summary>Lengths in parts of the picture's longest edge, or of this where the picture is larger.</summary>
    private const int Unit = 1600;

    private const double TextWidth = 0.28, Across = 0.42, Down = 0.17;

    /// <summary>How much of a pixel the writing takes, of 256.</summary>
    private const int Strength = 96;

    private static readonly ConcurrentDictionary<(string Text, int Width), Stencil> Stencils = new();

    /// <summary>Draws it over the pixels of a view.</summary>
    public static unsafe void Draw(string text, TileGrid grid, Rendering asked, byte* pixels)
    {
        var unit = Math.Min(Math.Max(grid.Width, grid.Height), Unit);
        var (scaleX, scaleY) = ((double)asked.Width / asked.PartWidth, (double)asked.Height / asked.PartHeight);
        var stencil = StencilOf(text, Math.Max(1, (int)Math.Round(unit * TextWidth * scaleX)));
        if (stencil.Height < LeastHeight)
        {
            return;
        }

        var (stepX, stepY) = (unit * Across, unit * Down);
        var edge = Math.Max(1, stencil.Height / 24);
        var firstRow = (int)Math.Floor((asked.Y / stepY) - 2);
        for (var row = Math.Max(0, firstRow); row * stepY < asked.Y + asked.PartHeight; row++)
        {
            var shift = row % 2 == 0 ? 0 : -0.5;
            var firstColumn = (int)Math.Floor((asked.X / stepX) - 2);
            for (var column = Math.Max(0, firstColumn); (column + shift) * stepX < asked.X + asked.PartWidth; column++)
            {
                var x = (int)Math.Round((((column + shift + 0.08) * stepX) - asked.X) * scaleX);
                var y = (int)Math.Round((((row + 0.3) * stepY) - asked.Y) * scaleY);
                Blend(stencil, x + edge, y + edge, 0, asked, pixels);
                Blend(stencil, x, y, 255, asked, pixels);
            }
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

        if (Stencils.Count >= MostRemembered)
        {
            Stencils.Clear();
        }

        return Stencils[(text, width)] = Cut(text, width);
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
