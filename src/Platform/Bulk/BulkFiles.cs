using System.Security.Cryptography;
using Guanlian.Platform.Data;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>The file of an act, kept in pieces in the database so that any copy of the program can read it.</summary>
internal static class BulkFiles
{
    public static async Task<string> HashAsync(Stream file, CancellationToken ct)
    {
        file.Position = 0;
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    public static async Task KeepAsync(PlatformDb db, Guid actId, Stream file, CancellationToken ct)
    {
        file.Position = 0;
        var block = new byte[BulkFilePart.Size];
        for (int part = 0, got; (got = await file.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct)) > 0; part++)
        {
            // Piece by piece, so that no more than one is held.
            var bytes = block.AsSpan(0, got).ToArray();
            await db.Database.ExecuteSqlAsync(
                $"insert into platform.bulk_file (act_id, part, bytes) values ({actId}, {part}, {bytes})", ct);
        }
    }

    public static async Task<FileStream> OpenAsync(PlatformDb db, Guid actId, CancellationToken ct)
    {
        var file = TableSpool.Create();
        await foreach (var part in db.Set<BulkFilePart>().AsNoTracking().Where(f => f.ActId == actId).OrderBy(f => f.Part)
            .AsAsyncEnumerable().WithCancellation(ct))
        {
            await file.WriteAsync(part.Bytes, ct);
        }

        file.Position = 0;
        return file;
    }
}
