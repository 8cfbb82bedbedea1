using Guanlian.Media.Tiles;

namespace Guanlian.Media.Planes;

/// <summary>A decoded tile: its brightness, and its colour at half the width and height, as the file has them.</summary>
internal sealed unsafe class TilePlanes(TilePlanes.Name name, nint memory)
{
    /// <summary>Pixels along an edge of brightness, and of colour, as powers of two.</summary>
    public const int LightBits = 8, ColourBits = 7;

    /// <summary>Bytes of one, with some behind it: rows are read in steps of a vector.</summary>
    public const int Bytes = (TileGrid.Tile * TileGrid.Tile * 3 / 2) + 64;

    private const int Colour = 1 << ColourBits;

    private readonly Lock door = new();
    private bool? readable;

    /// <summary>Which tile.</summary>
    public Name Called => name;

    public nint Memory => memory;

    /// <summary>Renderings that read it now. The cache's.</summary>
    public int Users { get; set; }

    /// <summary>Its place in one of the cache's two rows. The cache's.</summary>
    public LinkedListNode<TilePlanes>? Place { get; set; }

    /// <summary>It could not be decoded. The cache's.</summary>
    public bool Useless => readable == false;

    /// <summary>Brightness, blue or red.</summary>
    public byte* Plane(int number) => (byte*)memory + (number switch
    {
        0 => 0,
        1 => TileGrid.Tile * TileGrid.Tile,
        _ => (TileGrid.Tile * TileGrid.Tile) + (Colour * Colour),
    });

    /// <summary>Decodes it, unless that has been done; who comes meanwhile waits.</summary>
    /// <returns>False where it is not what a tile of ours is.</returns>
    public bool Fill(RenderDesk desk, TilePack pack, TilePack.Entry entry, int width, int height)
    {
        lock (door)
        {
            return readable ??= desk.Decode(pack, entry, width, height, new(Plane(0), Plane(1), Plane(2), TileGrid.Tile, Colour));
        }
    }

    /// <summary>A pack, and where in it the tile begins.</summary>
    internal readonly record struct Name(object Pack, long Offset);
}
