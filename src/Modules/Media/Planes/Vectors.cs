using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Guanlian.Media.Planes;

/// <summary>Steps that processors have and the framework has no common name for; with the same result on all of them.</summary>
internal static class Vectors
{
    /// <summary>Half of each times its weight, rounded: of the bits for parts one goes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Times(Vector256<short> values, Vector256<short> weights) => Avx2.IsSupported
        ? Avx2.MultiplyHighRoundScale(values, weights)
        : Vector256.Create(Times(values.GetLower(), weights.GetLower()), Times(values.GetUpper(), weights.GetUpper()));

    /// <summary>Sixteen bytes as numbers that leave <see cref="ShrinkRows.PartBits"/> for parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Vector256<short> Widen(byte* bytes)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.ConvertToVector256Int16(bytes) << ShrinkRows.PartBits;
        }

        var (low, high) = Vector128.Widen(Vector128.Load(bytes));
        return Vector256.Create(low, high).AsInt16() << ShrinkRows.PartBits;
    }

    /// <summary>Eight rows of eight become eight columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Turn(short* from, nint fromStride, short* into, nint intoStride)
    {
        var (a, b) = Pair16(Vector128.Load(from), Vector128.Load(from + fromStride));
        var (c, d) = Pair16(Vector128.Load(from + (2 * fromStride)), Vector128.Load(from + (3 * fromStride)));
        var (e, f) = Pair16(Vector128.Load(from + (4 * fromStride)), Vector128.Load(from + (5 * fromStride)));
        var (g, h) = Pair16(Vector128.Load(from + (6 * fromStride)), Vector128.Load(from + (7 * fromStride)));
        var ((ac1, ac2), (eg1, eg2)) = (Pair32(a, c), Pair32(e, g));
        var ((bd1, bd2), (fh1, fh2)) = (Pair32(b, d), Pair32(f, h));
        Store(ac1, eg1, into, intoStride);
        Store(ac2, eg2, into + (2 * intoStride), intoStride);
        Store(bd1, fh1, into + (4 * intoStride), intoStride);
        Store(bd2, fh2, into + (6 * intoStride), intoStride);
    }

    private static Vector128<short> Times(Vector128<short> values, Vector128<short> weights)
    {
        if (Ssse3.IsSupported)
        {
            return Ssse3.MultiplyHighRoundScale(values, weights);
        }

        if (AdvSimd.IsSupported)
        {
            return AdvSimd.MultiplyRoundedDoublingSaturateHigh(values, weights);
        }

        var ((a, b), (c, d)) = (Vector128.Widen(values), Vector128.Widen(weights));
        var half = Vector128.Create(LineWeights.One);
        return Vector128.Narrow(((a * c) + half) >> 15, ((b * d) + half) >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<int> Low, Vector128<int> High) Pair16(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
        {
            return (Sse2.UnpackLow(a, b).AsInt32(), Sse2.UnpackHigh(a, b).AsInt32());
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return (AdvSimd.Arm64.ZipLow(a, b).AsInt32(), AdvSimd.Arm64.ZipHigh(a, b).AsInt32());
        }

        var ((a1, a2), (b1, b2)) = (Vector128.Widen(a.AsUInt16()), Vector128.Widen(b.AsUInt16()));
        return ((a1 | (b1 << 16)).AsInt32(), (a2 | (b2 << 16)).AsInt32());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<long> Low, Vector128<long> High) Pair32(Vector128<int> a, Vector128<int> b)
    {
        if (Sse2.IsSupported)
        {
            return (Sse2.UnpackLow(a, b).AsInt64(), Sse2.UnpackHigh(a, b).AsInt64());
        }

        if (AdvSimd.Arm64.IsSupported)
        {
            return (AdvSimd.Arm64.ZipLow(a, b).AsInt64(), AdvSimd.Arm64.ZipHigh(a, b).AsInt64());
        }

        var ((a1, a2), (b1, b2)) = (Vector128.Widen(a.AsUInt32()), Vector128.Widen(b.AsUInt32()));
        return ((a1 | (b1 << 32)).AsInt64(), (a2 | (b2 << 32)).AsInt64());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Store(Vector128<long> a, Vector128<long> b, short* into, nint stride)
    {
        Vector128.Create(a.GetLower(), b.GetLower()).AsInt16().Store(into);
        Vector128.Create(a.GetUpper(), b.GetUpper()).AsInt16().Store(into + stride);
    }
}
