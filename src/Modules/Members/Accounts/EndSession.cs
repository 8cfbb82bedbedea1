using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>A person signs another browser of his out.</summary>
internal static class EndSession
{
    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Guid id, CancellationToken ct)
        {
            var (me, now) = (current.Value.PersonId, clock.GetUtcNow());
            var ended = await db.Sessions.Where(s => s.Id == id && s.PersonId == me && s.EndedAt == null)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
            return ended == 1 ? Done.It : new Refusal.Missing("members.session.missing");
        }
    }
}
