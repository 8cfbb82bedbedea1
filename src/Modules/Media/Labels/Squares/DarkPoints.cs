namespace Guanlian.Media.Labels.Squares;

/// <summary>Which points of a grey picture are dark against what lies around them, so that a shadow over half the paper does no harm.</summary>
internal sealed class DarkPoints
{
    /// <summary>In percent of the mean around it.</summary>
    private const int Darker = 86;

    private readonly bool[] dark;

    private DarkPoints(int width, int height, bool[] dark) => (Width, Height, this.dark) = (width, height, dark);

    public int Width { get; }

    public int Height { get; }

    /// <summary>Outside of the picture all is light.</summary>
    public bool this[int x, int y] => (uint)x < (uint)Width && (uint)y < (uint)Height && dark[(y * Width) + x];

    /// <summary>The point that a place lies in.</summary>
    public bool At(double x, double y) => this[(int)Math.Floor(x), (int)Math.Floor(y)];

    /// <param name="grey">Row by row.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="around">How far to each side a point is compared with.</param>
    public static DarkPoints Of(byte[] grey, int width, int height, int around)
    {
        // Sums of all above and to the left: the mean of any rectangle is four of them.
        var sums = new int[(width + 1) * (height + 1)];
        for (var y = 0; y < height; y++)
        {
            var row = 0;
            for (var x = 0; x < width; x++)
            {
                row += grey[(y * width) + x];
                sums[((y + 1) * (width + 1)) + x + 1] = sums[(y * (width + 1)) + x + 1] + row;
            }
        }

        var dark = new bool[width * height];
        for (var y = 0; y < height; y++)
        {
            var (top, bottom) = (Math.Max(0, y - around) * (width + 1), Math.Min(height, y + around + 1) * (width + 1));
            var high = (bottom - top) / (width + 1);
            for (var x = 0; x < width; x++)
            {
                var (left, right) = (Math.Max(0, x - around), Math.Min(width, x + around + 1));
                long sum = sums[bottom + right] - sums[bottom + left] - sums[top + right] + sums[top + left];
                dark[(y * width) + x] = (long)grey[(y * width) + x] * high * (right - left) * 100 < sum * Darker;
            }
        }

        return new(width, height, dark);
    }
}
