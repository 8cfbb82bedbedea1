using Guanlian.Media.Tiles;

namespace Guanlian.Media.Planes;

/// <summary>The rows of tiles that a rendering reads just now; it moves down a level, and lets go of what lies above it.</summary>
internal sealed class TileWindow(PlaneCache cache, RenderDesk desk, TilePack pack, int level, int firstColumn, int lastColumn) : IDisposable
{
    private readonly List<TilePlanes[]> rows = [];
    private int firstRow;

    /// <summary>A tile within it.</summary>
    public TilePlanes At(int row, int column) => rows[row - firstRow][column - firstColumn];

    /// <summary>Moves it over these rows, which must not lie further up than before.</summary>
    /// <returns>False where a tile is not what a tile of ours is.</returns>
    public bool TryCover(int first, int last)
    {
        while (rows.Count > 0 && firstRow < first)
        {
            Leave(rows[0]);
            rows.RemoveAt(0);
            firstRow++;
        }

        firstRow = rows.Count == 0 ? first : firstRow;
        while (firstRow + rows.Count <= last)
        {
            if (Take(firstRow + rows.Count) is not { } row)
            {
                return false;
            }

            rows.Add(row);
        }

        return true;
    }

    public void Dispose()
    {
        foreach (var row in rows)
        {
            Leave(row);
        }

        rows.Clear();
    }

    private TilePlanes[]? Take(int row)
    {
        var at = pack.Grid.Levels[level];
        var taken = new TilePlanes[lastColumn - firstColumn + 1];
        for (var i = 0; i < taken.Length; i++)
        {
            var column = firstColumn + i;
            var tile = cache.Take(
                desk, pack, pack.TileAt(level, column, row), Math.Min(TileGrid.Tile, at.Width - (column * TileGrid.Tile)), Math.Min(TileGrid.Tile, at.Height - (row * TileGrid.Tile)));
            if (tile is null)
            {
                Leave(taken.AsSpan(0, i));
                return null;
            }

            taken[i] = tile;
        }

        return taken;
    }

    private void Leave(ReadOnlySpan<TilePlanes> taken)
    {
        foreach (var tile in taken)
        {
            cache.Leave(tile);
        }
    }
}
