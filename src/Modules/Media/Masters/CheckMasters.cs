using Guanlian.Media.Data;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Masters;

/// <summary>Reads every master again within a month and compares it with its name; what is missing or rotten becomes due for its museum.</summary>
internal sealed class CheckMasters(MediaDb db, IMasterStore store, TimeProvider clock) : IRegularWork
{
    private const int Batch = 50;

    private static readonly TimeSpan Within = TimeSpan.FromDays(30), AtMost = TimeSpan.FromMinutes(2);

    public string Name => "media.check-masters";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken ct)
    {
        var began = clock.GetUtcNow();
        while (clock.GetUtcNow() - began < AtMost)
        {
            var before = began - Within;
            var due = await db.Masters.Where(m => m.CheckedAt < before || (m.State != MasterState.Whole && m.CheckedAt < began))
                .OrderBy(m => m.CheckedAt).Take(Batch).ToListAsync(ct);
            foreach (var master in due)
            {
                await CheckAsync(master, ct);
            }

            if (due.Count < Batch)
            {
                return;
            }
        }
    }

    private async Task CheckAsync(Master master, CancellationToken ct)
    {
        var found = await store.CheckAsync(master.Sha256, ct);
        if (found != master.State)
        {
            var images = await db.Images.AsNoTracking().Where(i => i.Sha256 == master.Sha256 && i.State != ImageState.Removed).ToListAsync(ct);
            foreach (var image in images)
            {
                db.Record(new(found == MasterState.Whole ? "media.master.healed" : "media.master.damaged", StoredImage.SubjectKind, image.Id)
                {
                    OwnerId = image.InstitutionId,
                    Before = new { Master = master.State },
                    After = new { Master = found },
                });
            }
        }

        (master.State, master.CheckedAt) = (found, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
