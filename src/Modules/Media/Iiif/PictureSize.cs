using System.Globalization;
using Guanlian.Media.Access;
using Guanlian.Media.Data;
using Guanlian.Media.Tiles;

namespace Guanlian.Media.Iiif;

/// <summary>Sizes of pictures on pages: those that lie stored, so that nothing is made when a page is read.</summary>
internal static class PictureSize
{
    public const int Small = 200, Medium = 400, Large = 800, Huge = 1600;

    /// <summary>The size with this longest edge; the image's own where it is smaller.</summary>
    public static (int Width, int Height) Fit(StoredImage image, int edge)
    {
        var longest = Math.Max(image.Width, image.Height);
        return longest <= edge ? (image.Width, image.Height) : (Of(image.Width), Of(image.Height));

        int Of(int length) => Math.Max(1, (int)Math.Round((double)length * edge / longest));
    }

    public static string Text(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{width},{height}");

    /// <summary>Relative address of the picture in that size, or as large as the face shows it.</summary>
    public static string AddressOf(StoredImage image, int edge, PageFace? face = null)
    {
        var (width, height) = Fit(image, edge);
        var whole = TileGrid.Over(Math.Max(image.Width, image.Height), 1 << TileGrid.FirstWithin(image.Width, image.Height, face?.Edge));
        return $"iiif/3/{image.Id:N}{face?.Ending}/full/{(Math.Max(width, height) >= whole ? "max" : Text(width, height))}/0/default.jpg";
    }

    /// <summary>For <c>srcset</c>: every stored size up to the largest given.</summary>
    public static string SetOf(StoredImage image, int most, PageFace? face = null) => string.Join(", ", new[] { Small, Medium, Large, Huge }.Where(e => e <= most)
        .Select(e => (Address: AddressOf(image, e, face), Fit(image, e).Width)).DistinctBy(s => s.Address)
        .Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Address} {s.Width}w")));

    /// <summary>A class of the style sheet: one of 64 grounds near the picture's own colour, shown until it is there.</summary>
    public static string ToneOf(StoredImage image) => image.Colour is { Length: 7 } colour
        ? "tone-" + string.Concat(new[] { 1, 3, 5 }.Select(at => Convert.ToInt32(colour.Substring(at, 2), 16) / 64))
        : "";
}
