using System.Collections.Concurrent;
using Guanlian.Media.Jpeg;
using Guanlian.Media.Tiles;

namespace Guanlian.Media.Planes;

/// <summary>
/// Makes views of an image, and the usual ones fast: upright JPEG in colour, no larger than the stored pixels and with nothing written over
/// it, is put together without leaving the planes of JPEG (docs/decisions/0197). Everything else is <see cref="RenderImage"/>'s.
/// </summary>
internal sealed unsafe class RenderPlanes : IDisposable
{
    /// <summary>Decoded tiles that are remembered: 32 MB.</summary>
    public const int MostTiles = (32 << 20) / TilePlanes.Bytes;

    /// <summary>Tiles beside each other; two rows of them are in use at once.</summary>
    private const int MostColumns = 64;

    /// <summary>Pixels that become one, along an edge.</summary>
    private const int MostStep = 8;

    private const int Quality = 80;

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(3), Look = TimeSpan.FromMinutes(1);

    private readonly ConcurrentBag<RenderDesk> desks = [];
    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly bool possible;
    private long usedAt;

    /// <param name="clock">Tells when nothing has been asked for a while.</param>
    /// <param name="library">Another library than TurboJPEG's own; one that is not there leaves everything to libvips.</param>
    /// <param name="most">Tiles to remember.</param>
    public RenderPlanes(TimeProvider clock, string library = TurboNative.Lib, int most = MostTiles)
    {
        (this.clock, possible, Cache) = (clock, TurboLibrary.IsThere(library), new(most));
        timer = clock.CreateTimer(_ => GiveBack(), null, Look, Look);
    }

    public PlaneCache Cache { get; }

    /// <param name="pack">The image.</param>
    /// <param name="asked">Which view.</param>
    /// <param name="mark">What is written over it; null for nothing.</param>
    public byte[] Render(TilePack pack, Rendering asked, string? mark = null) =>
        (mark is null ? Try(pack, asked) : null) ?? RenderImage.Render(pack, asked, mark);

    /// <summary>The view made of planes; null where it is none of the usual ones.</summary>
    public byte[]? Try(TilePack pack, Rendering asked)
    {
        if (!possible || View.Of(pack.Grid, asked) is not { } view)
        {
            return null;
        }

        Volatile.Write(ref usedAt, clock.GetUtcNow().Ticks);
        var desk = desks.TryTake(out var kept) ? kept : new();
        try
        {
            return Draw(pack, view, desk);
        }
        finally
        {
            desk.Rest();
            desks.Add(desk);
        }
    }

    /// <summary>Gives back all memory when nobody has asked for a while.</summary>
    public void GiveBack()
    {
        if (clock.GetUtcNow().Ticks - Volatile.Read(ref usedAt) >= Idle.Ticks)
        {
            Empty();
        }
    }

    public void Dispose()
    {
        timer.Dispose();
        Empty();
    }

    private void Empty()
    {
        Cache.Empty();
        while (desks.TryTake(out var desk))
        {
            desk.Dispose();
        }
    }

