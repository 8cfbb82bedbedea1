using Guanlian.Members.Data;
using Guanlian.Members.Mandates;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>The operator makes an administrator at the machine itself: the first one, or another when all are gone.</summary>
internal static class CreateAdministrator
{
    internal sealed record Command(string Name, string UserName, string Password);

    internal sealed class Handler(MembersDb db, NewAccount accounts, TimeProvider clock)
    {
        public async Task<Outcome<Guid>> HandleAsync(Command command, CancellationToken ct)
        {
            var prepared = accounts.Prepare(new(command.Name, command.UserName, null, command.Password));
            if (prepared.Refused)
            {
                return prepared.Refusal;
            }

            var now = clock.GetUtcNow();
            var mandate = new Mandate
            {
                Id = Guid.CreateVersion7(now),
                PersonId = prepared.Value.PersonId,
                PartyId = Party.OperatorId,
                Role = Roles.Administrator,
                FromOn = Dates.InChina(now),
                GrantedAt = now,
                Reason = "./guanlian admin create",
            };
            db.Add(mandate);
            db.Record(new Change("members.mandate.granted", "members.mandate", mandate.Id)
            {
                OwnerId = mandate.PartyId,
                Reason = mandate.Reason,
                After = new { mandate.PersonId, mandate.PartyId, mandate.Role, mandate.FromOn },
            });
            try
            {
                await db.SaveChangesAsync(ct);
                return prepared.Value.PersonId;
            }
            catch (DbUpdateException e) when (NewAccount.Why(e) is { } why)
            {
                return why;
            }
        }
    }
}
