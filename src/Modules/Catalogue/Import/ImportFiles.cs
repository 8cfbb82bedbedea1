using Guanlian.Catalogue.Data;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Import;

/// <summary>Files that wait until somebody has said what their columns mean; nobody did within two days: they go.</summary>
internal sealed class ImportFiles(CatalogueDb db, TimeProvider clock)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    public async Task<Guid> KeepAsync(Guid institution, string name, Stream file, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<ImportFilePart>().Where(f => f.CreatedAt < now - KeptFor).ExecuteDeleteAsync(ct);
        file.Position = 0;
        var block = new byte[ImportFilePart.Size];
        for (int part = 0, got; (got = await file.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, ct)) > 0; part++)
        {
            var bytes = block.AsSpan(0, got).ToArray();
            await db.Database.ExecuteSqlAsync($"""
                insert into catalogue.import_file (institution_id, id, part, name, bytes, created_at) values ({institution}, {id}, {part}, {name}, {bytes}, {now})
                """, ct);
        }

        await transaction.CommitAsync(ct);
        return id;
    }

    /// <summary>The file and its name; null where it is gone or another institution's.</summary>
    public async Task<(FileStream File, string Name)?> OpenAsync(Guid institution, Guid id, CancellationToken ct)
    {
        var parts = db.Set<ImportFilePart>().AsNoTracking().Where(f => f.InstitutionId == institution && f.Id == id).OrderBy(f => f.Part);
        if (await parts.Select(f => f.Name).FirstOrDefaultAsync(ct) is not { } name)
        {
            return null;
        }

        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"guanlian-{Guid.CreateVersion7(clock.GetUtcNow()):N}.tmp"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        });
        await foreach (var part in parts.Select(f => f.Bytes).AsAsyncEnumerable().WithCancellation(ct))
        {
            await file.WriteAsync(part, ct);
        }

        file.Position = 0;
        return (file, name);
    }

    public Task DropAsync(Guid institution, Guid id, CancellationToken ct) =>
        db.Set<ImportFilePart>().Where(f => f.InstitutionId == institution && f.Id == id).ExecuteDeleteAsync(ct);
}
