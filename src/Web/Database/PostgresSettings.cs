using System.Globalization;
using System.Text;

namespace Guanlian.Web.Database;

/// <summary>How the private server is set up. The files are ours and rewritten at every start; ALTER SYSTEM still works on top.</summary>
/// <param name="Durable">False for tests: nothing survives a power cut, everything is faster.</param>
internal sealed record PostgresSettings(bool Durable)
{
    /// <summary>The database role of the program; owner of everything.</summary>
    public const string Role = "guanlian";

    /// <summary>For real data.</summary>
    public static PostgresSettings Lasting { get; } = new(Durable: true);

    /// <summary>For data that is thrown away.</summary>
    public static PostgresSettings ThrowAway { get; } = new(Durable: false);

    /// <summary>Only the operating-system user we run as may connect, checked by the kernel on the socket; there is no password to lose.</summary>
    public void WriteAccessRules(string cluster)
    {
        Replace(Path.Combine(cluster, "pg_hba.conf"), $"local all {Role} peer map=owner\n");
        Replace(Path.Combine(cluster, "pg_ident.conf"), $"owner \"{DatabaseOwner.Ourselves}\" {Role}\n");
    }

    /// <summary>
    /// An eighth of the machine, within bounds: the search's narrow rows and the upper floors of its index then stay in the server's own
    /// memory, where a page costs a tenth of what the system's cache takes to hand it over.
    /// </summary>
    private static string SharedBuffers => $"{Math.Clamp(MachineMegabytes() / 8, 256, 1024)}MB";

    /// <summary>The server's settings, sized for one small machine shared with the program itself.</summary>
    public void Write(string cluster, string socketFolder)
    {
        WriteAccessRules(cluster);
        // Page images in the log are not compressed: splitting pages of the search's index writes one each, and making them small costs an
        // import more than writing them (bench/results).
        var durability = Durable
            ? "wal_compression = off"
            : """
              fsync = off
              synchronous_commit = off
              full_page_writes = off
              wal_level = minimal
              max_wal_senders = 0
              autovacuum_naptime = 1h
              """;
        Replace(Path.Combine(cluster, "postgresql.conf"), $"""
            # Written by Guanlian at every start. Put your own settings in with ALTER SYSTEM.
            listen_addresses = ''
            unix_socket_directories = '{socketFolder.Replace("'", "''", StringComparison.Ordinal)}'
            unix_socket_permissions = 0700
            max_connections = {(Durable ? 60 : 200)}
            shared_buffers = {(Durable ? SharedBuffers : "128MB")}
            effective_cache_size = 2GB
            work_mem = 16MB
            maintenance_work_mem = 128MB
            max_wal_size = 1GB
            random_page_cost = 1.1
            jit = off
            timezone = 'UTC'
            log_timezone = 'UTC'
            lc_messages = 'C.UTF-8'
            log_line_prefix = '%m [%p] '
            {durability}

            """);
    }

    private static long MachineMegabytes() =>
        long.Parse(File.ReadLines("/proc/meminfo").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    // Never writes through a link: the folder belongs to a user with fewer rights than we may have.
    private static void Replace(string path, string text)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException();
        }

        File.Delete(path);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        });
        file.Write(Encoding.UTF8.GetBytes(text));
    }
}
