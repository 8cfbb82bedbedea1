using Guanlian.Contracts.Catalogue;
using Guanlian.Media.Labels.Squares;
using Guanlian.Media.Tiles;
using Guanlian.Media.Vips;

namespace Guanlian.Media.Labels;

/// <summary>
/// The worker's look for an object's label in a photograph: in grey, at the size that pages show, so that it needs no second decoding of
/// the master and the same little memory for every photograph.
/// </summary>
internal static class ReadLabel
{
    private const int Edge = 1600, Least = 60;

    /// <returns>What the label says; null for a photograph without one, also where it holds some other code.</returns>
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

    private static unsafe string? In(byte[] jpeg)
    {
        using var grey = VipsImage.FromJpeg(jpeg).Then("colourspace", c => c.Set("space", "b-w"));
        if (Math.Min(grey.Width, grey.Height) < Least)
        {
            return null; // a strip: there is no room for a label in it
        }

        var points = new byte[grey.Width * grey.Height];
        fixed (byte* start = points)
        {
            grey.CopyTo(start, grey.Width);
        }

        return ObjectLabel.TryParse(SquareCode.Read(points, grey.Width, grey.Height), out var label) ? label.ToString() : null;
    }
}
