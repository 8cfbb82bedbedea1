using Guanlian.Members.Accounts;
using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>A person chooses for whom he acts, in this browser from the next request on.</summary>
internal static class UseMandate
{
    internal sealed class Handler(MembersDb db, CurrentActor current, Mine mine)
    {
        public async Task<Outcome<Done>> HandleAsync(Guid mandateId, CancellationToken ct)
        {
            if (!current.Value.Mandates.Any(m => m.Id == mandateId))
            {
                return new Refusal.Missing("members.mandate.missing");
            }

            var session = mine.SessionId;
            await db.Sessions.Where(s => s.Id == session).ExecuteUpdateAsync(s => s.SetProperty(x => x.MandateId, mandateId), ct);
            await db.Accounts.Where(a => a.PersonId == current.Value.PersonId)
                .ExecuteUpdateAsync(a => a.SetProperty(x => x.LastMandateId, mandateId), ct);
            return Done.It;
        }
    }
}
