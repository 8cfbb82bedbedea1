using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Guanlian.Media.Planes;

/// <summary>
/// Makes sixteen rows of a smaller image at a time. First each is mixed out of the rows above and below it, many pixels of a row at once;
/// then the sixteen are woven, so that a vector holds the same pixel of all, and each pixel is mixed out of its neighbours.
/// </summary>
internal static unsafe class ShrinkRows
{
    /// <summary>Rows at a time.</summary>
    public const int Lanes = 16;

    /// <summary>Numbers begin as bytes with so many bits for parts; each of the two steps takes one.</summary>
    public const int PartBits = 7;

    /// <summary>Pixels of which one is made, at most.</summary>
    public const int MostTaps = 64;

    private const int Half = 8, Step = 32, BitsLeft = PartBits - 2;

    /// <summary>One row to make.</summary>
    /// <param name="Plane">Out of which plane.</param>
    /// <param name="Row">Which.</param>
    /// <param name="Into">Where it goes; 0 where it is not needed.</param>
    internal readonly record struct Lane(int Plane, int Row, nint Into);

    /// <param name="tiles">Where the pixels are.</param>
    /// <param name="bits">Pixels along the edge of a tile, as a power of two.</param>
    /// <param name="across">Weights along the row.</param>
    /// <param name="down">Weights down the column.</param>
    /// <param name="lanes">What to make.</param>
    /// <param name="desk">Whose memory to work in.</param>
    public static void Make(TileWindow tiles, int bits, LineWeights across, LineWeights down, ReadOnlySpan<Lane> lanes, RenderDesk desk)
    {
        var width = across.To - across.From;
        var stride = ((width + Step - 1) / Step * Step) + Step;
        var rows = (short*)desk.Rows.For((nuint)(Lanes * stride * sizeof(short)));
        var woven = (short*)desk.Woven.For((nuint)(Lanes * stride * sizeof(short)));
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (lanes[lane].Into != 0)
            {
                Mix(tiles, bits, lanes[lane], down, across.From, across.To, rows + (lane * stride));
            }
        }

        Weave(rows, stride, woven, width);
        MixAcross(woven, across, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(TileWindow tiles, int bits, Lane lane, LineWeights down, int from, int to, short* into)
    {
        var sources = stackalloc byte*[MostTaps];
        var (first, taps, mask) = (down.First[lane.Row], down.Taps, (1 << bits) - 1);
        fixed (short* parts = &MemoryMarshal.GetReference(down.Parts))
        {
            for (var column = from >> bits; column << bits < to; column++)
            {
                var (left, right) = (Math.Max(from, column << bits), Math.Min(to, (column + 1) << bits));
                for (var tap = 0; tap < taps; tap++)
                {
                    var row = first + tap;
                    sources[tap] = tiles.At(row >> bits, column).Plane(lane.Plane) + ((row & mask) << bits) + (left & mask);
                }

                MixDown(sources, parts + (lane.Row * taps), taps, into + (left - from), right - left);
            }
        }
    }

    // Optimised at once: after a start a visitor need not wait until the runtime finds out that these loops are hot.
    // Up to a step too many are written; the next tile's, or nobody, stand there.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixDown(byte** sources, short* parts, int taps, short* into, int length)
    {
        for (var x = 0; x < length; x += Step)
        {
            var (a, b) = (Vector256<short>.Zero, Vector256<short>.Zero);
            for (var tap = 0; tap < taps; tap++)
            {
                var part = Vector256.Create(parts[tap]);
                a += Vectors.Times(Vectors.Widen(sources[tap] + x), part);
                b += Vectors.Times(Vectors.Widen(sources[tap] + x + Lanes), part);
            }

            a.Store(into + x);
            b.Store(into + x + Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Weave(short* rows, int stride, short* woven, int width)
    {
        for (var x = 0; x < width; x += Half)
        {
            Vectors.Turn(rows + x, stride, woven + (x * Lanes), Lanes);
            Vectors.Turn(rows + (Half * stride) + x, stride, woven + (x * Lanes) + Half, Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MixAcross(short* woven, LineWeights across, ReadOnlySpan<Lane> lanes)
    {
        var block = stackalloc short[LineWeights.Block * Lanes];
        var turned = stackalloc short[LineWeights.Block * Lanes];
        var taps = across.Taps;
        fixed (short* parts = &MemoryMarshal.GetReference(across.Parts))
        fixed (int* firsts = &MemoryMarshal.GetReference(across.First))
        {
            for (var x = 0; x < across.Length; x += LineWeights.Block)
            {
                for (var i = 0; i < LineWeights.Block; i++)
                {
                    var sum = Vector256<short>.Zero;
                    var from = woven + ((firsts[x + i] - across.From) * Lanes);
                    var part = parts + ((x + i) * taps);
                    for (var tap = 0; tap < taps; tap++)
                    {
                        sum += Vectors.Times(Vector256.Load(from + (tap * Lanes)), Vector256.Create(part[tap]));
                    }

                    sum.Store(block + (i * Lanes));
                }

                Vectors.Turn(block, Lanes, turned, Half);
                Vectors.Turn(block + Half, Lanes, turned + (Half * Half), Half);
                for (var lane = 0; lane < Lanes; lane++)
                {
                    if (lanes[lane].Into != 0)
                    {
                        *(ulong*)(lanes[lane].Into + x) = Bytes(Vector128.Load(turned + (lane * Half)));
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bytes(Vector128<short> values)
    {
        var whole = (values + Vector128.Create((short)(1 << (BitsLeft - 1)))) >> BitsLeft;
        return Sse2.IsSupported
            ? Sse2.PackUnsignedSaturate(whole, whole).AsUInt64().ToScalar()
            : Vector128.Narrow(Clamp(whole), Clamp(whole)).AsUInt64().ToScalar();

        static Vector128<ushort> Clamp(Vector128<short> values) => Vector128.Max(Vector128<short>.Zero, Vector128.Min(Vector128.Create((short)255), values)).AsUInt16();
    }
}
