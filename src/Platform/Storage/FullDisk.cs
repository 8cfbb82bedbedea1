using Npgsql;

namespace Guanlian.Platform.Storage;

/// <summary>A step that met a full disk: it has written nothing and can be taken again once there is room.</summary>
public static class FullDisk
{
    private const int NoSpaceLeft = 28;

    /// <summary>The database's disk is full, or it has no memory or connections left; or the program's own folder for passing files is full.</summary>
    public static bool Is(Exception? e) => e switch
    {
        null => false,
        PostgresException told => told.SqlState.StartsWith("53", StringComparison.Ordinal),
        IOException file when (file.HResult & 0xffff) == NoSpaceLeft => true,
        _ => Is(e.InnerException),
    };
}
