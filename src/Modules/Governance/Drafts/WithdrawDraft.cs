using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Drafts;

/// <summary>A draft is given up, with a reason; it stays readable for the secretariat and the council.</summary>
internal static class WithdrawDraft
{
    internal sealed record Command(Guid DraftId, int Version, string? Reason);

    internal sealed class Handler(GovernanceDb db, CurrentActor current)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var draft = await db.CharterVersions.SingleOrDefaultAsync(v => v.Id == cmd.DraftId, ct);
            if (CharterAccess.CheckDraft(current.Value, draft) is { } refusal)
            {
                return refusal;
            }

            if (draft!.Version != cmd.Version)
            {
                return new Refusal.Stale("governance.charter.stale");
            }

            if (string.IsNullOrWhiteSpace(cmd.Reason) || cmd.Reason.Trim().Length > 500)
            {
                return new Refusal.Invalid("governance.charter.reason-needed", nameof(cmd.Reason));
            }

            draft.State = CharterState.Withdrawn;
            draft.Version++;
            db.Record(new Change("governance.draft.withdrawn", "governance.charter", draft.Id) { OwnerId = draft.ClusterId, Reason = cmd.Reason.Trim() });
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("governance.charter.stale");
            }

            return Done.It;
        }
    }
}
