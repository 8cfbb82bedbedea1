using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Guanlian.Platform.Storage;

namespace Guanlian.Media.Masters;

/// <summary>Masters in a folder: <c>masters/ab/cd/abcd…</c>. A file is written beside its place, forced to the disk, then moved there.</summary>
internal sealed partial class FolderStore(FileHome home, TimeProvider clock) : IMasterStore
{
    private const int Block = 1 << 20;

    private string Arriving => Path.Combine(home.Folder, "masters", "arriving");

    public async Task<StoredMaster> PutAsync(Stream content, CancellationToken ct)
    {
        Directory.CreateDirectory(Arriving);
        var beside = Path.Combine(Arriving, $"{Guid.CreateVersion7(clock.GetUtcNow()):N}.part");
        try
        {
            var (sha256, bytes) = await WriteAsync(content, beside, ct);
            var place = PlaceOf(sha256);
            if (await CheckAsync(sha256, ct) != MasterState.Whole)
            {
                var folder = Path.GetDirectoryName(place)!;
                Directory.CreateDirectory(folder);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(beside, UnixFileMode.UserRead | UnixFileMode.GroupRead);
                }

                File.Move(beside, place, overwrite: true);
                Force(folder);
            }

            return new(sha256, bytes);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    public Task<MasterAtHand?> AtHandAsync(string sha256, CancellationToken ct) =>
        Task.FromResult(File.Exists(PlaceOf(sha256)) ? new MasterAtHand(PlaceOf(sha256)) : null);

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

    private string PlaceOf(string sha256) => Path.Combine(home.Folder, "masters", sha256[..2], sha256[2..4], sha256);

    private static async Task<(string Sha256, long Bytes)> WriteAsync(Stream content, string path, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        var block = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            for (int got; (got = await content.ReadAsync(block, ct)) > 0;)
            {
                hash.AppendData(block, 0, got);
                await file.WriteAsync(block.AsMemory(0, got), ct);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), file.Length);
    }

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
