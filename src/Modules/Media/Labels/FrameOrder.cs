using System.Globalization;
using System.Text.Json;
using Guanlian.Media.Arriving;
using Guanlian.Media.Data;

namespace Guanlian.Media.Labels;

/// <summary>
/// The frames of a batch as they were taken: by the camera's clock where it wrote the time into every one of them, else by their names
/// as people count. In which order they came says nothing: they are sent side by side and again.
/// </summary>
internal static class FrameOrder
{
    private static readonly string[] Forms = ["yyyy:MM:dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"];

    /// <summary>One frame and the label after which it was taken.</summary>
    /// <param name="Image">The frame.</param>
    /// <param name="After">Null before the first label; a label stands after none.</param>
    internal sealed record Frame(StoredImage Image, StoredImage? After);

    public static IReadOnlyList<Frame> Of(IReadOnlyCollection<StoredImage> batch)
    {
        var timed = batch.Select(i => (Image: i, Taken: TakenAt(i.Camera), Name: NumberInName.SortKey(i.FileName))).ToList();
        var ordered = timed.All(t => t.Taken is not null)
            ? timed.OrderBy(t => t.Taken).ThenBy(t => t.Name, StringComparer.Ordinal)
            : timed.OrderBy(t => t.Name, StringComparer.Ordinal);
        var (frames, label) = (new List<Frame>(batch.Count), (StoredImage?)null);
        foreach (var image in ordered.ThenBy(t => t.Image.FileName, StringComparer.Ordinal).ThenBy(t => t.Image.Id).Select(t => t.Image))
        {
            frames.Add(new(image, image.Label is null ? label : null));
            label = image.Label is null ? label : image;
        }

        return frames;
    }

    /// <summary>When the camera says that it was taken, by its own clock; null where it does not.</summary>
    public static DateTime? TakenAt(string? camera)
    {
        if (camera is null)
        {
            return null;
        }

        using var said = JsonDocument.Parse(camera);
        if (!said.RootElement.TryGetProperty("taken", out var taken)
            || !DateTime.TryParseExact(taken.GetString(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            return null;
        }

        // "42" is 42 hundredths, "042" as many thousandths.
        return said.RootElement.TryGetProperty("subsecond", out var part) && part.GetString() is { Length: > 0 and <= 6 } digits && digits.All(char.IsAsciiDigit)
            ? at.AddSeconds(double.Parse($"0.{digits}", CultureInfo.InvariantCulture))
            : at;
    }
}
