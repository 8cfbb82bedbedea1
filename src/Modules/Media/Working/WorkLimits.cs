using System.Runtime.InteropServices;

namespace Guanlian.Media.Working;

/// <summary>What a worker may use before the system stops it.</summary>
internal static partial class WorkLimits
{
    /// <summary>2 gigapixels.</summary>
    public const long Pixels = 2_000_000_000;

    /// <summary>The longest edge that the loaders read.</summary>
    public const int Edge = 100_000;

    /// <summary>4 GB.</summary>
    public const long FileBytes = 4L << 30;

    /// <summary>Private memory of a worker.</summary>
    public const long Memory = 1L << 30;

    /// <summary>Looking at a head, and making all tiles of the largest image.</summary>
    public static readonly TimeSpan ToLook = TimeSpan.FromSeconds(20), ToTile = TimeSpan.FromMinutes(30);

    private const int Data = 2, FileSize = 1, Core = 4;

    /// <summary>For this process, from now on.</summary>
    public static void Set()
    {
        Limit(Data, Memory);
        Limit(FileSize, 4 * FileBytes);
        Limit(Core, 0);
    }

    private static void Limit(int what, long most)
    {
        var limit = new ResourceLimit { Now = (ulong)most, Most = (ulong)most };
        if (SetLimit(what, ref limit) != 0)
        {
            throw new InvalidOperationException($"limit {what} could not be set: {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int what, ref ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct ResourceLimit
    {
        public ulong Now;
        public ulong Most;
    }
}
