using Guanlian.Contracts.Governance;
using Guanlian.Governance.Access;
using Guanlian.Governance.Consents;
using Guanlian.Governance.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Governance.Charters;

/// <summary>The council puts a draft in force, with a reason; the version before it is superseded in the same moment.</summary>
internal static class PutInForce
{
    internal sealed record Command(Guid DraftId, int Version, string? Reason);

    internal sealed class Handler(GovernanceDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<int>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var draft = await db.CharterVersions.SingleOrDefaultAsync(v => v.Id == cmd.DraftId, ct);
            if (CharterAccess.CheckDraft(current.Value, draft) is { } refusal)
            {
                return refusal;
            }

            if (!CharterAccess.MayPutInForce(current.Value, draft!.ClusterId))
            {
                return new Refusal.Denied("governance.charter.council-only");
            }

            var before = await db.CharterVersions.SingleOrDefaultAsync(v => v.ClusterId == draft.ClusterId && v.State == CharterState.InForce, ct);
            if (Check(cmd, draft, before) is { } wrong)
            {
                return wrong;
            }

            if (DraftConsents.Missing(await db.ConsentsAsync(draft, ct)) is { } withheld)
            {
                return withheld;
            }

            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(ct);
                var number = await SwapAsync(draft, before, cmd.Reason!.Trim(), ct);
                await transaction.CommitAsync(ct);
                return number;
            }
            catch (DbUpdateException e) when (e is DbUpdateConcurrencyException
                || e.InnerException is PostgresException { ConstraintName: "charter_one_in_force" or "charter_number_once" })
            {
                return new Refusal.Stale("governance.charter.stale");
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { ConstraintName: "charter_needs_consent" })
            {
                // Vetoed, or joined by a community, since we looked.
                return DraftConsents.Missing(await db.ConsentsAsync(draft, ct)) ?? new Refusal.Stale("governance.charter.stale");
            }
        }

        private static Refusal? Check(Command cmd, CharterVersion draft, CharterVersion? before)
        {
            if (draft.Version != cmd.Version)
            {
                return new Refusal.Stale("governance.charter.stale");
            }

            if (draft.BasedOnId != before?.Id)
            {
                return new Refusal.Stale("governance.draft.behind").With(("number", before?.Number));
            }

            var empty = CharterFields.Parts.Zip([draft.Goals, draft.Organisation, draft.MemberRoles, draft.Vision]).Where(p => p.Second.Zh.Length == 0).ToList();
            return empty is [var (part, _), ..]
                ? new Refusal.Invalid("governance.charter.part-empty", CharterFields.Zh(part))
                : string.IsNullOrWhiteSpace(cmd.Reason) || cmd.Reason.Trim().Length > 500
                    ? new Refusal.Invalid("governance.charter.reason-needed", nameof(cmd.Reason))
                    : null;
        }

        // Two writes in one transaction: the old version leaves before the new one comes, so that at no moment two are in force.
        private async Task<int> SwapAsync(CharterVersion draft, CharterVersion? before, string reason, CancellationToken ct)
        {
            if (before is not null)
            {
                (before.State, before.SupersededAt) = (CharterState.Superseded, clock.GetUtcNow());
                before.Version++;
                await db.SaveChangesAsync(ct);
            }

            draft.State = CharterState.InForce;
            draft.Number = (before?.Number ?? 0) + 1;
            (draft.InForceAt, draft.InForceReason) = (clock.GetUtcNow(), reason);
            draft.Version++;
            db.Record(new Change("governance.charter.put-in-force", "governance.charter", draft.Id)
            {
                OwnerId = draft.ClusterId,
                Reason = reason,
                Before = before is null ? null : new { before.Number, before.RulesHash },
                After = new { draft.Number, draft.RulesHash },
            });
            db.Announce(new CharterPutInForce(draft.ClusterId, draft.Id, draft.Number.Value, draft.RulesHash));
            await db.SaveChangesAsync(ct);
            return draft.Number.Value;
        }
    }
}
