namespace Guanlian.Media.Tiles;

/// <summary>How an image is cut: levels, each half as large as the one before, each in tiles of 256 pixels; the last fits into one.</summary>
internal sealed class TileGrid
{
    public const int Tile = 256;

    public TileGrid(int width, int height)
    {
        var levels = new List<GridLevel>();
        var first = 0;
        for (var scale = 1; ; scale *= 2)
        {
            var level = new GridLevel(Over(width, scale), Over(height, scale), scale, first);
            levels.Add(level);
            first += level.Columns * level.Rows;
            if (level.Columns == 1 && level.Rows == 1)
            {
                break;
            }
        }

        (Width, Height, Levels, Tiles) = (width, height, levels, first);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>From the full size down.</summary>
    public IReadOnlyList<GridLevel> Levels { get; }

    /// <summary>How many tiles in all.</summary>
    public int Tiles { get; }

    /// <summary>The largest level whose edges are no longer than this; null asks for none smaller.</summary>
    public static int FirstWithin(int width, int height, int? edge)
    {
        var level = 0;
        while (edge is { } most && Over(Math.Max(width, height), 1 << level) > most)
        {
            level++;
        }

        return level;
    }

    /// <summary>A length at a scale: every begun pixel counts.</summary>
    public static int Over(int length, int scale) => (int)(((long)length + scale - 1) / scale);
}

/// <summary>One level.</summary>
/// <param name="Width">In its own pixels.</param>
/// <param name="Height">In its own pixels.</param>
/// <param name="Scale">Pixels of the full image in one of its own, along an edge.</param>
/// <param name="First">Number of its first tile.</param>
internal readonly record struct GridLevel(int Width, int Height, int Scale, int First)
{
    public int Columns => TileGrid.Over(Width, TileGrid.Tile);

    public int Rows => TileGrid.Over(Height, TileGrid.Tile);

    public int Number(int column, int row) => First + (row * Columns) + column;
}
