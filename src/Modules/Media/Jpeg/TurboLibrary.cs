using Guanlian.Media.Vips;

namespace Guanlian.Media.Jpeg;

/// <summary>Whether TurboJPEG is on this machine: what it does is then faster, and without it everything is still done.</summary>
internal static class TurboLibrary
{
    /// <param name="name">Of the library's file.</param>
    public static bool IsThere(string name = TurboNative.Lib) => NativeParts.AreThere(name, TurboNative.Needed);
}

/// <summary>TurboJPEG said no; the message is technical.</summary>
internal sealed class TurboException(string message) : Exception(message);
