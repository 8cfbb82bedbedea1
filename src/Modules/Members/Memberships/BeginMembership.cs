using Guanlian.Contracts.Governance;
using Guanlian.Contracts.Members;
using Guanlian.Members.Access;
using Guanlian.Members.Clusters;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Memberships;

/// <summary>A party applies to join a cluster, or the cluster invites it.</summary>
internal static class BeginMembership
{
    /// <param name="ClusterId">Which cluster.</param>
    /// <param name="Message">Why, in the applicant's words.</param>
    /// <param name="CallId">The call that the party answers, where there is one.</param>
    internal sealed record Apply(Guid ClusterId, string? Message, Guid? CallId = null);

    /// <param name="ClusterId">Which cluster.</param>
    /// <param name="Party">Code or full name of the party invited.</param>
    /// <param name="Role">What it would be; null takes the default of its kind.</param>
    /// <param name="Message">Why, in the cluster's words.</param>
    internal sealed record Invite(Guid ClusterId, string? Party, MemberRole? Role, string? Message);

    internal sealed class Handler(MembersDb db, ICharters charters, CurrentActor current, TimeProvider clock)
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
            return await AdmissibleAsync(cmd.ClusterId, party, ct) is { } no ? no
                : await CallAsync(cmd, ct) is { } over ? over
                : await AddAsync(cmd.ClusterId, party, MembershipState.Applied, PartnerForms.Of(party.Kind).Role, cmd.Message, cmd.CallId, ct);
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

            return await AddAsync(cmd.ClusterId, party, MembershipState.Invited, cmd.Role ?? PartnerForms.Of(party.Kind).Role, cmd.Message, null, ct);
        }

        /// <summary>The charter's rule of admission (requirement G07): whether one may apply at all, and whether a party of this kind.</summary>
        private async Task<Refusal?> AdmissibleAsync(Guid clusterId, Party party, CancellationToken ct) => (await charters.InForceAsync(clusterId, ct))?.Admission switch
        {
            { Way: AdmissionWay.Invite } => new Refusal.Stale("members.membership.by-invitation"),
            { } rule when !rule.Admits(party.Kind) => new Refusal.Stale("members.membership.kind-not-admitted"),
            _ => null,
        };

        private async Task<Refusal?> CallAsync(Apply cmd, CancellationToken ct)
        {
            if (cmd.CallId is not { } id)
            {
                return null;
            }

            var call = await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id && c.ClusterId == cmd.ClusterId, ct);
            return call is null ? new Refusal.Missing("members.call.missing")
                : call.IsOpen(Dates.InChina(clock.GetUtcNow())) ? null
                : new Refusal.Stale("members.call.is-over");
        }

        private async Task<Outcome<Guid>> AddAsync(Guid clusterId, Party party, MembershipState state, MemberRole role, string? message, Guid? call,
            CancellationToken ct)
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
                CallId = call,
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
