using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Tiles;
using Guanlian.Media.Vips;
using Guanlian.Media.Zbar;

namespace Guanlian.Media.Labels;

/// <summary>
/// The worker's look for an object's label in a photograph: in grey, at the size that pages show, so that it needs no second decoding of
/// the master and the same little memory for every photograph. Without ZBar no label is found.
/// </summary>
internal static class ReadLabel
{
    private const int Edge = 1600, Least = 60;

    /// <returns>What the label says; null for a photograph without one, also where it holds other codes.</returns>
    public static string? In(string tiles)
    {
        using var pack = TilePack.Open(tiles);
        var (width, height) = (pack.Grid.Width, pack.Grid.Height);
        if (Math.Min(width, height) < Least)
        {
            return null;
        }

        var stored = pack.Sizes.FirstOrDefault(s => Math.Max(s.Width, s.Height) == Edge);
        var jpeg = stored.Entry.Length > 0 ? pack.Bytes(stored.Entry) : RenderImage.Render(pack, new(0, 0, width, height, width, height));
        return In(jpeg);
    }

    // ZBar misses some codes at one size that it reads at another, so what has no label is looked at once more at half the size.
    private static string? In(byte[] jpeg)
    {
        using var grey = VipsImage.FromJpeg(jpeg).Then("colourspace", c => c.Set("space", "b-w"));
        if (In(grey) is { } label)
        {
            return label;
        }

        using var half = VipsImage.FromJpeg(jpeg).Then("colourspace", c => c.Set("space", "b-w")).Then("resize", c => c.Set("scale", 0.5));
        return In(half);
    }

    private static unsafe string? In(VipsImage grey)
    {
        if (Math.Min(grey.Width, grey.Height) < Least)
        {
            return null; // a strip: there is no room for a label in it
        }

        var points = new byte[grey.Width * grey.Height];
        fixed (byte* start = points)
        {
            grey.CopyTo(start, grey.Width);
        }

        return SquareCodes.Read(points, grey.Width, grey.Height).FirstOrDefault(text => ObjectLabel.TryParse(text, out _));
    }
}
