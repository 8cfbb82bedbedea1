using Guanlian.Media.Vips;

namespace Guanlian.Media.Zbar;

/// <summary>Whether ZBar is on this machine: without it no code is read in any picture, and everything else is done.</summary>
internal static class ZbarLibrary
{
    /// <param name="name">Of the library's file.</param>
    public static bool IsThere(string name = ZbarNative.Lib) => NativeParts.AreThere(name, ZbarNative.Needed);
}
