using System.Buffers;
using System.Security.Cryptography;
using Guanlian.Platform.Storage;

namespace Guanlian.Media.Masters;

/// <summary>Files on their way into a store, or fetched out of one for a moment. What a killed program leaves here goes after two days (<see cref="ClearLeftovers"/>).</summary>
internal sealed class ArrivingFiles(FileHome home, TimeProvider clock)
{
    private const int Block = 1 << 20;

    private string Folder => Path.Combine(home.Folder, "masters", "arriving");

    /// <summary>A name that nobody has.</summary>
    public string New()
    {
        Directory.CreateDirectory(Folder);
        return Path.Combine(Folder, $"{Guid.CreateVersion7(clock.GetUtcNow()):N}.part");
    }

    /// <summary>Takes a file in: beside, hashed, and then under its name unless it lies there whole; nothing is left beside.</summary>
    /// <param name="store">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="keep">Puts the file of this name under that of its content; may take it away.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<StoredMaster> TakeAsync(IMasterStore store, Stream content, Func<string, string, Task> keep, CancellationToken ct)
    {
        var beside = New();
        try
        {
            var taken = await WriteAsync(content, beside, ct);
            if (await store.CheckAsync(taken.Sha256, ct) != MasterState.Whole)
            {
                await keep(beside, taken.Sha256);
            }

            return taken;
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Writes all of it, forced to the disk.</summary>
    public static async Task<StoredMaster> WriteAsync(Stream content, string path, CancellationToken ct)
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
        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), file.Length);
    }
}
