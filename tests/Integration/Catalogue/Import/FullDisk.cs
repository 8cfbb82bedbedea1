using System.Diagnostics;
using System.Globalization;
using System.Text;
using Guanlian.Hosting;
using Guanlian.Hosting.Catalogue;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Guanlian.Integration.Catalogue.Import;

/// <summary>
/// An import on a disk that is really full: the tables that it fills lie on a small file system of their own. Needs the right to mount
/// one, and a server that keeps its files on this machine.
/// </summary>
public sealed class FullDisk : IAsyncLifetime
{
    private const int Rows = 3000;
    private readonly GuanlianHost host = new();
    private readonly string folder = Path.Combine("/tmp", $"guanlian-small-{Guid.CreateVersion7():N}");
    private string Space => Path.GetFileName(folder).Replace('-', '_');

    public async Task InitializeAsync()
    {
        if (!MayMountFactAttribute.MayMount)
        {
            return;
        }

        await host.InitializeAsync();
        Directory.CreateDirectory(folder);
        Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder);
        Directory.CreateDirectory(Path.Combine(folder, "files"));
        var owner = await AskAsync("show data_directory") is string data ? Run("stat", "-c", "%U", data).Trim() : "postgres";
        Run("chown", "-R", owner, folder);
        await AskAsync($"create tablespace {Space} location '{folder}/files'");
        foreach (var table in new[] { "platform.bulk_file", "platform.bulk_row", "catalogue.object", "catalogue.find" })
        {
            await AskAsync($"alter table {table} set tablespace {Space}");
        }
    }

    public async Task DisposeAsync()
    {
        if (Directory.Exists(folder))
        {
            foreach (var table in new[] { "platform.bulk_file", "platform.bulk_row", "catalogue.object", "catalogue.find" })
            {
                await AskAsync($"alter table {table} set tablespace pg_default");
            }

            await AskAsync($"drop tablespace {Space}");
            await host.DisposeAsync();
            Run("umount", folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    [MayMountFact]
    public async Task Sending_comparing_and_writing_leave_nothing_half_done_and_go_through_once_there_is_room()
    {
        var world = new CatalogueWorld(host);
        var desk = new ImportDesk(world, world.Actor(await world.MuseumAsync(), Roles.Coordinator));
        var census = Encoding.UTF8.GetBytes(MadeWorkbook.Csv(MadeWorkbook.Rows(Rows)));

        // The file itself finds no room.
        var larger = Encoding.UTF8.GetBytes(MadeWorkbook.Csv(MadeWorkbook.Rows(Rows * 6)));
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => desk.StartAsync(ObjectImportKind, larger, Layout));
        Assert.Equal("platform.bulk.no-room-file", refused.Message);
        Assert.Equal((0L, 0L), (await CountAsync("platform.bulk_act"), await CountAsync("platform.bulk_file")));
        await TidyAsync("platform.bulk_file", "3m");

        // The file does, and the comparison does not.
        var id = await desk.StartAsync(ObjectImportKind, census, Layout);
        var act = await desk.StepAsync(id);
        Assert.Equal((BulkState.Comparing, "platform.bulk.no-room-compare"), (act.State, act.Refusal?.RootElement.GetProperty("code").GetString()));
        Assert.Equal(0, await CountAsync("platform.bulk_row"));
        await TidyAsync("platform.bulk_row", "40m");
        act = await desk.StepAsync(id);
        Assert.Equal((BulkState.Ready, Rows), (act.State, act.Added));
        var disk = new DriveInfo(folder);
        Run("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={((disk.TotalSize - disk.TotalFreeSpace) >> 10) + 256}k"), folder);

        // The comparison does, and the objects do not.
        act = await desk.ApplyAsync(act);
        Assert.Equal((BulkState.Ready, "platform.bulk.no-room"), (act.State, act.Refusal?.RootElement.GetProperty("code").GetString()));
        Assert.Equal((0L, 0L), (await CountAsync("catalogue.object"), await CountAsync("catalogue.find")));
        Assert.DoesNotContain(await HistoryAsync(), a => a == "platform.bulk-act.applied");
        Run("mount", "-o", "remount,size=200m", folder);
        act = await desk.ApplyAsync(act);
        Assert.Equal((BulkState.Applied, Rows), (act.State, act.Written));
        Assert.Equal((Rows, Rows), ((int)await CountAsync("catalogue.object"), (int)await CountAsync("catalogue.find")));
        Assert.Null((await host.Services.GetRequiredService<VerifyHistory>().RunAsync()).First);
    }

    /// <summary>What the server does by itself in time: gives back the room of what was taken back.</summary>
    private async Task TidyAsync(string table, string size)
    {
        Run("mount", "-o", "remount,size=40m", folder);
        await AskAsync($"vacuum {table}");
        Run("mount", "-o", $"remount,size={size}", folder);
    }

    private const string ObjectImportKind = Guanlian.Catalogue.Import.ObjectImport.KindName;

    private static Dictionary<string, string> Layout => new() { [Guanlian.Catalogue.Import.ObjectImport.Layout] = "census" };

    private Task<List<string>> HistoryAsync() => host.WithAsync<PlatformDb, List<string>>(db => db.Set<HistoryEvent>().Select(e => e.Action).ToListAsync());

    private async Task<long> CountAsync(string table) => (long)(await AskAsync($"select count(*) from {table}"))!;

    private async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(host.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var ask = new NpgsqlCommand(sql, connection);
        return await ask.ExecuteScalarAsync();
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEnd();
        var fault = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? said : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {fault}");
    }
}

/// <summary>Runs only where a file system may be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MayMountFactAttribute : FactAttribute
{
    public MayMountFactAttribute() => Skip = MayMount ? null : "only root may mount a small file system";

    public static bool MayMount { get; } = OperatingSystem.IsLinux() && Environment.UserName == "root" && CanMount();

    private static bool CanMount()
    {
        var folder = Directory.CreateTempSubdirectory("guanlian-mount-").FullName;
        var mounted = Ends("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) && Ends("umount", folder);
        Directory.Delete(folder);
        return mounted;
    }

    private static bool Ends(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
