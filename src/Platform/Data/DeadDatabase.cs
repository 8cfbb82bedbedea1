using System.Net.Sockets;
using Npgsql;

namespace Guanlian.Platform.Data;

/// <summary>A step that found no database. It can be taken again once there is one; only whether a commit that was under way went through is not known.</summary>
public static class DeadDatabase
{
    /// <summary>It cannot be reached, takes no more connections, is starting or stopping, or broke the connection off.</summary>
    public static bool Is(Exception? e) => e switch
    {
        null => false,
        PostgresException told => told.InvariantSeverity is "FATAL" or "PANIC",
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        _ => Is(e.InnerException),
    };
}
