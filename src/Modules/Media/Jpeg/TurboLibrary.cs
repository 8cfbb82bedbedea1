using System.Runtime.InteropServices;

namespace Guanlian.Media.Jpeg;

/// <summary>Whether TurboJPEG is on this machine: what it does is then faster, and without it everything is still done.</summary>
internal static class TurboLibrary
{
    /// <param name="name">Of the library's file.</param>
    public static bool IsThere(string name = TurboNative.Lib)
    {
        if (!NativeLibrary.TryLoad(name, typeof(TurboLibrary).Assembly, null, out var library))
        {
            return false;
        }

        // What is loaded stays, as it does for the calls themselves.
        return TurboNative.Needed.All(export => NativeLibrary.TryGetExport(library, export, out _));
    }
}

/// <summary>TurboJPEG said no; the message is technical.</summary>
internal sealed class TurboException(string message) : Exception(message);
