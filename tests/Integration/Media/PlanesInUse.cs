using Guanlian.Hosting;
using Guanlian.Media.Jpeg;
using Guanlian.Media.Planes;
using Guanlian.Media.Tiles;

namespace Guanlian.Integration.Media;

/// <summary>The fast way of making views: who takes it, what it remembers, and what it gives back.</summary>
public sealed class PlanesInUse
{
    private const int Threads = 6, Each = 120, FewTiles = 9;

    private readonly ManualClock clock = new();

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Many_at_once_get_what_one_alone_gets_and_the_bound_of_memory_is_kept(int seed)
    {
        using var pack = MadePack.OfHall();
        using var alone = new RenderPlanes(clock);
        using var planes = new RenderPlanes(clock, most: FewTiles);
        var views = Enumerable.Range(0, 40).Select(i => ByChance(new Random((seed * 1000) + i), pack.Tiles.Grid)).ToArray();
        var expected = views.Select(v => alone.Try(pack.Tiles, v)!).ToArray();
        var most = 0;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                var chance = new Random((seed * 100) + thread);
                for (var i = 0; i < Each; i++)
                {
                    var number = chance.Next(views.Length);
                    Assert.Equal(expected[number], planes.Try(pack.Tiles, views[number]));
                    InterlockedMax(ref most, planes.Cache.Rooms);
                    if (chance.Next(30) == 0)
                    {
                        planes.Cache.Empty();
                    }
                }
            },
            default, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(0, planes.Cache.InUse);
        Assert.InRange(planes.Cache.Rooms, 0, FewTiles);

        // Each rendering holds two rows of tiles at most, and this image has seven columns.
        Assert.InRange(most, 1, FewTiles + (Threads * 2 * pack.Tiles.Grid.Levels[0].Columns));
    }

    [Fact]
    public void More_tiles_than_the_bound_are_never_kept_and_an_idle_program_keeps_none()
    {
        using var pack = MadePack.OfHall();
        using var planes = new RenderPlanes(clock, most: 20);
        var whole = new Rendering(0, 0, 1561, 2048, 1561, 2048);
        Assert.NotNull(planes.Try(pack.Tiles, whole));
        Assert.Equal(20, planes.Cache.Rooms);
        clock.Advance(TimeSpan.FromMinutes(2));
        planes.GiveBack();
        Assert.Equal(20, planes.Cache.Rooms);
        clock.Advance(TimeSpan.FromMinutes(2));
        planes.GiveBack();
        Assert.Equal(0, planes.Cache.Rooms);
        Assert.NotNull(planes.Try(pack.Tiles, whole));
    }

    [Fact]
    public void A_look_over_all_of_an_image_does_not_push_out_what_was_wanted_twice()
    {
        using var pack = MadePack.OfHall();
        using var planes = new RenderPlanes(clock, most: 20);
        var corner = new Rendering(0, 0, 500, 500, 500, 500);
        Assert.Equal(planes.Try(pack.Tiles, corner), planes.Try(pack.Tiles, corner));
        var before = Named(planes, pack);
        Assert.Equal(4, before.Length);
        Assert.NotNull(planes.Try(pack.Tiles, new(0, 600, 1561, 1448, 1561, 1448)));
        Assert.Equal(before, Named(planes, pack));
    }

    [Fact]
    public void What_is_not_usual_is_left_to_libvips_to_the_last_byte()
    {
        using var pack = MadePack.OfHall();
        using var planes = new RenderPlanes(clock);
        var usual = new Rendering(100, 100, 600, 500, 300, 250);
        Assert.NotNull(planes.Try(pack.Tiles, usual));
        Assert.NotEqual(RenderImage.Render(pack.Tiles, usual), planes.Render(pack.Tiles, usual));
        foreach (var other in new[]
        {
            usual with { Format = ImageFormat.Png }, usual with { Format = ImageFormat.Webp }, usual with { Tones = Tones.Grey }, usual with { Tones = Tones.Bitonal },
            usual with { Mirrored = true }, usual with { Degrees = 90 }, usual with { Degrees = 22.5 },
            usual with { Width = 601 }, usual with { Height = 501 }, usual with { Height = 2, Width = 600 },
        })
        {
            Assert.Null(planes.Try(pack.Tiles, other));
            Assert.Equal(RenderImage.Render(pack.Tiles, other), planes.Render(pack.Tiles, other));
        }

        Assert.Equal(RenderImage.Render(pack.Tiles, usual, "示例馆"), planes.Render(pack.Tiles, usual, "示例馆"));
    }

    [Fact]
    public void Without_the_library_everything_is_made_by_libvips()
    {
        Assert.True(TurboLibrary.IsThere());
        Assert.False(TurboLibrary.IsThere("libturbojpeg.so.missing"));
        Assert.False(TurboLibrary.IsThere("libc.so.6")); // a library, but not that one
        using var pack = MadePack.OfCorner(600, 500);
        using var planes = new RenderPlanes(clock, "libturbojpeg.so.missing");
        var asked = new Rendering(10, 20, 500, 400, 250, 200);
        Assert.Null(planes.Try(pack.Tiles, asked));
        Assert.Equal(RenderImage.Render(pack.Tiles, asked), planes.Render(pack.Tiles, asked));
        Assert.Equal(0, planes.Cache.Rooms);
    }

    [Theory, InlineData("off", 90), InlineData("on", 60)]
    public void Tiles_with_colour_at_full_size_are_left_to_libvips(string subsample, int quality)
    {
        using var pack = MadePack.WithTilesOf(600, 500, c => c.Set("Q", quality).Set("subsample-mode", subsample));
        using var planes = new RenderPlanes(clock);
        var asked = new Rendering(10, 20, 500, 400, 400, 320);
        Assert.Equal(subsample == "on", planes.Try(pack.Tiles, asked) is not null);
        if (subsample == "off")
        {
            Assert.Equal(RenderImage.Render(pack.Tiles, asked), planes.Render(pack.Tiles, asked));
            Assert.Equal((0, 0), (planes.Cache.InUse, planes.Cache.Rooms));
        }
    }

    [Fact]
    public void A_tile_of_another_size_than_its_place_is_never_decoded_into_memory()
    {
        // Every tile is as large as a whole one, and those at the edges must not be.
        using var pack = MadePack.WithTilesOf(600, 500, c => c.Set("Q", 75), always: TileGrid.Tile);
        using var planes = new RenderPlanes(clock);
        Assert.NotNull(planes.Try(pack.Tiles, new(0, 0, 200, 200, 200, 200)));
        Assert.Null(planes.Try(pack.Tiles, new(0, 0, 600, 500, 600, 500)));
        Assert.Equal(0, planes.Cache.InUse);
    }

    private static string[] Named(RenderPlanes planes, MadePack pack) => [.. planes.Cache.Proven.Where(n => n.Pack == pack.Tiles.Origin).Select(n => $"{n.Offset}").Order(StringComparer.Ordinal)];

    private static Rendering ByChance(Random chance, TileGrid grid)
    {
        var (w, h) = (chance.Next(1, 900), chance.Next(1, 900));
        var width = Math.Max(1, w / chance.Next(1, 5));
        return new(chance.Next(grid.Width - w), chance.Next(grid.Height - h), w, h, width, Math.Max(1, h * width / w));
    }

    private static void InterlockedMax(ref int most, int seen)
    {
        int before;
        while ((before = Volatile.Read(ref most)) < seen)
        {
            Interlocked.CompareExchange(ref most, seen, before);
        }
    }
}
