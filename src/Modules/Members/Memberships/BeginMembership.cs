using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Clusters;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>A party applies to join a cluster, or the cluster invites it.</summary>
internal static class BeginMembership
{
    /// <param name="ClusterId">Which cluster.</param>
    /// <param name="Message">Why, in the applicant's words.</param>
    internal sealed record Apply(Guid ClusterId, string? Message);

    /// <param name="ClusterId">Which cluster.</param>
    /// <param name="Party">Code or full name of the party invited.</param>
    /// <param name="Role">What it would be; null takes the default of its kind.</param>
    /// <param name="Message">Why, in the cluster's words.</param>
    internal sealed record Invite(Guid ClusterId, string? Party, MemberRole? Role, string? Message);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Apply cmd, CancellationToken ct)
        {
            if (await db.Clusters.AsNoTracking().SingleOrDefaultAsync(c => c.PartyId == cmd.ClusterId, ct) is null)
            {
                return new Refusal.Missing("members.cluster.missing");
            }

            if (current.Value.PartyId is not { } partyId || !MembershipAccess.SpeaksFor(current.Value, partyId))
            {
                return new Refusal.Denied("members.membership.not-yours");
            }

            var party = await db.Parties.AsNoTracking().SingleAsync(p => p.Id == partyId, ct);
            return await AddAsync(cmd.ClusterId, party, MembershipState.Applied, PartnerForms.Of(party.Kind).Role, cmd.Message, ct);
        }

        public async Task<Outcome<Guid>> HandleAsync(Invite cmd, CancellationToken ct)
        {
            if (await db.Clusters.AsNoTracking().SingleOrDefaultAsync(c => c.PartyId == cmd.ClusterId, ct) is null)
            {
                return new Refusal.Missing("members.cluster.missing");
            }

            if (!MembershipAccess.Keeps(current.Value, cmd.ClusterId))
            {
                return new Refusal.Denied("members.membership.not-yours");
            }

            var wanted = cmd.Party?.Trim() ?? "";
            var found = await db.Parties.AsNoTracking().Where(p => p.Code == wanted || p.Name == wanted).Take(2).ToListAsync(ct);
            if (found is not [{ Kind: not PartyKind.Operator } party])
            {
                return new Refusal.Invalid(found.Count > 1 ? "members.membership.party-ambiguous" : "members.membership.party-unknown", nameof(cmd.Party)).With(("name", wanted));
            }

            return await AddAsync(cmd.ClusterId, party, MembershipState.Invited, cmd.Role ?? PartnerForms.Of(party.Kind).Role, cmd.Message, ct);
        }

        private async Task<Outcome<Guid>> AddAsync(Guid clusterId, Party party, MembershipState state, MemberRole role, string? message, CancellationToken ct)
        {
            if (message?.Length > 500)
            {
                return new Refusal.Invalid("members.membership.reason-long", nameof(Apply.Message));
            }

            var membership = new Membership
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                ClusterId = clusterId,
                PartyId = party.Id,
                State = state,
                Role = role,
                AskedAt = clock.GetUtcNow(),
                Reason = string.IsNullOrWhiteSpace(message) ? null : message.Trim(),
            };
            db.Add(membership);
            db.Record(new Change(state == MembershipState.Applied ? "members.membership.applied" : "members.membership.invited", "members.membership", membership.Id)
            {
                OwnerId = clusterId,
                Reason = membership.Reason,
                After = new { Party = party.Name, State = state.ToString(), Role = role.ToString() },
            });
            return await db.SaveMembershipAsync(ct) is { } refused ? refused : membership.Id;
        }
    }
}
