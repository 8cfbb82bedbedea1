using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>A branch lets its head act for it, in stated matters and until a stated day, and may take that back at any time (requirement G08).</summary>
internal static class LetHeadAct
{
    /// <param name="MembershipId">The branch's membership in the head–branch cluster.</param>
    internal sealed record Grant(Guid MembershipId, IReadOnlyList<ActingMatter> Matters, DateOnly? Until, string? Reason);

    internal sealed record TakeBack(Guid ActingId, string? Reason);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        private DateOnly Today => Dates.InChina(clock.GetUtcNow());

        public async Task<Outcome<Guid>> HandleAsync(Grant cmd, CancellationToken ct)
        {
            var branch = await db.Memberships.AsNoTracking().SingleOrDefaultAsync(m => m.Id == cmd.MembershipId, ct);
            if (MembershipAccess.Check(current.Value, branch) is { } refusal)
            {
                return refusal;
            }

            if (!MembershipAccess.SpeaksFor(current.Value, branch!.PartyId))
            {
                return new Refusal.Denied("members.acting.branch-only");
            }

            var head = await db.Memberships.AsNoTracking().SingleOrDefaultAsync(
                m => m.ClusterId == branch.ClusterId && m.Role == MemberRole.Head && (m.State == MembershipState.Full || m.State == MembershipState.Provisional), ct);
            if (head is null || branch.Role != MemberRole.Branch || branch.State is not (MembershipState.Full or MembershipState.Provisional))
            {
                return new Refusal.Stale("members.acting.no-head");
            }

            if (Check(cmd) is { } invalid)
            {
                return invalid;
            }

            var acting = new ActingFor
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                ClusterId = branch.ClusterId,
                HeadId = head.PartyId,
                BranchId = branch.PartyId,
                Matters = [.. cmd.Matters.Distinct().Order()],
                FromOn = Today,
                ToOn = cmd.Until!.Value,
                Reason = cmd.Reason!.Trim(),
            };
            db.Add(acting);
            db.Record(new Change("members.acting.granted", "members.membership", branch.Id)
            {
                OwnerId = branch.PartyId,
                Reason = acting.Reason,
                After = new { Matters = string.Join(", ", acting.Matters), Until = acting.ToOn },
            });
            await db.SaveChangesAsync(ct);
            return acting.Id;
        }

        public async Task<Outcome<Done>> HandleAsync(TakeBack cmd, CancellationToken ct)
        {
            var acting = await db.ActingMandates.SingleOrDefaultAsync(a => a.Id == cmd.ActingId, ct);
            if (acting is null || current.Value.PartyId != acting.BranchId)
            {
                return new Refusal.Missing("members.acting.missing");
            }

            if (!MembershipAccess.SpeaksFor(current.Value, acting.BranchId))
            {
                return new Refusal.Denied("members.acting.branch-only");
            }

            if (acting.ToOn < Today)
            {
                return new Refusal.Stale("members.acting.ended");
            }

            if (string.IsNullOrWhiteSpace(cmd.Reason) || cmd.Reason.Trim().Length > 500)
            {
                return new Refusal.Invalid("members.membership.reason-words", nameof(cmd.Reason));
            }

            acting.End(db, Today);
            var membership = await db.Memberships.AsNoTracking().Where(m => m.ClusterId == acting.ClusterId && m.PartyId == acting.BranchId)
                .OrderByDescending(m => m.AskedAt).Select(m => m.Id).FirstAsync(ct);
            db.Record(new Change("members.acting.taken-back", "members.membership", membership)
            {
                OwnerId = acting.BranchId,
                Reason = cmd.Reason.Trim(),
                Before = new { Matters = string.Join(", ", acting.Matters) },
            });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        private Refusal.Invalid? Check(Grant cmd) =>
            cmd.Matters.Count == 0 || cmd.Matters.Any(m => !Enum.IsDefined(m)) ? new("members.acting.matters-needed", nameof(cmd.Matters))
            : cmd.Until is not { } until || until < Today || until > Today.AddYears(10) ? new("members.acting.until-needed", nameof(cmd.Until))
            : string.IsNullOrWhiteSpace(cmd.Reason) || cmd.Reason.Trim().Length > 500 ? new("members.membership.reason-words", nameof(cmd.Reason))
            : null;
    }
}
