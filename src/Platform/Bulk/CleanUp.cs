using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>
/// Once a day: a file that nobody needs any more goes 30 days after the act's last step, when undoing is over too. An act that was
/// compared and then left for 30 days is given up, for what it was compared with is long past.
/// </summary>
internal sealed class CleanUp(PlatformDb db, TimeProvider clock) : IRegularWork
{
    public string Name => "platform.clean-up-bulk-files";

    public TimeSpan Every => TimeSpan.FromDays(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - BulkAct.UndoFor;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var left = await db.Set<BulkAct>().Where(a => a.State == BulkState.Ready && a.CreatedAt < before).ToListAsync(ct);
        foreach (var act in left)
        {
            act.State = BulkState.Discarded;
            act.Version++;
            db.Record(new Change("platform.bulk-act.discarded", "platform.bulk-act", act.Id)
            {
                OwnerId = act.PartyId,
                ReasonCode = "platform.bulk-act.left-for-30-days",
                Before = new { act.FileName, act.FileHash },
            });
        }

        await db.SaveChangesAsync(ct);
        BulkState[] over = [BulkState.Refused, BulkState.Applied, BulkState.Undone, BulkState.Discarded];
        var acts = await db.Set<BulkAct>().Where(a => over.Contains(a.State) && (a.UndoneAt ?? a.AppliedAt ?? a.CreatedAt) < before)
            .Where(a => db.Set<BulkFilePart>().Any(f => f.ActId == a.Id)).Select(a => a.Id).ToListAsync(ct);
        await db.Set<BulkFilePart>().Where(f => acts.Contains(f.ActId)).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
