using Guanlian.Platform.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Jobs;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>Somebody gives up an act before anything was written, or starts a step over that a fault of the program had ended.</summary>
public static class EndAct
{
    /// <param name="Id">The act.</param>
    /// <param name="Version">As it was seen.</param>
    public sealed record Command(Guid Id, int Version);

    /// <summary>Discards and retries.</summary>
    public sealed class Handler(BulkAccess access, PlatformDb db)
    {
        private static readonly JobState[] Over = [JobState.Failed, JobState.Refused, JobState.Stopped];

        /// <summary>Nothing was written, nothing will be; the file goes.</summary>
        public async Task<Outcome<Done>> DiscardAsync(Command cmd, CancellationToken ct)
        {
            ArgumentNullException.ThrowIfNull(cmd);
            var opened = await access.OpenAsync(cmd.Id, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var act = opened.Value.Act;
            if (act.State == BulkState.Discarded)
            {
                return Done.It;
            }

            // A writing that a fault has ended left nothing behind.
            var idle = act.State is BulkState.Comparing or BulkState.Refused or BulkState.Ready
                || (act.State == BulkState.Applying && await IsStuckAsync(act, ct));
            if (!idle || act.Version != cmd.Version)
            {
                return new Refusal.Stale(idle ? BulkWords.Stale : BulkWords.MovedOn);
            }

            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            act.State = BulkState.Discarded;
            act.Version++;
            db.Record(new Change("platform.bulk-act.discarded", "platform.bulk-act", act.Id)
            {
                OwnerId = act.PartyId,
                ReasonCode = act.Kind,
                Before = new { act.FileName, act.FileHash },
            });
            var saved = await db.SaveOrStaleAsync(ct);
            if (!saved.Refused)
            {
                await db.Set<BulkFilePart>().Where(f => f.ActId == act.Id).ExecuteDeleteAsync(ct);
                await transaction.CommitAsync(ct);
            }

            return saved;
        }

        /// <summary>Queues the present step again.</summary>
        public async Task<Outcome<Done>> RetryAsync(Command cmd, CancellationToken ct)
        {
            ArgumentNullException.ThrowIfNull(cmd);
            var opened = await access.OpenAsync(cmd.Id, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var act = opened.Value.Act;
            if (act.Version != cmd.Version || !await IsStuckAsync(act, ct))
            {
                return new Refusal.Stale(BulkWords.MovedOn);
            }

            act.JobId = db.Enqueue(StepOf(act.State)!, new BulkJob(act.Id), act.Id);
            act.Refusal = null;
            act.Version++;
            return await db.SaveOrStaleAsync(ct);
        }

        private static string? StepOf(BulkState state) => state switch
        {
            BulkState.Comparing => CompareAct.JobKind,
            BulkState.Applying => WriteRows.JobKind,
            BulkState.Undoing => TakeBackRows.JobKind,
            _ => null,
        };

        /// <summary>The job of its step is over, but the step is not.</summary>
        private async Task<bool> IsStuckAsync(BulkAct act, CancellationToken ct) =>
            StepOf(act.State) is not null && await db.Set<Job>().AnyAsync(j => j.Id == act.JobId && Over.Contains(j.State), ct);
    }
}
