using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Platform.Bulk;

/// <summary>Somebody decides that the accepted rows be written, and says why.</summary>
public static class ApplyAct
{
    /// <param name="Id">The act.</param>
    /// <param name="Version">As it was seen.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Command(Guid Id, int Version, string? Reason);

    /// <summary>Queues the writing.</summary>
    public sealed class Handler(BulkAccess access, PlatformDb db)
    {
        /// <summary>The same request again is answered like the first.</summary>
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            ArgumentNullException.ThrowIfNull(cmd);
            var opened = await access.OpenAsync(cmd.Id, ct);
            if (opened.Refused)
            {
                return opened.Refusal;
            }

            var act = opened.Value.Act;
            if (act.AppliedVersion == cmd.Version && act.State is not BulkState.Ready)
            {
                return Done.It;
            }

            if (act.State != BulkState.Ready || act.Version != cmd.Version)
            {
                return new Refusal.Stale(act.State == BulkState.Ready ? BulkWords.Stale : BulkWords.MovedOn);
            }

            if (string.IsNullOrWhiteSpace(cmd.Reason))
            {
                return new Refusal.Invalid(BulkWords.ReasonMissing, nameof(cmd.Reason));
            }

            if (!await db.Set<BulkRow>().AnyAsync(r => r.ActId == cmd.Id && r.Accepted, ct))
            {
                return new Refusal.Invalid(BulkWords.NothingAccepted);
            }

            (act.State, act.AppliedVersion, act.Reason, act.Refusal) = (BulkState.Applying, cmd.Version, cmd.Reason.Trim(), null);
            act.Version++;
            act.JobId = db.Enqueue(WriteRows.JobKind, new BulkJob(act.Id), act.Id, access.Grace);
            return await db.SaveOrStaleAsync(ct);
        }
    }

    /// <summary>Saves, unless somebody was faster.</summary>
    internal static async Task<Outcome<Done>> SaveOrStaleAsync(this PlatformDb db, CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return Done.It;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal.Stale(BulkWords.Stale);
        }
    }
}
