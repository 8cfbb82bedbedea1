using Guanlian.Members.Accounts;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>
/// The holder of a link comes in: as a new person with a password of his own, as one who has an account already, or with a new
/// password. Whoever is second finds the link used.
/// </summary>
internal static class AcceptInvitation
{
    internal sealed class Handler(
        MembersDb db, Invitations invitations, NewAccount accounts, ChangePassword.Handler passwords, Authenticator authenticator, OpenSession open,
        CurrentActor current, TimeProvider clock)
    {
        private static readonly Refusal Gone = new Refusal.Missing("members.invitation.gone");

        /// <summary>Joins as somebody new.</summary>
        public async Task<Outcome<Done>> JoinAsync(string token, NewAccount.Command command, CancellationToken ct)
        {
            if (await invitations.FindOpenAsync(token, ct) is not { Kind: InvitationKind.Join } invitation)
            {
                return Gone;
            }

            // The address was named by whoever invited; a stranger with the link cannot put another in its place.
            var prepared = accounts.Prepare(command with { Email = invitation.Email });
            if (prepared.Refused)
            {
                return prepared.Refusal;
            }

            var account = prepared.Value;
            var outcome = await JoinAsync(invitation, account.PersonId, account.Person!.Name, ct);
            if (!outcome.Refused)
            {
                account.LastMandateId = outcome.Value;
                await db.SaveChangesAsync(ct);
                await open.RunAsync(account, SignInMethod.Invitation, kept: false, ct);
            }

            return outcome.Then<Done>(_ => Done.It);
        }

        /// <summary>Takes the mandate into the account that is signed in.</summary>
        public async Task<Outcome<Guid>> TakeAsync(string token, CancellationToken ct) =>
            current.Value.PersonId is { } me && await invitations.FindOpenAsync(token, ct) is { Kind: InvitationKind.Join } invitation
                ? await JoinAsync(invitation, me, current.Value.Name, ct)
                : Gone;

        /// <summary>Sets a new password; every browser is signed out, and a lost second factor is forgotten.</summary>
        public async Task<Outcome<Done>> ResetAsync(string token, string? password, CancellationToken ct)
        {
            if (await invitations.FindOpenAsync(token, ct) is not { Kind: InvitationKind.Reset } invitation)
            {
                return Gone;
            }

            var account = await db.Accounts.Include(a => a.Person).SingleAsync(a => a.PersonId == invitation.PersonId, ct);
            if (account.ClosedAt is not null)
            {
                return Gone;
            }

            if (Password.Check(password, account.UserName, account.Person!.Name, account.Email) is { } weak)
            {
                return weak;
            }

            current.Value = new Actor(account.PersonId, account.Person.Name, null);
            Spend(invitation, account.PersonId);
            await authenticator.ClearAsync(account, ct);
            try
            {
                await passwords.SetAsync(account, password!, null, ct);
                return Done.It;
            }
            catch (DbUpdateConcurrencyException)
            {
                return Gone;
            }
        }

        private async Task<Outcome<Guid>> JoinAsync(Invitation invitation, Guid personId, string name, CancellationToken ct)
        {
            var before = current.Value;
            current.Value = new Actor(personId, name, before.PersonId == personId ? before.Mandate : null);
            Spend(invitation, personId);
            var mandate = GrantMandate.Make(db, clock, personId, invitation.PartyId!.Value, invitation.Role!, invitation.FromOn!.Value, invitation.ToOn,
                invitation.Reason, invitation.MadeBy, invitation.MadeUnder);
            try
            {
                await db.SaveChangesAsync(ct);
                return mandate.Id;
            }
            catch (DbUpdateConcurrencyException)
            {
                current.Value = before;
                return Gone;
            }
            catch (DbUpdateException e) when ((NewAccount.Why(e) ?? GrantMandate.Why(e)) is { } why)
            {
                current.Value = before;
                return why;
            }
        }

        private void Spend(Invitation invitation, Guid personId)
        {
            (invitation.UsedAt, invitation.UsedBy) = (clock.GetUtcNow(), personId);
            invitation.Version++;
            db.Record(new Change("members.invitation.used", "members.invitation", invitation.Id) { OwnerId = invitation.PartyId });
        }
    }
}
