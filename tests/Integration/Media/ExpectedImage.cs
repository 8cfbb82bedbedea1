using System.Globalization;
using Guanlian.Hosting.Media;

namespace Guanlian.Integration.Media;

/// <summary>
/// What the IIIF Image API says must come out of <see cref="Picture.Slope"/>, worked out here anew from the words of the standard and from
/// the known colour of every pixel; nothing of the server is used.
/// </summary>
internal sealed record ExpectedImage(int X, int Y, int W, int H, int OutWidth, int OutHeight, int Turns, bool Mirrored)
{
    public static ExpectedImage? Of(int api, int width, int height, string region, string size, string rotation)
    {
        var (x, y, w, h) = Region(region, width, height);
        if (Size(api, size, w, h) is not { } made)
        {
            return null;
        }

        var mirrored = rotation.StartsWith('!');
        return new(x, y, w, h, made.W, made.H, int.Parse(rotation.TrimStart('!'), CultureInfo.InvariantCulture) / 90 % 4, mirrored);
    }

    /// <summary>Colour of a pixel of the answer.</summary>
    public (double Red, double Green, double Blue) At(int u, int v, int width, int height)
    {
        // The pixel's middle, turned back, mirrored back, scaled back.
        var (wide, high) = Turns % 2 == 0 ? (OutWidth, OutHeight) : (OutHeight, OutWidth);
        var (p, q) = ((u + 0.5) / wide, (v + 0.5) / high);
        var (a, b) = Turns switch { 1 => (q, 1 - p), 2 => (1 - p, 1 - q), 3 => (1 - q, p), _ => (p, q) };
        a = Mirrored ? 1 - a : a;
        return (Value(X + (a * W) - 0.5, width), Value(Y + (b * H) - 0.5, height), 96);
    }

    /// <summary>How bright eyes see a colour, in the same scale.</summary>
    public static double Grey((double Red, double Green, double Blue) colour)
    {
        var light = (0.2126 * Linear(colour.Red)) + (0.7152 * Linear(colour.Green)) + (0.0722 * Linear(colour.Blue));
        return 255 * (light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055);
    }

    private static double Linear(double value) => value / 255 is var v && v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4);

    private static double Value(double place, int length) => 16 + (Math.Clamp(place, 0, length - 1) * 224 / (length - 1));

    private static (int X, int Y, int W, int H) Region(string text, int width, int height)
    {
        if (text == "full")
        {
            return (0, 0, width, height);
        }

        if (text == "square")
        {
            var edge = Math.Min(width, height);
            return ((width - edge) / 2, (height - edge) / 2, edge, edge);
        }

        var percent = text.StartsWith("pct:", StringComparison.Ordinal);
        var n = text.Replace("pct:", "", StringComparison.Ordinal).Split(',').Select(t => decimal.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        var (x, y, w, h) = percent
            ? (Round(n[0] * width / 100), Round(n[1] * height / 100), Round(n[2] * width / 100), Round(n[3] * height / 100))
            : ((int)n[0], (int)n[1], (int)n[2], (int)n[3]);
        return (x, y, Math.Min(w, width - x), Math.Min(h, height - y));
    }

    /// <summary>Null where the standard wants it refused.</summary>
    private static (int W, int H)? Size(int api, string text, int w, int h)
    {
        var may = api == 2 || text.StartsWith('^');
        var size = text.TrimStart('^');
        if (size is "max" or "full")
        {
            return size == "full" && api == 3 ? null : (w, h);
        }

        (int W, int H) made;
        if (size.StartsWith("pct:", StringComparison.Ordinal))
        {
            var percent = decimal.Parse(size[4..], CultureInfo.InvariantCulture);
            made = (Round(w * percent / 100), Round(h * percent / 100));
        }
        else if (size.StartsWith('!'))
        {
            var box = size[1..].Split(',').Select(t => decimal.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            var scale = Math.Min(box[0] / w, box[1] / h);
            scale = may ? scale : Math.Min(1, scale);
            made = (Round(w * scale), Round(h * scale));
        }
        else
        {
            var sides = size.Split(',');
            made = sides[1].Length == 0 ? (int.Parse(sides[0], CultureInfo.InvariantCulture), Round(h * decimal.Parse(sides[0], CultureInfo.InvariantCulture) / w))
                : sides[0].Length == 0 ? (Round(w * decimal.Parse(sides[1], CultureInfo.InvariantCulture) / h), int.Parse(sides[1], CultureInfo.InvariantCulture))
                : (int.Parse(sides[0], CultureInfo.InvariantCulture), int.Parse(sides[1], CultureInfo.InvariantCulture));
        }

        return !may && (made.W > w || made.H > h) ? null : made;
    }

    private static int Round(decimal value) => (int)Math.Round(value, MidpointRounding.AwayFromZero);
}
