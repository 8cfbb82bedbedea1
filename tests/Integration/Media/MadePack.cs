using Guanlian.Hosting;
using Guanlian.Hosting.Media;
using Guanlian.Media.Sample;
using Guanlian.Media.Tiles;
using Guanlian.Media.Vips;
using Guanlian.Media.Working;

namespace Guanlian.Integration.Media;

/// <summary>Packs of tiles made for tests, without a museum around them.</summary>
internal sealed class MadePack : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private MadePack(Func<string, string> make) => Tiles = TilePack.Open(make(folder.Path));

    public TilePack Tiles { get; }

    /// <summary>As the worker cuts it.</summary>
    public static MadePack Of(byte[] file, string kind) => new(folder =>
    {
        var (master, tiles) = (Path.Combine(folder, "master"), Path.Combine(folder, "made.tiles"));
        File.WriteAllBytes(master, file);
        CutImage.Cut(new(master, kind, tiles), tiles);
        return tiles;
    });

    /// <summary>A photograph full of small things: 1561 × 2048 pixels.</summary>
    public static MadePack OfHall() => Of(SamplePictures.Read("great-hall.jpg"), "jpeg");

    /// <summary>The upper left of that photograph.</summary>
    public static MadePack OfCorner(int width, int height) => Of(Hall(width, height, "pngsave", null), "png");

    /// <summary>A photograph whose tiles are encoded in another way than ours are.</summary>
    public static MadePack WithTilesOf(int width, int height, Action<VipsCall> settings, int? always = null) => new(folder =>
    {
        var path = Path.Combine(folder, "made.tiles");
        var grid = new TileGrid(width, height);
        using (var writer = new TilePack.Writer(path, grid, 0))
        {
            foreach (var level in grid.Levels)
            {
                for (var number = 0; number < level.Columns * level.Rows; number++)
                {
                    var (column, row) = (number % level.Columns, number / level.Columns);
                    var (w, h) = (Math.Min(TileGrid.Tile, level.Width - (column * TileGrid.Tile)), Math.Min(TileGrid.Tile, level.Height - (row * TileGrid.Tile)));
                    using var tile = new MemoryStream(Hall(always ?? w, always ?? h, "jpegsave", settings));
                    writer.AddTile(level.First + number, tile);
                }
            }

            writer.Finish([1, 2, 3]);
        }

        return path;
    });

    public void Dispose()
    {
        Tiles.Dispose();
        folder.Dispose();
    }

    private static byte[] Hall(int width, int height, string saver, Action<VipsCall>? settings) => Picture.Decode(SamplePictures.Read("great-hall.jpg"), "jpeg")
        .Encode(saver, settings, i => i.Then("extract_area", c => c.Set("left", 40).Set("top", 60).Set("width", width).Set("height", height), input: "input"));
}
