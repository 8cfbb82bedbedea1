using System.Runtime.InteropServices;

namespace Guanlian.Media.Vips;

/// <summary>Whether a library that is a help but no need is on this machine, whole.</summary>
internal static class NativeParts
{
    /// <summary>It is there and knows all that will be called; what is loaded stays, as it does for the calls themselves.</summary>
    /// <param name="library">The library's file.</param>
    /// <param name="calls">What will be called.</param>
    public static bool AreThere(string library, IEnumerable<string> calls) =>
        NativeLibrary.TryLoad(library, typeof(NativeParts).Assembly, null, out var loaded) && calls.All(call => NativeLibrary.TryGetExport(loaded, call, out _));
}
