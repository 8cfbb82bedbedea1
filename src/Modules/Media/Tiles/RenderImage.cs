using System.Globalization;
using System.Runtime.InteropServices;
using Guanlian.Media.Vips;

namespace Guanlian.Media.Tiles;

/// <summary>What an image shall look like: which part of it, how large, turned, in which tones and as which file.</summary>
/// <param name="X">Left edge of the part, in pixels of the full image.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="PartWidth">Width of the part.</param>
/// <param name="PartHeight">Height of the part.</param>
/// <param name="Width">Width to make of it, before turning.</param>
/// <param name="Height">Height to make of it, before turning.</param>
internal sealed record Rendering(int X, int Y, int PartWidth, int PartHeight, int Width, int Height)
{
    /// <summary>The width was not given: it follows from the height.</summary>
    public bool WidthFollows { get; init; }

    /// <summary>The height was not given: it follows from the width.</summary>
    public bool HeightFollows { get; init; }

    public bool Mirrored { get; init; }

    /// <summary>Clockwise, 0 up to 360.</summary>
    public double Degrees { get; init; }

    public Tones Tones { get; init; }

    public ImageFormat Format { get; init; }

    /// <summary>Width and height of the answer: other than asked for where it is turned.</summary>
    public (double Width, double Height) Turned
    {
        get
        {
            var (sin, cos) = Math.SinCos(Degrees * Math.PI / 180);
            return ((Width * Math.Abs(cos)) + (Height * Math.Abs(sin)), (Width * Math.Abs(sin)) + (Height * Math.Abs(cos)));
        }
    }
}

internal enum Tones
{
    Colour,
    Grey,
    Bitonal,
}

internal enum ImageFormat
{
    Jpg,
    Png,
    Webp,
}

/// <summary>Makes any view of an image out of its stored tiles: the master is not touched.</summary>
internal static class RenderImage
{
    private const int Bands = 3;

    /// <summary>Pixels of a rendering: those that it decodes, or those that it makes, where a part is enlarged or turned.</summary>
    public static long Cost(TileGrid grid, Rendering asked)
    {
        var scale = grid.Levels[LevelFor(grid, asked)].Scale;
        var (width, height) = asked.Turned;
        return Math.Max(((asked.PartWidth / scale) + TileGrid.Tile) * (long)((asked.PartHeight / scale) + TileGrid.Tile), (long)(width * height));
    }

    /// <param name="pack">The image.</param>
    /// <param name="asked">Which view.</param>
    /// <param name="mark">What is written over it; null for nothing.</param>
    public static unsafe byte[] Render(TilePack pack, Rendering asked, string? mark = null)
    {
        var level = LevelFor(pack.Grid, asked);
        var at = pack.Grid.Levels[level];
        var (left, right) = Span(asked.X, asked.PartWidth, at.Scale, at.Width);
        var (top, bottom) = Span(asked.Y, asked.PartHeight, at.Scale, at.Height);
        var (width, height) = (right - left, bottom - top);
        var canvas = (byte*)NativeMemory.Alloc((nuint)width * (nuint)height, Bands);
        try
        {
            for (var row = top / TileGrid.Tile; row * TileGrid.Tile < bottom; row++)
            {
                for (var column = left / TileGrid.Tile; column * TileGrid.Tile < right; column++)
                {
                    Put(pack, level, column, row, canvas, left, top, width, height);
                }
            }

            var image = VipsImage.Over(canvas, width, height, Bands).Then("copy", c => c.Set("interpretation", "srgb"));
            if (mark is null)
            {
                return Save(Turn(Resize(image, asked), asked), asked);
            }

            var marked = (byte*)NativeMemory.Alloc((nuint)asked.Width * (nuint)asked.Height, Bands);
            try
            {
                using (var plain = Resize(image, asked))
                {
                    plain.CopyTo(marked, asked.Width * Bands);
                }

                Watermark.Draw(mark, pack.Grid, asked, marked);
                return Save(Turn(VipsImage.Over(marked, asked.Width, asked.Height, Bands).Then("copy", c => c.Set("interpretation", "srgb")), asked), asked);
            }
            finally
            {
                NativeMemory.Free(marked);
            }
        }
        finally
        {
            NativeMemory.Free(canvas);
        }
    }

