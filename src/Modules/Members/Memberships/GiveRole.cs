using Guanlian.Members.Access;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>The cluster says what a member is in it, and which seats it holds (requirement G25).</summary>
internal static class GiveRole
{
    internal sealed record Command(Guid MembershipId, int Version, MemberRole Role, IReadOnlyList<MemberOffice> Offices, bool Signatory, string? Reason);

    internal sealed class Handler(MembersDb db, CurrentActor current)
    {
        public async Task<Outcome<Done>> HandleAsync(Command cmd, CancellationToken ct)
        {
            var membership = await db.Memberships.SingleOrDefaultAsync(m => m.Id == cmd.MembershipId, ct);
            if (MembershipAccess.Check(current.Value, membership) is { } refusal)
            {
                return refusal;
            }

            if (!MembershipAccess.Keeps(current.Value, membership!.ClusterId))
            {
                return new Refusal.Denied("members.membership.not-yours");
            }

            if (membership.Version != cmd.Version || MembershipStep.IsTerminal(membership.State))
            {
                return new Refusal.Stale("members.membership.stale");
            }

            if (!Enum.IsDefined(cmd.Role) || cmd.Offices.Any(o => !Enum.IsDefined(o)))
            {
                return new Refusal.Invalid("members.membership.role-unknown", nameof(cmd.Role));
            }

            if (string.IsNullOrWhiteSpace(cmd.Reason) || cmd.Reason.Trim().Length > 500)
            {
                return new Refusal.Invalid("members.membership.reason-words", nameof(cmd.Reason));
            }

            var before = Said(membership);
            (membership.Role, membership.Signatory) = (cmd.Role, cmd.Signatory);
            membership.Offices = [.. cmd.Offices.Distinct().Order()];
            membership.Version++;
            db.Record(new Change("members.membership.role-given", "members.membership", membership.Id)
            {
                OwnerId = membership.ClusterId,
                Reason = cmd.Reason.Trim(),
                Before = before,
                After = Said(membership),
            });
            return await db.SaveMembershipAsync(ct) is { } refused ? refused : Done.It;
        }

        private static object Said(Membership m) => new { Role = m.Role.ToString(), Offices = string.Join(", ", m.Offices), m.Signatory };
    }
}
