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