    /// <summary>The smallest level that still has a pixel for each that is wanted.</summary>
    internal static int LevelFor(TileGrid grid, Rendering asked)
    {
        var level = 0;
        while (level + 1 < grid.Levels.Count && grid.Levels[level + 1].Scale is var scale
            && (long)asked.Width * scale <= asked.PartWidth && (long)asked.Height * scale <= asked.PartHeight)
        {
            level++;
        }

        return level;
    }

    /// <summary>Which pixels of a level a part of the image begins and ends with.</summary>
    internal static (int From, int To) Span(int from, int length, int scale, int limit)
    {
        var first = Math.Min(from / scale, limit - 1);
        return (first, Math.Clamp(TileGrid.Over(from + length, scale), first + 1, limit));
    }

    private static unsafe void Put(TilePack pack, int level, int column, int row, byte* canvas, int left, int top, int width, int height)
    {
        using var decoded = VipsImage.FromJpeg(pack.Bytes(pack.TileAt(level, column, row)));
        var tile = decoded.Bands == Bands ? decoded : throw new IOException("a stored tile is not in colour");
        var (x, y) = (column * TileGrid.Tile, row * TileGrid.Tile);
        var (fromX, fromY) = (Math.Max(left, x), Math.Max(top, y));
        var (partWidth, partHeight) = (Math.Min(left + width, x + tile.Width) - fromX, Math.Min(top + height, y + tile.Height) - fromY);
        if (partWidth <= 0 || partHeight <= 0)
        {
            return;
        }

        var target = canvas + ((((long)(fromY - top) * width) + (fromX - left)) * Bands);
        if (partWidth == tile.Width && partHeight == tile.Height)
        {
            tile.CopyTo(target, width * Bands);
            return;
        }

        using var call = new VipsCall("extract_area");
        using var part = call.Set("input", tile).Set("left", fromX - x).Set("top", fromY - y).Set("width", partWidth).Set("height", partHeight).Run().Image();
        part.CopyTo(target, width * Bands);
    }

    private static VipsImage Resize(VipsImage image, Rendering asked) => image.Width == asked.Width && image.Height == asked.Height
        ? image
        : image.Then("thumbnail_image", c => c.Set("width", asked.Width).Set("height", asked.Height).Set("size", "force"));

    private static VipsImage Turn(VipsImage image, Rendering asked)
    {
        image = asked.Mirrored ? image.Then("flip", c => c.Set("direction", "horizontal")) : image;
        image = asked.Tones == Tones.Colour ? image : image.Then("colourspace", c => c.Set("space", "b-w"));
        image = asked.Degrees switch
        {
            0 => image,
            90 or 180 or 270 => image.Then("rot", c => c.Set("angle", string.Create(CultureInfo.InvariantCulture, $"d{asked.Degrees:0}"))),
            _ => Slant(image, asked),
        };
        return asked.Tones == Tones.Bitonal
            ? image.Then("relational_const", c => c.Set("relational", "moreeq").Set("c", "128"))
            : image;
    }

    // Corners that the picture does not cover are white; a file that can says so.
    private static VipsImage Slant(VipsImage image, Rendering asked)
    {
        var clear = asked.Format != ImageFormat.Jpg && asked.Tones != Tones.Bitonal;
        image = clear ? image.Then("bandjoin_const", c => c.Set("c", "255")) : image;
        var ground = string.Join(' ', Enumerable.Range(0, image.Bands).Select(band => clear && band == image.Bands - 1 ? "0" : "255"));
        return image.Then("similarity", c => c.Set("angle", asked.Degrees).Set("background", ground));
    }

    private static byte[] Save(VipsImage image, Rendering asked)
    {
        using (image)
        {
            return asked.Format switch
            {
                ImageFormat.Png => image.Save("pngsave_buffer", c => c.Set("compression", 6).Set("strip", "true").Set("bitdepth", asked.Tones == Tones.Bitonal ? 1 : 8)),
                ImageFormat.Webp => image.Save("webpsave_buffer", c => c.Set("Q", 80).Set("strip", "true").Set("effort", 2)),
                _ => image.Save("jpegsave_buffer", c => c.Set("Q", 80).Set("strip", "true")),
            };
        }
    }
}
