using System.Globalization;
using System.Text.RegularExpressions;
using Guanlian.Media.Tiles;

namespace Guanlian.Media.Iiif;

/// <summary>Versions of the IIIF Image API.</summary>
internal enum ImageApi
{
    Two = 2,
    Three = 3,
}

/// <summary>
/// What an address of the IIIF Image API asks of an image of a certain size: read once, exactly, by the grammar of 3.0 or 2.1. What
/// does not fit the grammar, the image or the limits is null: the answer is 400.
/// </summary>
internal sealed partial record ImageRequest
{
    /// <summary>Pixels of an answer, at most.</summary>
    public const int MaxArea = 16_000_000;

    /// <summary>How much larger it may become by being turned: a square by an eighth doubles, a long strip grows without end.</summary>
    private const int MostTurned = 4;

    private static readonly Dictionary<string, Tones> Qualities = new(StringComparer.Ordinal)
    {
        ["default"] = Tones.Colour,
        ["color"] = Tones.Colour,
        ["gray"] = Tones.Grey,
        ["bitonal"] = Tones.Bitonal,
    };

    private static readonly Dictionary<string, ImageFormat> Formats = new(StringComparer.Ordinal)
    {
        ["jpg"] = ImageFormat.Jpg,
        ["png"] = ImageFormat.Png,
        ["webp"] = ImageFormat.Webp,
    };

    private ImageRequest(ImageApi api, Rendering asked, string canonical) => (Api, Asked, Canonical) = (api, asked, canonical);

    public ImageApi Api { get; }

    public Rendering Asked { get; }

    /// <summary>The one address among all that ask for the same: region/size/rotation/quality.format.</summary>
    public string Canonical { get; }

    /// <summary>Reads the four parts of an address.</summary>
    /// <param name="api">Whose grammar.</param>
    /// <param name="width">Of the image.</param>
    /// <param name="height">Of the image.</param>
    /// <param name="region">First part.</param>
    /// <param name="size">Second part.</param>
    /// <param name="rotation">Third part.</param>
    /// <param name="file">Quality and format, a point between.</param>
    /// <param name="edge">Longest edge of an answer, where there is such a limit.</param>
    public static ImageRequest? Read(ImageApi api, int width, int height, string region, string size, string rotation, string file, int? edge = null)
    {
        var point = file.IndexOf('.', StringComparison.Ordinal);
        if (point < 0 || !Qualities.TryGetValue(file[..point], out var tones) || !Formats.TryGetValue(file[(point + 1)..], out var format)
            || RegionOf(region, width, height) is not { } part || Turn(rotation) is not { } turn)
        {
            return null;
        }

        var limit = Math.Min(edge ?? int.MaxValue, LongestOf(format));
        if (SizeOf(api, size, part, limit) is not { } made)
        {
            return null;
        }

        var asked = new Rendering(part.X, part.Y, part.Width, part.Height, made.Width, made.Height)
        {
            WidthFollows = Sides().Match(size.TrimStart('^')) is { Success: true } sides && sides.Groups[1].Length == 0,
            HeightFollows = Sides().Match(size.TrimStart('^')) is { Success: true } both && both.Groups[2].Length == 0,
            Mirrored = turn.Mirrored,
            Degrees = turn.Degrees,
            Tones = tones,
            Format = format,
        };
        var (turnedWidth, turnedHeight) = asked.Turned;
        return turnedWidth * turnedHeight > (double)MaxArea * MostTurned || Math.Max(turnedWidth, turnedHeight) > LongestOf(format) + 1 ? null
            : new(api, asked, CanonicalOf(api, width, height, asked, file[(point + 1)..], limit));
    }

    /// <summary>Longer edges cannot be written in files of that kind.</summary>
    private static int LongestOf(ImageFormat format) => format switch { ImageFormat.Jpg => 65_500, ImageFormat.Webp => 16_383, _ => int.MaxValue - 1 };

    private static Part? RegionOf(string text, int width, int height)
    {
        if (text == "full")
        {
            return new(0, 0, width, height);
        }

        if (text == "square")
        {
            var edge = Math.Min(width, height);
            return new((width - edge) / 2, (height - edge) / 2, edge, edge);
        }

        double[] numbers;
        if (text.StartsWith("pct:", StringComparison.Ordinal))
        {
            if (Decimals(text[4..]) is not { Length: 4 } percent)
            {
                return null;
            }

            numbers = [.. percent.Select((p, i) => Round(p / 100 * (i % 2 == 0 ? width : height)))];
        }
        else if (Integers(text) is { Length: 4 } pixels)
        {
            numbers = [.. pixels.Select(p => (double)p)];
        }
        else
        {
            return null;
        }

        var (x, y) = (numbers[0], numbers[1]);
        var (w, h) = (Math.Min(numbers[2], width - x), Math.Min(numbers[3], height - y));
        return w < 1 || h < 1 ? null : new((int)x, (int)y, (int)w, (int)h);
    }

