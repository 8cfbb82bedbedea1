using System.Globalization;
using Guanlian.Media.Access;
using Guanlian.Media.Data;

namespace Guanlian.Media.Details;

/// <summary>A part of an image in percent of it, as IIIF writes it: <c>pct:12.5,20,30,25.25</c>.</summary>
internal readonly record struct Region(decimal X, decimal Y, decimal Width, decimal Height)
{
    private const decimal Whole = 100, Least = 0.01m;

    /// <summary>Whether it lies in the image and can be seen.</summary>
    public bool IsInside => X >= 0 && Y >= 0 && Width >= Least && Height >= Least && X + Width <= Whole && Y + Height <= Whole;

    /// <summary>Four numbers as they are typed; what a hand drew over the edge is cut off at it.</summary>
    public static bool TryRead(string? x, string? y, string? width, string? height, out Region region)
    {
        region = default;
        if (!(Number(x, out var left) && Number(y, out var top) && Number(width, out var wide) && Number(height, out var high)))
        {
            return false;
        }

        region = new(left, top, Math.Min(wide, Whole - left), Math.Min(high, Whole - top));
        return left < Whole && top < Whole && wide <= Whole && high <= Whole && region.IsInside;
    }

    /// <summary>Left, top, width and height in pixels of the image, as viewers name a part of it; all of it where they name none.</summary>
    public static Region OfPixels(StoredImage image, double[]? box)
    {
        return box is [var x, var y, var wide, var high] ? new(Part(x, image.Width), Part(y, image.Height), Part(wide, image.Width), Part(high, image.Height)) : new(0, 0, Whole, Whole);

        static decimal Part(double pixels, int of) => (decimal)Math.Clamp(pixels / of, 0, 1) * Whole;
    }

    /// <summary>Left, top, width and height in whole pixels of the image; at least one of each, and none outside.</summary>
    public (int X, int Y, int Width, int Height) PixelsOf(StoredImage image)
    {
        var (left, top) = (Math.Min((int)(X * image.Width / Whole), image.Width - 1), Math.Min((int)(Y * image.Height / Whole), image.Height - 1));
        return (left, top, Length(Width, image.Width, left), Length(Height, image.Height, top));

        static int Length(decimal percent, int of, int from) => Math.Clamp((int)Math.Round(percent * of / Whole, MidpointRounding.AwayFromZero), 1, of - from);
    }

    /// <summary>The size of a picture of it, not larger than it is, with this longest edge at most.</summary>
    public (int Width, int Height) Fit(StoredImage image, int edge)
    {
        var (wide, high) = ((double)Width * image.Width / 100, (double)Height * image.Height / 100);
        var scale = Math.Min(1, edge / Math.Max(wide, high));
        return (Math.Max(1, (int)Math.Round(wide * scale)), Math.Max(1, (int)Math.Round(high * scale)));
    }

    /// <summary>Relative address of a picture of it: as large as the face shows it, with this longest edge at most.</summary>
    public string AddressOn(StoredImage image, int edge, PageFace? face = null) =>
        string.Create(CultureInfo.InvariantCulture, $"iiif/3/{image.Id:N}{face?.Ending}/{this}/!{edge},{edge}/0/default.jpg");

    /// <summary>As the viewer's shared addresses name it: parts of one.</summary>
    public string View(StoredImage image) => string.Create(CultureInfo.InvariantCulture, $"{image.Id:N},{X / 100:0.######},{Y / 100:0.######},{Width / 100:0.######},{Height / 100:0.######}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"pct:{X:0.####},{Y:0.####},{Width:0.####},{Height:0.####}");

    private static bool Number(string? text, out decimal number) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && (number = Math.Round(number, 4)) >= 0;
}
