using System.Diagnostics;
using Guanlian.Load;

namespace Guanlian.ImagesBench;

/// <summary>The platform with the sample province, to which one museum's photographs are brought by command.</summary>
internal sealed class Product(string launcher, string folder, bool keep) : IAsyncDisposable
{
    private readonly ServerUnderTest server = new(Path.GetFullPath(launcher), folder);
    private string museum = "";

    public Uri Address => server.Address;

    /// <summary>Loads the sample and finds a museum with public objects.</summary>
    public async Task PrepareAsync()
    {
        if (OperatingSystem.IsLinux())
        {
            // A private database will not run as root: its own user must get through.
            File.SetUnixFileMode(Path.GetDirectoryName(folder)!, File.GetUnixFileMode(Path.GetDirectoryName(folder)!) | UnixFileMode.OtherExecute);
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        }

        await server.StartAsync();
        museum = await AskAsync($"""
            select p.code from catalogue.object o join members.pub_party p on p.id = o.institution_id
             where {Public} group by p.code order by count(*) desc, p.code limit 1
            """);
        await server.StopAsync();
    }

    /// <summary>Brings a folder of photographs in, and waits until all of them can be looked at.</summary>
    public async Task<TimeSpan> ImportAsync(string photographs)
    {
        var watch = Stopwatch.StartNew();
        await server.RunAsync("import", "images", photographs, "--institution", museum);
        return watch.Elapsed;
    }

    /// <summary>Serves; the photograph and the large image belong to public objects.</summary>
    /// <returns>Their names in addresses.</returns>
    public async Task<IReadOnlyList<string>> ServeAsync(string photograph, string? large)
    {
        await server.StartAsync();
        var names = new List<string>();
        foreach (var file in new[] { Path.GetFileName(photograph) is { } ? "photograph.jpg" : "", large is null ? null : Path.GetFileName(large) }.OfType<string>())
        {
            await AskAsync($"""
                update media.image i set place = 1, object_id = (
                    select o.id from catalogue.object o where o.institution_id = i.institution_id and {Public}
                       and not exists (select from media.image x where x.object_id = o.id) order by o.serial limit 1)
                 where i.id = (select id from media.image where file_name = '{file}' and state = 'Ready' order by object_id nulls last, created_at limit 1) and i.object_id is null
                """);
            names.Add(await AskAsync($"select replace(id::text, '-', '') from media.image where file_name = '{file}' and object_id is not null limit 1"));
        }

        await Task.Delay(TimeSpan.FromSeconds(3)); // what visitors see is remembered for a second
        return names;
    }

    /// <summary>Of the program itself, in MB.</summary>
    public double Memory() => server.Memory().Now;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        if (!keep && Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private const string Public = "o.state = 'Published' and o.shown_to = (select id from catalogue.audience where level = 'Public' limit 1)";

    private async Task<string> AskAsync(string sql)
    {
        var socket = Path.Combine(folder, "data", "postgres", "run");
        return (await Tools.RunAsync("psql", "-h", socket, "-U", "guanlian", "-v", "ON_ERROR_STOP=1", "-Atqc", sql, "guanlian")).Trim();
    }
}

/// <summary>The most memory that a worker process has had, as the kernel counts it.</summary>
internal sealed class WorkerMemory : IDisposable
{
    private readonly CancellationTokenSource over = new();
    private readonly Task watching;
    private long most;

    public WorkerMemory() => watching = WatchAsync();

    public double MostMegabytes() => Interlocked.Read(ref most) / 1024.0;

    public void Dispose()
    {
        over.Cancel();
        watching.GetAwaiter().GetResult();
        over.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!over.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)))
            {
                try
                {
                    if ((await File.ReadAllTextAsync(Path.Combine(process, "cmdline"))).Contains("image-worker", StringComparison.Ordinal))
                    {
                        var line = (await File.ReadAllLinesAsync(Path.Combine(process, "status"))).First(l => l.StartsWith("VmHWM", StringComparison.Ordinal));
                        var kilobytes = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], null);
                        Interlocked.Exchange(ref most, Math.Max(Interlocked.Read(ref most), kilobytes));
                    }
                }
                catch (Exception gone) when (gone is IOException or InvalidOperationException)
                {
                    // It ended meanwhile.
                }
            }

            await Task.Delay(200, CancellationToken.None);
        }
    }
}