    private static Size? SizeOf(ImageApi api, string text, Part part, int edge)
    {
        var larger = api == ImageApi.Two;
        if (api == ImageApi.Three && text.StartsWith('^'))
        {
            (larger, text) = (true, text[1..]);
        }

        var most = part.Within(MaxArea, edge, larger && api == ImageApi.Three);
        if (text == "max")
        {
            return most;
        }

        if (text == "full")
        {
            return api == ImageApi.Two ? Fits(part.Width, part.Height, part, larger, edge) : null;
        }

        if (text.StartsWith("pct:", StringComparison.Ordinal))
        {
            return Decimals(text[4..]) is [var percent]
                ? Fits((int)Round(Math.Min(part.Width * percent / 100, int.MaxValue)), (int)Round(Math.Min(part.Height * percent / 100, int.MaxValue)), part, larger, edge)
                : null;
        }

        if (text.StartsWith('!'))
        {
            if (Integers(text[1..]) is not [> 0 and var w, > 0 and var h])
            {
                return null;
            }

            var confined = part.Inside(w, h, larger);
            return confined.Area <= MaxArea && Math.Max(confined.Width, confined.Height) <= edge ? confined : part.Inside(most.Width, most.Height, true);
        }

        return Sides().Match(text) is { Success: true } sides
            ? OfSides(Whole(sides.Groups[1].Value), Whole(sides.Groups[2].Value), part, larger, edge)
            : null;
    }

    private static Size? OfSides(int? width, int? height, Part part, bool larger, int edge) => (width, height) switch
    {
        (-1, _) or (_, -1) or (null, null) => null,
        ({ } w, { } h) => Fits(w, h, part, larger, edge),
        ({ } w, null) => Fits(w, Scaled(part.Height, w, part.Width), part, larger, edge),
        (null, { } h) => Fits(Scaled(part.Width, h, part.Height), h, part, larger, edge),
    };

    // One side given: the other follows, and is never nothing.
    private static int Scaled(int length, int other, int of) => (int)Math.Clamp(Round((double)length * other / of), other == 0 ? 0 : 1, int.MaxValue);

    private static Size? Fits(int width, int height, Part part, bool larger, int edge) =>
        width < 1 || height < 1 || (long)width * height > MaxArea || Math.Max(width, height) > edge || (!larger && (width > part.Width || height > part.Height)) ? null : new(width, height);

    private static (bool Mirrored, double Degrees)? Turn(string text)
    {
        var mirrored = text.StartsWith('!');
        return Decimals(mirrored ? text[1..] : text) is [<= 360 and var degrees] ? (mirrored, degrees == 360 ? 0 : degrees) : null;
    }

    private static string CanonicalOf(ImageApi api, int width, int height, Rendering asked, string format, int edge)
    {
        var part = new Part(asked.X, asked.Y, asked.PartWidth, asked.PartHeight);
        var whole = part == new Part(0, 0, width, height);
        var region = whole ? "full" : Text($"{part.X},{part.Y},{part.Width},{part.Height}");
        var full = asked.Width == part.Width && asked.Height == part.Height;
        var size = api == ImageApi.Three
            ? part.Within(MaxArea, edge, false) == new Size(asked.Width, asked.Height) ? "max"
                : (asked.Width > part.Width || asked.Height > part.Height ? "^" : "") + Text($"{asked.Width},{asked.Height}")
            : full ? "full"
            : asked.Height == Scaled(part.Height, asked.Width, part.Width) ? Text($"{asked.Width},") : Text($"{asked.Width},{asked.Height}");
        var turn = (asked.Mirrored ? "!" : "") + asked.Degrees.ToString("0.####", CultureInfo.InvariantCulture);
        var quality = asked.Tones switch { Tones.Grey => "gray", Tones.Bitonal => "bitonal", _ => "default" };
        return $"{region}/{size}/{turn}/{quality}.{format}";
    }

    // A half counts as a whole, as in other servers.
    private static double Round(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static int[]? Integers(string text)
    {
        var numbers = text.Split(',').Select(Whole).ToArray();
        return numbers.Any(n => n is null or < 0) ? null : [.. numbers.Select(n => n!.Value)];
    }

    /// <returns>Null for nothing, -1 for what is no number.</returns>
    private static int? Whole(string text) => text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static double[]? Decimals(string text)
    {
        var parts = text.Split(',');
        return parts.All(p => p.Length <= 20 && Decimal().IsMatch(p)) ? [.. parts.Select(p => double.Parse(p, CultureInfo.InvariantCulture))] : null;
    }

    [GeneratedRegex(@"^([0-9]*),([0-9]*)\z")]
    private static partial Regex Sides();

    [GeneratedRegex(@"^[0-9]+(?:\.[0-9]+)?\z")]
    private static partial Regex Decimal();

    private readonly record struct Size(int Width, int Height)
    {
        public long Area => (long)Width * Height;
    }

    private readonly record struct Part(int X, int Y, int Width, int Height)
    {
        /// <summary>As large as a rectangle allows.</summary>
        public Size Inside(int width, int height, bool larger)
        {
            var scale = Math.Min((double)width / Width, (double)height / Height);
            return At(larger ? scale : Math.Min(1, scale));
        }

        /// <summary>As large as an area and an edge allow.</summary>
        public Size Within(int area, int edge, bool larger)
        {
            var scale = Math.Min(Math.Sqrt(area / ((double)Width * Height)), (double)edge / Math.Max(Width, Height));
            if (!larger && scale >= 1)
            {
                return new(Width, Height);
            }

            // Rounding up both sides must not step over the limit.
            var (w, h) = (Math.Max(1, (int)(Width * scale)), Math.Max(1, (int)(Height * scale)));
            return new(Math.Min(w, area / h), h);
        }

        private Size At(double scale) => new(
            (int)Math.Clamp(Round(Width * scale), 1, int.MaxValue), (int)Math.Clamp(Round(Height * scale), 1, int.MaxValue));
    }
}
