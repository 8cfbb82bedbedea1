using System.Runtime.ExceptionServices;
using Guanlian.Media.Data;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Media.Masters;

/// <summary>Reads every master again within a month and compares it with its name; what is missing or rotten becomes due for its museum.</summary>
internal sealed class CheckMasters(MediaDb db, IMasterStore store, TimeProvider clock) : IRegularWork
{
    private const int Batch = 50, Several = 3;

    private static readonly TimeSpan Within = TimeSpan.FromDays(30), Again = TimeSpan.FromDays(1), AtMost = TimeSpan.FromMinutes(2);

    public string Name => "media.check-masters";

    public TimeSpan Every => TimeSpan.FromMinutes(10);

    public async Task RunAsync(CancellationToken ct)
    {
        var began = clock.GetUtcNow();
        while (true)
        {
            // What is lost is asked for each time; what is rotten would be read in whole each time, perhaps from far away.
            var (before, lately) = (began - Within, began - Again);
            var due = await db.Masters.Where(m => m.CheckedAt < before || (m.State == MasterState.Missing && m.CheckedAt < began) || (m.State == MasterState.Rotten && m.CheckedAt < lately))
                .OrderBy(m => m.CheckedAt).Take(Batch).ToListAsync(ct);
            StoreAwayException? away = null;
            var inARow = 0;
            foreach (var master in due)
            {
                if (clock.GetUtcNow() - began >= AtMost || inARow == Several)
                {
                    break;
                }

                try
                {
                    await CheckAsync(master, ct);
                    inARow = 0;
                }
                catch (StoreAwayException e)
                {
                    // What cannot be asked for is not called missing, and one does not keep the others from being checked.
                    (away, inARow) = (away ?? e, inARow + 1);
                }
            }

            if (away is not null)
            {
                ExceptionDispatchInfo.Throw(away);
            }

            if (due.Count < Batch || clock.GetUtcNow() - began >= AtMost)
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
            var images = await db.Images.AsNoTracking().Where(i => i.Sha256 == master.Sha256 && i.State != ImageState.Removed).Select(i => new { i.InstitutionId, i.Id }).ToListAsync(ct);
            var files = await db.Multimedia.AsNoTracking().Where(m => m.Sha256 == master.Sha256 && !m.Removed).Select(m => new { m.InstitutionId, m.Id }).ToListAsync(ct);
            foreach (var (kind, of) in images.Select(i => (StoredImage.SubjectKind, i)).Concat(files.Select(f => (MultimediaFile.SubjectKind, f))))
            {
                db.Record(new(found == MasterState.Whole ? "media.master.healed" : "media.master.damaged", kind, of.Id)
                {
                    OwnerId = of.InstitutionId,
                    Before = new { Master = master.State },
                    After = new { Master = found },
                });
            }
        }

        (master.State, master.CheckedAt) = (found, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
    }
}
