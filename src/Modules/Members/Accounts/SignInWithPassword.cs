using System.Security.Claims;
using Guanlian.Members.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>Somebody gives a user name or e-mail address and a password.</summary>
internal static class SignInWithPassword
{
    internal sealed record Command(string? Name, string? Password, bool Keep);

    /// <summary>What comes next.</summary>
    internal enum Next
    {
        SignedIn,
        SecondFactor,
        ChooseMandate,
    }

    internal sealed class Handler(
        MembersDb db, IPasswordHasher<Account> hasher, Attempts attempts, OpenSession open, IHttpContextAccessor http)
    {
        // A hash of nothing that anybody types: an unknown name takes as long as a wrong password.
        private static readonly Lazy<string> Nobody = new(() => new PasswordHasher<Account>(
            Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = Password.Iterations }))
            .HashPassword(null!, Guid.CreateVersion7().ToString()));

        // One sentence for every reason, so that it tells nobody which names exist or which are locked.
        private static readonly Refusal No = new Refusal.Invalid("members.sign-in.refused", "Password").With(("count", Attempts.Free));

        public async Task<Outcome<Next>> HandleAsync(Command command, CancellationToken ct)
        {
            var password = command.Password is { Length: <= Password.Longest } given ? given : "";
            var key = Account.KeyOf(command.Name ?? "");
            var account = await db.Accounts.Include(a => a.Person)
                .SingleOrDefaultAsync(a => (a.UserNameKey == key || a.EmailKey == key) && a.ClosedAt == null && a.PasswordHash != null, ct);
            var admitted = account is not null && await attempts.TakeAsync(account.PersonId, ct);
            var verdict = hasher.VerifyHashedPassword(account!, admitted ? account!.PasswordHash! : Nobody.Value, password);
            if (!admitted || verdict == PasswordVerificationResult.Failed)
            {
                return No;
            }

            if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
            {
                account!.PasswordHash = hasher.HashPassword(account, password);
                await db.SaveChangesAsync(ct);
            }

            if (account!.SecondFactor)
            {
                await attempts.GiveBackAsync(account.PersonId, ct);
                await http.HttpContext!.SignInAsync(SignInCookie.HalfWay, HalfWay(account.PersonId, command.Keep));
                return Next.SecondFactor;
            }

            await attempts.ForgetAsync(account.PersonId, ct);
            return await open.RunAsync(account, SignInMethod.Password, command.Keep, ct) ? Next.SignedIn : Next.ChooseMandate;
        }

        private static ClaimsPrincipal HalfWay(Guid personId, bool keep) => new(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, personId.ToString()), new("keep", keep ? "1" : "0")], SignInCookie.HalfWay));
    }
}
