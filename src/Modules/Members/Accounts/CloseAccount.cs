using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>An administrator closes an account, or opens it again. What its person did stays in the history.</summary>
internal static class CloseAccount
{
    internal sealed record Command(Guid PersonId, bool Close, string? Reason);

    internal sealed class Handler(MembersDb db, CurrentActor current, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command command, CancellationToken ct)
        {
            var account = await db.Accounts.SingleOrDefaultAsync(a => a.PersonId == command.PersonId, ct);
            if (account is null)
            {
                return new Refusal.Missing("members.person.missing");
            }

            if (account.PersonId == current.Value.PersonId)
            {
                return new Refusal.Invalid("members.account.not-your-own");
            }

            if (account.ClosedAt is not null == command.Close)
            {
                return new Refusal.Stale("members.account.stale");
            }

            if (command.Reason?.Trim() is not { Length: > 0 and <= 500 } reason)
            {
                return new Refusal.Invalid("members.mandate.reason-needed", nameof(command.Reason));
            }

            account.ClosedAt = command.Close ? clock.GetUtcNow() : null;
            account.Version++;
            foreach (var session in await db.Sessions.Where(s => s.PersonId == account.PersonId && s.EndedAt == null).ToListAsync(ct))
            {
                session.EndedAt = clock.GetUtcNow();
            }

            db.Record(new Change(command.Close ? "members.account.closed" : "members.account.opened", "members.account", account.PersonId) { Reason = reason });
            await db.SaveChangesAsync(ct);
            return Done.It;
        }
    }
}
