namespace Guanlian.ImagesBench;

/// <summary>What viewers ask for: every tile of the pyramid's grid, and parts of any size; the same for all that are measured.</summary>
internal static class Addresses
{
    private const int Tile = 256, Seed = 20261120;

    /// <summary>IIIF addresses of all tiles: region/size/rotation/quality.</summary>
    public static List<string> Grid(string image, int width, int height)
    {
        var paths = new List<string>();
        for (var scale = 1; ; scale *= 2)
        {
            var step = Tile * scale;
            for (var y = 0; y < height; y += step)
            {
                for (var x = 0; x < width; x += step)
                {
                    var (w, h) = (Math.Min(step, width - x), Math.Min(step, height - y));
                    paths.Add(FormattableString.Invariant($"{image}/{x},{y},{w},{h}/{(w + scale - 1) / scale},/0/default.jpg"));
                }
            }

            if (step >= width && step >= height)
            {
                return paths;
            }
        }
    }

    /// <summary>Parts of 300 to 3,000 pixels, shown in widths of 100 to 1,000.</summary>
    public static List<string> Random(string image, int width, int height, int count)
    {
        var chance = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (w, h) = (chance.Next(300, Math.Min(3000, width)), chance.Next(300, Math.Min(3000, height)));
            var (x, y) = (chance.Next(0, width - w), chance.Next(0, height - h));
            return FormattableString.Invariant($"{image}/{x},{y},{w},{h}/{Math.Min(w, chance.Next(100, 1000))},/0/default.jpg");
        })];
    }

    /// <summary>The files that <c>vips dzsave</c> made, as addresses.</summary>
    public static List<string> Files(string folder, string prefix) =>
        [.. Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Select(f => $"{prefix}/{Path.GetRelativePath(folder, f)}").Order(StringComparer.Ordinal)];
}
