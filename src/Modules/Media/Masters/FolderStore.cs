using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Guanlian.Platform.Storage;

namespace Guanlian.Media.Masters;

/// <summary>Masters in a folder: <c>masters/ab/cd/abcd…</c>. A file is written beside its place, forced to the disk, then moved there.</summary>
internal sealed partial class FolderStore(FileHome home, TimeProvider clock) : IMasterStore
{
    private const int Block = 1 << 20, Little = 1 << 16;

    private readonly ArrivingFiles arriving = new(home, clock);

    public Task<StoredMaster> PutAsync(Stream content, CancellationToken ct) => arriving.TakeAsync(this, content, Keep, ct);

    public Task<MasterAtHand?> AtHandAsync(string sha256, CancellationToken ct) =>
        Task.FromResult(File.Exists(PlaceOf(sha256)) ? new MasterAtHand(PlaceOf(sha256)) : null);

    public Task<Stream?> OpenAsync(string sha256, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PlaceOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, Little, FileOptions.Asynchronous));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public async Task<MasterState> CheckAsync(string sha256, CancellationToken ct)
    {
        try
        {
            await using var file = new FileStream(PlaceOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, Block, FileOptions.SequentialScan | FileOptions.Asynchronous);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) == sha256 ? MasterState.Whole : MasterState.Rotten;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return MasterState.Missing;
        }
        catch (IOException)
        {
            // A disk that no longer gives back what it took.
            return MasterState.Rotten;
        }
    }

    // All that it begins lies on this machine's disk.
    public Task ForgetBegunAsync(DateTimeOffset before, CancellationToken ct) => Task.CompletedTask;

    private Task Keep(string beside, string sha256)
    {
        var place = PlaceOf(sha256);
        var folder = Path.GetDirectoryName(place)!;
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(beside, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }

        File.Move(beside, place, overwrite: true);
        Force(folder);
        return Task.CompletedTask;
    }

    private string PlaceOf(string sha256) => Path.Combine(home.Folder, "masters", sha256[..2], sha256[2..4], sha256);

    // The move itself must survive a power cut too.
    private static void Force(string folder)
    {
        var handle = Open(folder, 0);
        if (handle >= 0)
        {
            _ = Sync(handle);
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
