using Guanlian.Members.Data;
using Guanlian.Members.Mandates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>An administrator makes a link with which a person who cannot sign in any more sets a new password.</summary>
internal static class ResetLink
{
    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<InvitePerson.Link>> HandleAsync(Guid personId, string? reason, CancellationToken ct)
        {
            if (!await db.Accounts.AnyAsync(a => a.PersonId == personId && a.ClosedAt == null, ct))
            {
                return new Refusal.Missing("members.person.missing");
            }

            if (reason?.Trim() is not { Length: > 0 and <= 500 } why)
            {
                return new Refusal.Invalid("members.mandate.reason-needed", "Reason");
            }

            var now = clock.GetUtcNow();
            var (token, hash) = Invitations.NewToken();
            var link = new Invitation
            {
                Id = Guid.CreateVersion7(now),
                TokenHash = hash,
                Kind = InvitationKind.Reset,
                PersonId = personId,
                Reason = why,
                MadeBy = current.Value.PersonId,
                MadeUnder = current.Value.Mandate?.Id,
                MadeAt = now,
                ExpiresAt = now + TimeSpan.FromDays(1),
            };
            db.Add(link);
            db.Record(new Change("members.account.reset-link-made", "members.account", personId) { Reason = why });
            await db.SaveChangesAsync(ct);
            return new InvitePerson.Link(Invitations.AddressOf(token), link.ExpiresAt);
        }
    }
}
