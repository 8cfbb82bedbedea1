using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>The cluster or the party takes the next step of a membership: review, admit, suspend, leave, remove …</summary>
internal static class TakeStep
{
    /// <param name="MembershipId">Which.</param>
    /// <param name="Version">As the actor saw it.</param>
    /// <param name="Act">What is done.</param>
    /// <param name="ReasonCode">One of the act's coded reasons, where it has any.</param>
    /// <param name="Reason">In words; needed with the code "other".</param>
    internal sealed record Command(Guid MembershipId, int Version, MembershipAct Act, string? ReasonCode = null, string? Reason = null);

    internal sealed class Handler(MembersDb db, ICharters charters, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var membership = await db.Memberships.SingleOrDefaultAsync(m => m.Id == cmd.MembershipId, ct);
            if (MembershipAccess.Check(current.Value, membership) is { } refusal)
            {
                return refusal;
            }

            if (membership!.Version != cmd.Version)
            {
                return new Refusal.Stale("members.membership.stale");
            }

            if (MembershipStep.Find(membership.State, cmd.Act) is not { } step)
            {
                return new Refusal.Stale("members.membership.step-not-possible");
            }

            if (!MembershipAccess.MayTake(current.Value, membership, step))
            {
                return new Refusal.Denied("members.membership.not-yours");
            }

            var reason = string.IsNullOrWhiteSpace(cmd.Reason) ? null : cmd.Reason.Trim();
            if (CheckReason(step, cmd.ReasonCode, reason) is { } invalid)
            {
                return invalid;
            }

            if (step is { From: MembershipState.UnderReview, Act: MembershipAct.Admit } && (await charters.InForceAsync(membership.ClusterId, ct))?.Admission is { Trial: true })
            {
                return new Refusal.Stale("members.membership.trial-first");
            }

            Write(membership, step, step.Reasons.Count == 0 ? null : cmd.ReasonCode, reason);
            if (MembershipStep.IsTerminal(step.To))
            {
                await EndActingAsync(membership, ct);
            }

            return await db.SaveMembershipAsync(ct) is { } refused ? refused : Done.It;
        }

        private static Refusal.Invalid? CheckReason(MembershipStep step, string? code, string? reason) =>
            step.Reasons.Count > 0 && (code is null || !step.Reasons.Contains(code)) ? new("members.membership.reason-code", nameof(Command.ReasonCode))
            : step.Reasons.Count > 0 && code == "other" && reason is null ? new("members.membership.reason-words", nameof(Command.Reason))
            : reason?.Length > 500 ? new("members.membership.reason-long", nameof(Command.Reason))
            : null;

        private void Write(Membership membership, MembershipStep step, string? code, string? reason)
        {
            var (before, today) = (membership.State, Dates.InChina(clock.GetUtcNow()));
            membership.State = step.To;
            (membership.ReasonCode, membership.Reason) = (code, reason);
            membership.Version++;
            if (MembershipStep.IsMember(step.To))
            {
                membership.FromOn ??= today;
            }
            else if (MembershipStep.IsTerminal(step.To) && membership.FromOn is not null)
            {
                membership.ToOn = today;
            }

            db.Record(new Change($"members.membership.{SnakeOf(step.Act)}", "members.membership", membership.Id)
            {
                OwnerId = membership.ClusterId,
                ReasonCode = code is null ? null : $"members.reason.{code}",
                Reason = reason,
                Before = new { State = before.ToString() },
                After = new { State = step.To.ToString() },
            });
        }

        // Who is no longer in the cluster acts for nobody in it, and nobody for him.
        private async Task EndActingAsync(Membership membership, CancellationToken ct)
        {
            var today = Dates.InChina(clock.GetUtcNow());
            var lasting = await db.ActingMandates.Where(a => a.ClusterId == membership.ClusterId && a.ToOn >= today
                && (a.BranchId == membership.PartyId || a.HeadId == membership.PartyId)).ToListAsync(ct);
            foreach (var acting in lasting)
            {
                acting.End(db, today);
            }
        }

        private static string SnakeOf(MembershipAct act) => act switch
        {
            MembershipAct.TakeUp => "taken-up",
            MembershipAct.Accept => "accepted",
            MembershipAct.Decline => "declined",
            MembershipAct.Withdraw => "withdrawn",
            MembershipAct.CallBack => "called-back",
            MembershipAct.AdmitOnTrial => "admitted-on-trial",
            MembershipAct.Admit => "admitted",
            MembershipAct.Refuse => "refused",
            MembershipAct.Suspend => "suspended",
            MembershipAct.Resume => "resumed",
            MembershipAct.Leave => "left",
            _ => "removed",
        };
    }
}
