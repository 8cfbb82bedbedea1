using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;

namespace Guanlian.Platform.Bulk;

/// <summary>Somebody decides that an applied act be taken back, and says why.</summary>
public static class UndoAct
{
    /// <param name="Id">The act.</param>
    /// <param name="Version">As it was seen.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Command(Guid Id, int Version, string? Reason);

    /// <summary>Queues the undoing.</summary>
    public sealed class Handler(BulkAccess access, PlatformDb db, TimeProvider clock)
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
            if (act.UndoneVersion == cmd.Version && act.State is BulkState.Undoing or BulkState.Undone)
            {
                return Done.It;
            }

            if (act.State != BulkState.Applied || act.Version != cmd.Version)
            {
                return new Refusal.Stale(act.State == BulkState.Applied ? BulkWords.Stale : BulkWords.MovedOn);
            }

            if (clock.GetUtcNow() > act.UndoUntil)
            {
                return new Refusal.Stale(BulkWords.UndoTooLate).With(("until", act.UndoUntil));
            }

            if (string.IsNullOrWhiteSpace(cmd.Reason))
            {
                return new Refusal.Invalid(BulkWords.ReasonMissing, nameof(cmd.Reason));
            }

            (act.State, act.UndoneVersion, act.UndoReason, act.Refusal) = (BulkState.Undoing, cmd.Version, cmd.Reason.Trim(), null);
            act.Version++;
            act.JobId = db.Enqueue(TakeBackRows.JobKind, new BulkJob(act.Id), act.Id);
            return await db.SaveOrStaleAsync(ct);
        }
    }
}
