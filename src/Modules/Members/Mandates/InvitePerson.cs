using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>Somebody who may invites a person by a link, on paper or in a message; joining gives the mandate named in it.</summary>
internal static class InvitePerson
{
    internal sealed record Command(string? Name, string? Email, Guid PartyId, string? Role, DateOnly? From, DateOnly? To, string? Reason);

    /// <summary>The link, shown this once.</summary>
    internal sealed record Link(string Address, DateTimeOffset ExpiresAt);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Link>> HandleAsync(Command command, CancellationToken ct)
        {
            var terms = await GrantMandate.TermsAsync(db, current.Value, command.PartyId, command.Role, command.From, command.To, command.Reason, clock, ct);
            if (terms.Refused)
            {
                return terms.Refusal;
            }

            return await MakeAsync(command, terms.Value, current.Value, ct);
        }

        /// <summary>The operator invites at the machine itself, e.g. the first person of an alliance's office.</summary>
        public async Task<Outcome<Link>> ByOperatorAsync(string partyCode, string role, string name, string? email, string reason, CancellationToken ct)
        {
            var party = await db.Parties.AsNoTracking().SingleOrDefaultAsync(p => p.Code == partyCode, ct);
            return party is null ? new Refusal.Missing("members.party.missing")
                : !MandateLimits.RolesOf(party.Kind).Contains(role)
                    ? new Refusal.Invalid("members.mandate.role-does-not-fit").With(("roles", string.Join(", ", MandateLimits.RolesOf(party.Kind))))
                    : await MakeAsync(new(name, email, party.Id, role, null, null, reason), new(role, Dates.InChina(clock.GetUtcNow()), reason), Actor.Program, ct);
        }

        private async Task<Outcome<Link>> MakeAsync(Command command, GrantMandate.Terms terms, Actor maker, CancellationToken ct)
        {
            if (command.Name?.Trim() is not { Length: > 0 and <= 100 } name)
            {
                return new Refusal.Invalid("members.account.name-needed", nameof(command.Name));
            }

            var email = string.IsNullOrWhiteSpace(command.Email) ? null : command.Email.Trim();
            if (email is { Length: > 254 } || (email is not null && !email.Contains('@', StringComparison.Ordinal)))
            {
                return new Refusal.Invalid("members.account.email-form", nameof(command.Email));
            }

            var now = clock.GetUtcNow();
            var (token, hash) = Invitations.NewToken();
            var invitation = new Invitation
            {
                Id = Guid.CreateVersion7(now),
                TokenHash = hash,
                Kind = InvitationKind.Join,
                Name = name,
                Email = email,
                PartyId = command.PartyId,
                Role = terms.Role,
                FromOn = terms.From,
                ToOn = command.To,
                Reason = terms.Reason,
                MadeBy = maker.PersonId,
                MadeUnder = maker.Mandate?.Id,
                MadeAt = now,
                ExpiresAt = now + Invitation.Lasts,
            };
            db.Add(invitation);
            db.Record(new Change("members.invitation.made", "members.invitation", invitation.Id)
            {
                OwnerId = command.PartyId,
                Reason = invitation.Reason,
                After = new { invitation.Name, invitation.Email, invitation.Role, invitation.FromOn, invitation.ToOn },
            });
            await db.SaveChangesAsync(ct);
            return new Link(Invitations.AddressOf(token), invitation.ExpiresAt);
        }
    }
}
