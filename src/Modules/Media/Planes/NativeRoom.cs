using System.Runtime.InteropServices;

namespace Guanlian.Media.Planes;

/// <summary>Memory that is not the collector's; grows when more is asked for, and what was in it is then gone.</summary>
internal sealed unsafe class NativeRoom : IDisposable
{
    private const nuint Line = 64;

    private byte* start;

    public nuint Size { get; private set; }

    public byte* For(nuint bytes)
    {
        if (bytes > Size)
        {
            Dispose();
            start = (byte*)NativeMemory.AlignedAlloc(bytes, Line);
            Size = bytes;
        }

        return start;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(start);
        start = null;
        Size = 0;
    }
}
