using System.Runtime.InteropServices;

namespace Guanlian.Media.Jpeg;

/// <summary>A decoder and an encoder of JPEG that leave brightness and colour in planes of their own, as they are in the file. For one thread at a time.</summary>
internal sealed unsafe class TurboJpeg : IDisposable
{
    /// <summary>Bytes to read beyond an encoded image: the decoder's fast way needs some to be there up to the end.</summary>
    public const int Beyond = 4096;

    private nint decoder = Made(TurboNative.InitDecompress());
    private nint encoder = Made(TurboNative.InitCompress());

    /// <summary>Decodes an image with chroma of half the size.</summary>
    /// <param name="encoded">The file; <see cref="Beyond"/> bytes behind it may be read.</param>
    /// <param name="length">Of the file.</param>
    /// <param name="width">That it must have.</param>
    /// <param name="height">That it must have.</param>
    /// <param name="into">Room for full blocks.</param>
    /// <returns>False where it has another size or other planes, or is no JPEG.</returns>
    public bool TryDecode(byte* encoded, int length, int width, int height, in JpegPlanes into)
    {
        int w, h, subsampling, colours;
        var all = (nuint)length + Beyond;
        if (TurboNative.ReadHeader(decoder, encoded, all, &w, &h, &subsampling, &colours) != 0
            || (w, h, subsampling, colours) != (width, height, TurboNative.Subsampled420, TurboNative.Yuv))
        {
            return false;
        }

        var planes = stackalloc byte*[] { into.Light, into.Blue, into.Red };
        var strides = stackalloc int[] { into.LightStride, into.ColourStride, into.ColourStride };
        return TurboNative.Decode(decoder, encoded, all, planes, 0, strides, 0, 0) == 0;
    }

    /// <summary>Bytes that an encoded image takes, at most.</summary>
    public static nuint Most(int width, int height) => TurboNative.MostBytes(width, height, TurboNative.Subsampled420);

    /// <summary>Encodes planes; where a length is odd, the last row and column stand twice.</summary>
    /// <returns>Bytes written.</returns>
    public int Encode(in JpegPlanes from, int width, int height, int quality, byte* into, nuint room)
    {
        var planes = stackalloc byte*[] { from.Light, from.Blue, from.Red };
        var strides = stackalloc int[] { from.LightStride, from.ColourStride, from.ColourStride };
        var (written, length) = ((nint)into, room);
        return TurboNative.Encode(
            encoder, planes, width, strides, height, TurboNative.Subsampled420, (byte**)&written, &length, quality, TurboNative.AccurateDct | TurboNative.NoRealloc) == 0
            ? (int)length
            : throw new TurboException(Marshal.PtrToStringUTF8(TurboNative.Error(encoder)) ?? "");
    }

    public void Dispose()
    {
        foreach (var handle in new[] { decoder, encoder }.Where(h => h != 0))
        {
            _ = TurboNative.Destroy(handle);
        }

        (decoder, encoder) = (0, 0);
    }

    private static nint Made(nint handle) => handle != 0 ? handle : throw new TurboException("no handle");
}
