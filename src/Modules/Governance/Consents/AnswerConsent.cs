using Guanlian.Governance.Access;
using Guanlian.Governance.Charters;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Governance.Consents;

/// <summary>A community gives its consent to a draft, or vetoes it with its reason. Nobody else speaks for it (requirement G05).</summary>
internal static class AnswerConsent
{
    /// <param name="ConsentId">The question.</param>
    /// <param name="Version">As it was seen.</param>
    /// <param name="Give">False for a veto.</param>
    /// <param name="Reason">Needed with a veto.</param>
    internal sealed record Command(Guid ConsentId, int Version, bool Give, string? Reason);

    internal sealed class Handler(GovernanceDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var consent = await db.Consents.SingleOrDefaultAsync(c => c.Id == cmd.ConsentId, ct);
            if (consent is null || !ConsentAccess.SpeaksFor(current.Value, consent.CommunityId))
            {
                return new Refusal.Missing("governance.consent.missing");
            }

            // Putting the draft in force waits for this row, or has it already: a veto and a charter in force cannot pass each other.
            var draft = await db.CharterVersions.FromSql($"select * from governance.charter_version where id = {consent.DraftId} for update")
                .AsNoTracking().SingleAsync(ct);
            if (draft.State != CharterState.Draft || draft.Version != consent.DraftVersion || consent.Version != cmd.Version)
            {
                return new Refusal.Stale("governance.consent.stale");
            }

            var reason = string.IsNullOrWhiteSpace(cmd.Reason) ? null : cmd.Reason.Trim();
            if ((!cmd.Give && reason is null) || reason?.Length > 500)
            {
                return new Refusal.Invalid("governance.charter.reason-needed", nameof(cmd.Reason));
            }

            var before = consent.State;
            consent.State = cmd.Give ? ConsentState.Given : ConsentState.Vetoed;
            (consent.Reason, consent.AnsweredAt, consent.AnsweredBy) = (reason, clock.GetUtcNow(), current.Value.Name);
            consent.Version++;
            db.Record(new Change(cmd.Give ? "governance.consent.given" : "governance.consent.vetoed", "governance.charter", draft.Id)
            {
                OwnerId = consent.CommunityId,
                Reason = reason,
                Before = new { State = before.ToString() },
                After = new { State = consent.State.ToString(), consent.DraftVersion },
            });
            try
            {
                await db.SaveChangesAsync(ct);
                await transaction.CommitAsync(ct);
                return Done.It;
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("governance.consent.stale");
            }
        }
    }
}
