using System.Runtime.InteropServices;

namespace Guanlian.Media.Zbar;

/// <summary>Whether ZBar is on this machine: without it no code is read in any picture, and everything else is done.</summary>
internal static class ZbarLibrary
{
    /// <param name="name">Of the library's file.</param>
    public static bool IsThere(string name = ZbarNative.Lib)
    {
        if (!NativeLibrary.TryLoad(name, typeof(ZbarLibrary).Assembly, null, out var library))
        {
            return false;
        }

        // What is loaded stays, as it does for the calls themselves.
        return ZbarNative.Needed.All(export => NativeLibrary.TryGetExport(library, export, out _));
    }
}