    private byte[]? Draw(TilePack pack, in View view, RenderDesk desk)
    {
        var at = pack.Grid.Levels[view.Level];
        var (light, colour) = (Weights(at, view, desk.Across, desk.Down, 1), Weights(at, view, desk.ColourAcross, desk.ColourDown, 2));
        var (rows, colourRows) = ((view.Height + 1) / 2 * 2, (view.Height + 1) / 2);
        var room = desk.Drawn.For((nuint)((long)light.Across.Length * rows) + (nuint)(2L * colour.Across.Length * colourRows));
        var blue = room + ((long)light.Across.Length * rows);
        var drawn = new JpegPlanes(room, blue, blue + ((long)colour.Across.Length * colourRows), light.Across.Length, colour.Across.Length);
        using var tiles = new TileWindow(Cache, desk, pack, view.Level, view.Left / TileGrid.Tile, (view.Right - 1) / TileGrid.Tile);
        Span<ShrinkRows.Lane> lanes = stackalloc ShrinkRows.Lane[ShrinkRows.Lanes];
        for (var y = 0; y < view.Height; y += ShrinkRows.Lanes)
        {
            var (c, half) = (y / 2, ShrinkRows.Lanes / 2);
            var (lastRow, lastColourRow) = (Math.Min(y + ShrinkRows.Lanes, view.Height) - 1, Math.Min(c + half, colourRows) - 1);
            if (!tiles.TryCover(
                Math.Min(light.Down.First[y] >> TilePlanes.LightBits, colour.Down.First[c] >> TilePlanes.ColourBits),
                Math.Max((light.Down.End(lastRow) - 1) >> TilePlanes.LightBits, (colour.Down.End(lastColourRow) - 1) >> TilePlanes.ColourBits)))
            {
                return null;
            }

            for (var i = 0; i < lanes.Length; i++)
            {
                // A row beyond the last one repeats it: the encoder wants an even number.
                lanes[i] = new(0, Math.Min(y + i, lastRow), y + i < rows ? (nint)(drawn.Light + ((long)(y + i) * drawn.LightStride)) : 0);
            }

            ShrinkRows.Make(tiles, TilePlanes.LightBits, light.Across, light.Down, lanes, desk);
            for (var i = 0; i < lanes.Length; i++)
            {
                var (plane, row) = (i < half ? 1 : 2, c + (i % half));
                lanes[i] = new(plane, Math.Min(row, lastColourRow), row < colourRows ? (nint)((plane == 1 ? drawn.Blue : drawn.Red) + ((long)row * drawn.ColourStride)) : 0);
            }

            ShrinkRows.Make(tiles, TilePlanes.ColourBits, colour.Across, colour.Down, lanes, desk);
        }

        return desk.Encode(drawn, view.Width, view.Height, Quality);
    }

    /// <summary>
    /// A pixel of colour lies in the middle of two times two of brightness, in the tiles as in the view. Those beside the view's own count
    /// too where they are at hand, as they do when colour is first made as large as brightness.
    /// </summary>
    private static (LineWeights Across, LineWeights Down) Weights(GridLevel level, in View view, LineWeights across, LineWeights down, int size)
    {
        Line(across, view.Left, view.Right, level.Width, view.Width);
        Line(down, view.Top, view.Bottom, level.Height, view.Height);
        return (across, down);

        void Line(LineWeights line, int from, int to, int whole, int length)
        {
            var (beside, edge) = (size - 1, TileGrid.Tile / size);
            var (first, last) = (from / size, TileGrid.Over(to, size));
            line.Fill(
                Math.Max(first - beside, first / edge * edge), Math.Min(last + beside, Math.Min(TileGrid.Over(whole, size), TileGrid.Over(last, edge) * edge)),
                (double)from / size, (double)(to - from) / length, TileGrid.Over(length, size));
        }
    }

    /// <summary>Which pixels of which level become how many.</summary>
    private readonly record struct View(int Level, int Left, int Right, int Top, int Bottom, int Width, int Height)
    {
        public static View? Of(TileGrid grid, Rendering asked)
        {
            if (asked is not { Format: ImageFormat.Jpg, Tones: Tones.Colour, Mirrored: false, Degrees: 0 })
            {
                return null;
            }

            var level = RenderImage.LevelFor(grid, asked);
            var at = grid.Levels[level];
            var (left, right) = RenderImage.Span(asked.X, asked.PartWidth, at.Scale, at.Width);
            var (top, bottom) = RenderImage.Span(asked.Y, asked.PartHeight, at.Scale, at.Height);
            return Shortens(right - left, asked.Width) && Shortens(bottom - top, asked.Height) && ((right - 1) / TileGrid.Tile) - (left / TileGrid.Tile) < MostColumns
                ? new(level, left, right, top, bottom, asked.Width, asked.Height)
                : null;
        }

        private static bool Shortens(int length, int to) => to <= length && length <= (long)to * MostStep;
    }
}
