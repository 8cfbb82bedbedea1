using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>A link that has gone astray is made worthless.</summary>
internal static class WithdrawInvitation
{
    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Guid id, CancellationToken ct)
        {
            var invitation = await db.Invitations.SingleOrDefaultAsync(i => i.Id == id && i.Kind == InvitationKind.Join, ct);
            var kind = invitation is null ? default : await db.Parties.Where(p => p.Id == invitation.PartyId).Select(p => p.Kind).SingleAsync(ct);
            if (invitation is null || !MandateLimits.RolesFor(current.Value, invitation.PartyId!.Value, kind).Contains(invitation.Role!))
            {
                return new Refusal.Missing("members.invitation.missing");
            }

            if (invitation.UsedAt is not null || invitation.WithdrawnAt is not null)
            {
                return new Refusal.Stale("members.invitation.stale");
            }

            invitation.WithdrawnAt = clock.GetUtcNow();
            invitation.Version++;
            db.Record(new Change("members.invitation.withdrawn", "members.invitation", invitation.Id) { OwnerId = invitation.PartyId });
            try
            {
                await db.SaveChangesAsync(ct);
                return Done.It;
            }
            catch (DbUpdateConcurrencyException)
            {
                return new Refusal.Stale("members.invitation.stale");
            }
        }
    }
}
