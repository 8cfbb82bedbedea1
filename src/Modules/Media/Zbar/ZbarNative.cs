using System.Runtime.InteropServices;

namespace Guanlian.Media.Zbar;

/// <summary>The functions of ZBar that the binding calls. Its <c>unsigned long</c> is as long as an address wherever this program runs.</summary>
internal static unsafe partial class ZbarNative
{
    public const string Lib = "libzbar.so.0";

    /// <summary>Every kind of code.</summary>
    public const int AllCodes = 0;

    /// <summary>QR codes.</summary>
    public const int SquareCode = 64;

    /// <summary>The setting by which a kind of code is looked for.</summary>
    public const int LookedFor = 0;

    /// <summary>Y800: one byte of brightness a point, rows without gaps.</summary>
    public const nuint Grey = 'Y' | ('8' << 8) | ('0' << 16) | ('0' << 24);

    /// <summary>The exports without which the library is of no use.</summary>
    public static readonly string[] Needed =
    [
        "zbar_image_scanner_create", "zbar_image_scanner_destroy", "zbar_image_scanner_set_config", "zbar_image_create", "zbar_image_destroy", "zbar_image_set_format",
        "zbar_image_set_size", "zbar_image_set_data", "zbar_scan_image", "zbar_image_first_symbol", "zbar_symbol_next", "zbar_symbol_get_type", "zbar_symbol_get_data",
        "zbar_symbol_get_data_length",
    ];

    [LibraryImport(Lib, EntryPoint = "zbar_image_scanner_create")]
    internal static partial nint CreateScanner();

    [LibraryImport(Lib, EntryPoint = "zbar_image_scanner_destroy")]
    internal static partial void DestroyScanner(nint scanner);

    [LibraryImport(Lib, EntryPoint = "zbar_image_scanner_set_config")]
    internal static partial int Set(nint scanner, int code, int setting, int value);

    [LibraryImport(Lib, EntryPoint = "zbar_image_create")]
    internal static partial nint CreateImage();

    [LibraryImport(Lib, EntryPoint = "zbar_image_destroy")]
    internal static partial void DestroyImage(nint image);

    [LibraryImport(Lib, EntryPoint = "zbar_image_set_format")]
    internal static partial void SetFormat(nint image, nuint format);

    [LibraryImport(Lib, EntryPoint = "zbar_image_set_size")]
    internal static partial void SetSize(nint image, uint width, uint height);

    /// <param name="image">Which.</param>
    /// <param name="points">Stay the caller's.</param>
    /// <param name="length">Of the points.</param>
    /// <param name="cleanup">A function that frees the points; none where they stay the caller's.</param>
    [LibraryImport(Lib, EntryPoint = "zbar_image_set_data")]
    internal static partial void SetPoints(nint image, byte* points, nuint length, nint cleanup);

    /// <returns>How many codes were found; less than nothing where it would not look.</returns>
    [LibraryImport(Lib, EntryPoint = "zbar_scan_image")]
    internal static partial int Scan(nint scanner, nint image);

    /// <returns>The image's own, as are all that follow it; none where nothing was found.</returns>
    [LibraryImport(Lib, EntryPoint = "zbar_image_first_symbol")]
    internal static partial nint FirstFound(nint image);

    [LibraryImport(Lib, EntryPoint = "zbar_symbol_next")]
    internal static partial nint NextFound(nint found);

    [LibraryImport(Lib, EntryPoint = "zbar_symbol_get_type")]
    internal static partial int KindOf(nint found);

    [LibraryImport(Lib, EntryPoint = "zbar_symbol_get_data")]
    internal static partial byte* TextOf(nint found);

    [LibraryImport(Lib, EntryPoint = "zbar_symbol_get_data_length")]
    internal static partial uint LengthOf(nint found);
}
