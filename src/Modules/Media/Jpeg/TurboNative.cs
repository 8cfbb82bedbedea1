using System.Runtime.InteropServices;

namespace Guanlian.Media.Jpeg;

/// <summary>The functions of TurboJPEG that the binding calls: those of 2.1, which later ones still have.</summary>
internal static unsafe partial class TurboNative
{
    public const string Lib = "libturbojpeg.so.0";

    /// <summary>Chroma of half the width and half the height.</summary>
    public const int Subsampled420 = 2;

    /// <summary>Brightness and two differences of colour.</summary>
    public const int Yuv = 1;

    /// <summary>The exact transform, as libvips has it.</summary>
    public const int AccurateDct = 4096;

    /// <summary>The caller's memory is as large as it can get.</summary>
    public const int NoRealloc = 1024;

    /// <summary>The exports without which the library is of no use.</summary>
    public static readonly string[] Needed =
        ["tjInitDecompress", "tjInitCompress", "tjDestroy", "tjDecompressHeader3", "tjDecompressToYUVPlanes", "tjCompressFromYUVPlanes", "tjBufSize", "tjGetErrorStr2"];

    [LibraryImport(Lib, EntryPoint = "tjInitDecompress")]
    internal static partial nint InitDecompress();

    [LibraryImport(Lib, EntryPoint = "tjInitCompress")]
    internal static partial nint InitCompress();

    [LibraryImport(Lib, EntryPoint = "tjDestroy")]
    internal static partial int Destroy(nint handle);

    [LibraryImport(Lib, EntryPoint = "tjDecompressHeader3")]
    internal static partial int ReadHeader(nint handle, byte* encoded, nuint length, int* width, int* height, int* subsampling, int* colours);

    [LibraryImport(Lib, EntryPoint = "tjDecompressToYUVPlanes")]
    internal static partial int Decode(nint handle, byte* encoded, nuint length, byte** planes, int width, int* strides, int height, int flags);

    [LibraryImport(Lib, EntryPoint = "tjCompressFromYUVPlanes")]
    internal static partial int Encode(nint handle, byte** planes, int width, int* strides, int height, int subsampling, byte** into, nuint* length, int quality, int flags);

    [LibraryImport(Lib, EntryPoint = "tjBufSize")]
    internal static partial nuint MostBytes(int width, int height, int subsampling);

    [LibraryImport(Lib, EntryPoint = "tjGetErrorStr2")]
    internal static partial nint Error(nint handle);
}
