using System.Globalization;
using System.IO.Compression;
using Guanlian.Media.Labels;
using Guanlian.Media.Tiles;
using Guanlian.Media.Vips;

namespace Guanlian.Media.Working;

/// <summary>Decodes a master once, upright and in sRGB, and writes its pack of tiles.</summary>
internal static class CutImage
{
    /// <summary>Longest edges of the sizes that pages show.</summary>
    private static readonly int[] Sizes = [200, 400, 800, 1600];

    /// <summary>Where libvips writes its archive of tiles.</summary>
    public static string LooseOf(string tiles) => tiles + ".zip";

    public static WorkDone Cut(WorkOrder order, string tiles)
    {
        bool upright;
        using (var head = LookAtImage.Open(order, sequential: true))
        {
            if (LookAtImage.Check(head) is { } refused)
            {
                return refused;
            }

            upright = head.Orientation == 1;
        }

        var image = LookAtImage.Open(order, sequential: upright);
        var found = LookAtImage.Measured(image);
        var loose = LooseOf(tiles);
        try
        {
            using (var flat = Flat(upright ? image : image.Then("autorot")))
            {
                using var save = new VipsCall("dzsave");
                save.Set("in", flat).Set("filename", loose).Set("container", "zip").Set("compression", 0).Set("tile-size", TileGrid.Tile)
                    .Set("overlap", 0).Set("depth", "onetile").Set("suffix", ".jpg[Q=75]").Set("strip", "true").Run();
                found = found with { Width = flat.Width, Height = flat.Height };
            }

            found = found with { Colour = Pack(loose, tiles, new TileGrid(found.Width, found.Height)) };
            return order.ReadLabel ? found with { Label = ReadLabel.In(tiles) } : found;
        }
        finally
        {
            File.Delete(loose);
        }
    }

    /// <summary>Three bands of 8 bits in sRGB; what was clear becomes white.</summary>
    private static VipsImage Flat(VipsImage image)
    {
        var profiled = image.Has("icc-profile-data");
        if (profiled || image.Interpretation == VipsInterpretation.Cmyk)
        {
            image = image.Then("icc_transform", c =>
            {
                c.Set("output-profile", "srgb").Set("depth", 8).Set("embedded", "true");
                if (!profiled)
                {
                    c.Set("input-profile", "cmyk");
                }
            });
        }

        image = image.Then("colourspace", c => c.Set("space", "srgb")).Then("cast", c => c.Set("format", "uchar"));
        return image.HasAlpha ? image.Then("flatten", c => c.Set("background", "255 255 255")) : image;
    }

    private static string Pack(string loose, string tiles, TileGrid grid)
    {
        using var writer = new TilePack.Writer(tiles, grid, Sizes.Length);
        var longest = Math.Max(grid.Width, grid.Height);
        Span<byte> colour = stackalloc byte[3];
        using (var zip = ZipFile.OpenRead(loose))
        {
            var places = zip.Entries.Where(e => e.FullName.EndsWith(".jpg", StringComparison.Ordinal)).ToDictionary(PlaceOf);
            for (var level = 0; level < grid.Levels.Count; level++)
            {
                var at = grid.Levels[level];
                for (var row = 0; row < at.Rows; row++)
                {
                    for (var column = 0; column < at.Columns; column++)
                    {
                        using var encoded = places[(grid.Levels.Count - 1 - level, column, row)].Open();
                        writer.AddTile(at.Number(column, row), encoded);
                    }
                }
            }
        }

        writer.Finish(colour);
        using (var pack = TilePack.Open(tiles))
        {
            colour = MeanOf(pack);
            foreach (var edge in Sizes.Where(s => s < longest))
            {
                var (width, height) = (Fit(grid.Width, edge, longest), Fit(grid.Height, edge, longest));
                writer.AddSize(width, height, RenderImage.Render(pack, new(0, 0, grid.Width, grid.Height, width, height)));
            }
        }

        writer.Finish(colour);
        return string.Create(CultureInfo.InvariantCulture, $"#{colour[0]:x2}{colour[1]:x2}{colour[2]:x2}");
    }

    private static int Fit(int length, int edge, int longest) => Math.Max(1, (int)Math.Round((double)length * edge / longest));

    private static unsafe byte[] MeanOf(TilePack pack)
    {
        var last = pack.Grid.Levels.Count - 1;
        using var one = VipsImage.FromJpeg(pack.Bytes(pack.TileAt(last, 0, 0))).Then("thumbnail_image", c => c.Set("width", 1).Set("height", 1).Set("size", "force"));
        var mean = new byte[3];
        fixed (byte* pixel = mean)
        {
            one.CopyTo(pixel, mean.Length);
        }

        return mean;
    }

    // …_files/6/1_0.jpg: level (the smallest is 0), column, row.
    private static (int Level, int Column, int Row) PlaceOf(ZipArchiveEntry entry)
    {
        var steps = entry.FullName.Split('/');
        var at = entry.Name.Split('_', '.');
        return (int.Parse(steps[^2], CultureInfo.InvariantCulture), int.Parse(at[0], CultureInfo.InvariantCulture), int.Parse(at[1], CultureInfo.InvariantCulture));
    }
}
