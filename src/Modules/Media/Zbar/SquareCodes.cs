using System.Text;

namespace Guanlian.Media.Zbar;

/// <summary>The QR codes in a grey picture. What ZBar makes for one picture is given back with it, so that no picture touches the next.</summary>
internal static unsafe class SquareCodes
{
    /// <summary>The texts of all codes found; none also where the library is not installed.</summary>
    /// <param name="grey">Row by row, without gaps.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="library">Name of its file.</param>
    public static IReadOnlyList<string> Read(byte[] grey, int width, int height, string library = ZbarNative.Lib)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNotEqual(grey.LongLength, (long)width * height, nameof(grey));
        if (!ZbarLibrary.IsThere(library))
        {
            return [];
        }

        var scanner = ZbarNative.CreateScanner();
        if (scanner == 0)
        {
            return [];
        }

        try
        {
            // No other kind of code is looked for: less to mistake, and less of the library is shown strangers' pictures.
            _ = ZbarNative.Set(scanner, ZbarNative.AllCodes, ZbarNative.LookedFor, 0);
            _ = ZbarNative.Set(scanner, ZbarNative.SquareCode, ZbarNative.LookedFor, 1);
            fixed (byte* points = grey)
            {
                return Read(scanner, points, (uint)width, (uint)height);
            }
        }
        finally
        {
            ZbarNative.DestroyScanner(scanner);
        }
    }

    private static List<string> Read(nint scanner, byte* points, uint width, uint height)
    {
        var texts = new List<string>();
        var image = ZbarNative.CreateImage();
        try
        {
            ZbarNative.SetFormat(image, ZbarNative.Grey);
            ZbarNative.SetSize(image, width, height);
            ZbarNative.SetPoints(image, points, (nuint)width * height, cleanup: 0);
            if (ZbarNative.Scan(scanner, image) > 0)
            {
                for (var found = ZbarNative.FirstFound(image); found != 0; found = ZbarNative.NextFound(found))
                {
                    var text = ZbarNative.TextOf(found);
                    // A text of which a part is missing, on another code, has another kind.
                    if (text != null && ZbarNative.KindOf(found) == ZbarNative.SquareCode)
                    {
                        texts.Add(Encoding.UTF8.GetString(text, (int)ZbarNative.LengthOf(found)));
                    }
                }
            }
        }
        finally
        {
            ZbarNative.DestroyImage(image);
        }

        return texts;
    }
}
