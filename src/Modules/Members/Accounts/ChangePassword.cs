using Guanlian.Members.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>A person takes a new password; every other browser is signed out.</summary>
internal static class ChangePassword
{
    internal sealed record Command(Account Account, Guid SessionId, string? Current, string? Password);

    internal sealed class Handler(MembersDb db, ConfirmPassword confirm, IPasswordHasher<Account> hasher, TimeProvider clock)
    {
        public async Task<Outcome<Done>> HandleAsync(Command command, CancellationToken ct)
        {
            var account = command.Account;
            if (Password.Check(command.Password, account.UserName, account.Person?.Name, account.Email) is { } weak)
            {
                return weak;
            }

            if (await confirm.CheckAsync(account, command.Current, ct, "Current") is { } wrong)
            {
                return wrong;
            }

            await SetAsync(account, command.Password!, command.SessionId, ct);
            return Done.It;
        }

        /// <summary>Sets it without asking for the old one: behind a link, or at the machine itself.</summary>
        public async Task SetAsync(Account account, string password, Guid? stays, CancellationToken ct)
        {
            var now = clock.GetUtcNow();
            account.PasswordHash = hasher.HashPassword(account, password);
            account.PasswordSetAt = now;
            (account.Failures, account.LockedUntil) = (0, null);
            account.Version++;
            foreach (var session in await db.Sessions.Where(s => s.PersonId == account.PersonId && s.EndedAt == null && s.Id != stays).ToListAsync(ct))
            {
                session.EndedAt = now;
            }

            db.Record(new Change("members.account.password-changed", "members.account", account.PersonId));
            await db.SaveChangesAsync(ct);
        }
    }
}
