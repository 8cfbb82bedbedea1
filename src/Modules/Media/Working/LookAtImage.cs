using System.Globalization;
using Guanlian.Media.Vips;

namespace Guanlian.Media.Working;

/// <summary>Reads the head of a file: what it says of itself, before a pixel is decoded.</summary>
internal static class LookAtImage
{
    private const double MillimetresPerInch = 25.4;

    private static readonly (string Name, string Field)[] CameraFields =
    [
        ("maker", "exif-ifd0-Make"), ("model", "exif-ifd0-Model"), ("lens", "exif-ifd2-LensModel"), ("taken", "exif-ifd2-DateTimeOriginal"),
        ("subsecond", "exif-ifd2-SubSecTimeOriginal"),
        ("serial", "exif-ifd2-BodySerialNumber"), ("latitude", "exif-ifd3-GPSLatitude"), ("longitude", "exif-ifd3-GPSLongitude"),
    ];

    public static WorkDone Look(WorkOrder order)
    {
        using var image = Open(order, sequential: true);
        return Check(image) ?? Measured(image);
    }

    /// <summary>Opens a file with the one loader of its kind; the first page of several.</summary>
    public static VipsImage Open(WorkOrder order, bool sequential)
    {
        using var call = new VipsCall(order.Kind + "load");
        return call.Set("filename", order.File).Set("access", sequential ? "sequential" : "random").Set("fail-on", "truncated").Run().Image();
    }

    public static WorkDone? Check(VipsImage image) => (long)image.Width * image.Height > WorkLimits.Pixels || Math.Max(image.Width, image.Height) > WorkLimits.Edge
        ? new WorkDone { Refused = "media.file.too-many-pixels", Width = image.Width, Height = image.Height }
        : null;

    public static WorkDone Measured(VipsImage image)
    {
        var turned = image.Orientation is >= 5 and <= 8;
        return new()
        {
            Width = turned ? image.Height : image.Width,
            Height = turned ? image.Width : image.Height,
            PixelsPerInch = image.Has("resolution-unit") && image.PixelsPerMillimetre > 1 ? Math.Round(image.PixelsPerMillimetre * MillimetresPerInch, 2) : null,
            Camera = CameraFields.Select(f => (f.Name, Text: Plain(image.Text(f.Field)))).Where(f => f.Text.Length > 0).ToDictionary(f => f.Name, f => f.Text),
        };
    }

    // libvips writes the value, then in brackets its type and length.
    private static string Plain(string? text)
    {
        var end = text?.LastIndexOf(" (", StringComparison.Ordinal) ?? -1;
        return (end > 0 ? text![..end] : text ?? "").Trim().Normalize() is var plain && plain.Length > 120
            ? string.Create(CultureInfo.InvariantCulture, $"{plain.AsSpan(0, 120)}…") : plain;
    }
}
