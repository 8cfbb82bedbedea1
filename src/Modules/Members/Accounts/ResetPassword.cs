using Guanlian.Members.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>The operator gives an account a new password at the machine itself; every browser is signed out.</summary>
internal static class ResetPassword
{
    internal sealed record Command(string UserName, string Password, bool SecondFactorToo);

    internal sealed class Handler(MembersDb db, ChangePassword.Handler passwords, Authenticator authenticator)
    {
        public async Task<Outcome<Done>> HandleAsync(Command command, CancellationToken ct)
        {
            var key = Account.KeyOf(command.UserName);
            var account = await db.Accounts.Include(a => a.Person).SingleOrDefaultAsync(a => a.UserNameKey == key || a.EmailKey == key, ct);
            if (account is null)
            {
                return new Refusal.Missing("members.person.missing");
            }

            if (Password.Check(command.Password, account.UserName, account.Person!.Name, account.Email) is { } weak)
            {
                return weak;
            }

            if (command.SecondFactorToo)
            {
                await authenticator.ClearAsync(account, ct);
            }

            await passwords.SetAsync(account, command.Password, null, ct);
            return Done.It;
        }
    }
}
