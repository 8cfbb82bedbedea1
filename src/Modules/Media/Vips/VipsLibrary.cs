namespace Guanlian.Media.Vips;

/// <summary>libvips in this process: started once, bounded in threads and memory, closed to loaders that were not made for strangers' files.</summary>
internal static class VipsLibrary
{
    /// <summary>Bytes that libvips may remember of its own operations.</summary>
    private const int CacheMemory = 32 << 20;

    private static readonly Lazy<bool> Ready = new(Start);

    /// <summary>False where the library is not installed.</summary>
    public static bool IsHere => Ready.Value;

    /// <exception cref="VipsException">Where the library is not installed.</exception>
    public static void Need()
    {
        if (!IsHere)
        {
            throw new VipsException("libvips is not installed");
        }
    }

    private static bool Start()
    {
        try
        {
            if (VipsNative.Init("guanlian") != 0)
            {
                return false;
            }
        }
        catch (DllNotFoundException)
        {
            return false;
        }

        // Requests run side by side already; what is asked for again is kept by whoever asked.
        VipsNative.SetConcurrency(1);
        VipsNative.SetCacheMax(0);
        VipsNative.SetCacheMaxMemory(CacheMemory);
        VipsNative.BlockUntrusted(1);
        // Museums scan into JPEG 2000; its files are only ever opened in the worker.
        VipsNative.Block("VipsForeignLoadJp2k", 0);
        return true;
    }
}

/// <summary>libvips said no; the message is technical.</summary>
internal sealed class VipsException(string message) : Exception(message);
