namespace Guanlian.Media.Planes;

/// <summary>
/// Of which pixels of a line each pixel of a shorter line is made, and how much of each: Lanczos with three lobes, stretched as much as
/// the line is shortened, as libvips does it. Pixels beyond the ends count as the last ones.
/// </summary>
internal sealed class LineWeights
{
    /// <summary>The whole, of which weights are parts; at an end, where what lies beyond counts as the last, one may be a little more.</summary>
    public const int One = 1 << 14;

    /// <summary>Lines are made this many pixels at a time; what is too many repeats the last.</summary>
    public const int Block = 8;

    private const int Lobes = 3, Steps = 512;

    /// <summary>By the distance, from nothing to all lobes; behind them zeros, so that one may look one further.</summary>
    private static readonly float[] Lanczos = [.. Enumerable.Range(0, (Lobes * Steps) + 2).Select(i => i < Lobes * Steps ? (float)(Sinc((double)i / Steps) * Sinc((double)i / Steps / Lobes)) : 0)];

    private int[] first = [];
    private short[] parts = [];
    private float[] line = [];

    /// <summary>Pixels of which each is made.</summary>
    public int Taps { get; private set; }

    /// <summary>How many are made, in full blocks.</summary>
    public int Length { get; private set; }

    /// <summary>The first pixel that counts.</summary>
    public int From { get; private set; }

    /// <summary>Behind the last pixel that counts.</summary>
    public int To { get; private set; }

    /// <summary>The first pixel of which each is made.</summary>
    public ReadOnlySpan<int> First => first;

    /// <summary>All weights, <see cref="Taps"/> for each.</summary>
    public ReadOnlySpan<short> Parts => parts;

    /// <summary>Behind the last pixel of which one is made.</summary>
    public int End(int pixel) => first[pixel] + Taps;

    /// <param name="from">The first pixel that counts.</param>
    /// <param name="to">Behind the last.</param>
    /// <param name="start">Where the shorter line begins, in pixels of the longer.</param>
    /// <param name="step">Pixels of the longer in one of the shorter; 1 or more.</param>
    /// <param name="length">Of the shorter.</param>
    public void Fill(int from, int to, double start, double step, int length)
    {
        var radius = Lobes * step;
        var same = step == 1 && start == Math.Floor(start);
        (From, To, Length, Taps) = (from, to, (length + Block - 1) / Block * Block, same ? 1 : Math.Min((int)Math.Ceiling(2 * radius) + 1, to - from));
        (first, parts, line) = (AtLeast(first, Length), AtLeast(parts, Length * Taps), AtLeast(line, Taps));
        for (var i = 0; i < length; i++)
        {
            if (same)
            {
                (first[i], parts[i]) = (Math.Clamp((int)start + i, from, to - 1), One);
                continue;
            }

            Fill(i, start + ((i + 0.5) * step) - 0.5, radius, (float)(Steps / step));
        }

        for (var i = length; i < Length; i++)
        {
            first[i] = first[length - 1];
            parts.AsSpan((length - 1) * Taps, Taps).CopyTo(parts.AsSpan(i * Taps));
        }
    }

    private void Fill(int pixel, double middle, double radius, float steps)
    {
        var (lowest, highest) = ((int)Math.Ceiling(middle - radius), (int)Math.Floor(middle + radius));
        var at = Math.Clamp(lowest, From, To - Taps);
        var weights = line.AsSpan(0, Taps);
        weights.Clear();
        var sum = 0f;
        for (var i = lowest; i <= highest; i++)
        {
            var far = (float)Math.Abs(i - middle) * steps;
            var near = Math.Min((int)far, Lobes * Steps);
            var weight = Lanczos[near] + ((Lanczos[near + 1] - Lanczos[near]) * (far - near));
            weights[Math.Clamp(i, From, To - 1) - at] += weight;
            sum += weight;
        }

        first[pixel] = at;
        Round(weights, One / sum, parts.AsSpan(pixel * Taps, Taps));
    }

    // What rounding leaves over goes to the largest, so that an even ground stays as it is.
    private static void Round(ReadOnlySpan<float> weights, float scale, Span<short> into)
    {
        var (left, largest) = (One, 0);
        for (var i = 0; i < weights.Length; i++)
        {
            var part = (int)MathF.Round(weights[i] * scale);
            left -= part;
            into[i] = (short)part;
            largest = weights[i] > weights[largest] ? i : largest;
        }

        into[largest] += (short)left;
    }

    private static T[] AtLeast<T>(T[] array, int length) => array.Length >= length ? array : new T[length + (length / 4)];

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
