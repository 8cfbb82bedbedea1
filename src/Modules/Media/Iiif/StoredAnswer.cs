using Guanlian.Media.Tiles;

namespace Guanlian.Media.Iiif;

/// <summary>Finds out whether what is asked for lies encoded in the pack: then it is sent as it is.</summary>
internal static class StoredAnswer
{
    public static TilePack.Entry? Of(TilePack pack, Rendering asked)
    {
        if (asked.Mirrored || asked.Degrees != 0 || asked.Tones != Tones.Colour || asked.Format != ImageFormat.Jpg)
        {
            return null;
        }

        var grid = pack.Grid;
        for (var i = 0; i < grid.Levels.Count; i++)
        {
            var edge = (long)TileGrid.Tile * grid.Levels[i].Scale;
            if (IsCell(asked.X, asked.PartWidth, grid.Width, edge) && IsCell(asked.Y, asked.PartHeight, grid.Height, edge)
                && Fits(asked, grid.Levels[i].Scale))
            {
                return pack.TileAt(i, (int)(asked.X / edge), (int)(asked.Y / edge));
            }
        }

        if (asked is { X: 0, Y: 0 } && asked.PartWidth == grid.Width && asked.PartHeight == grid.Height)
        {
            foreach (var size in pack.Sizes)
            {
                if (size.Width == asked.Width && size.Height == asked.Height)
                {
                    return size.Entry;
                }
            }
        }

        return null;
    }

    // Viewers of 2.1 give the width and let the height follow; at the edge the grid, which counts every begun pixel, is as good a height.
    private static bool Fits(Rendering asked, int scale) => (asked.WidthFollows || asked.Width == TileGrid.Over(asked.PartWidth, scale))
        && (asked.HeightFollows || asked.Height == TileGrid.Over(asked.PartHeight, scale));

    private static bool IsCell(int from, int length, int whole, long edge) => from % edge == 0 && length == Math.Min(edge, whole - from);
}
