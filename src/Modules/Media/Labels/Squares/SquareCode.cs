namespace Guanlian.Media.Labels.Squares;

/// <summary>
/// Reads a QR code in a grey photograph. Our own, because it is small and the packages that do it are not to be had everywhere: it knows
/// the sizes that labels have (versions 1 to 5) and lies, turns, slants and shadows as they come from a photographer's table.
/// </summary>
internal static class SquareCode
{
    /// <summary>Parts of the longer edge that a point is compared with to each side.</summary>
    private static readonly int[] Around = [12, 48];

    /// <summary>The text of the first code found; null where there is none.</summary>
    public static string? Read(byte[] grey, int width, int height) => Around
        .Select(part => DarkPoints.Of(grey, width, height, Math.Max(8, Math.Max(width, height) / part)))
        .SelectMany(points => Corners.Threes(points).SelectMany(three => Mesh.Read(points, three))).Select(CodeText.Of).FirstOrDefault(text => text is not null);
}
