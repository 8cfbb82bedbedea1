using System.Security.Claims;
using Guanlian.Members.Data;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>After the password: a code of the authenticator app, or a recovery code.</summary>
internal static class SignInWithCode
{
    internal sealed class Handler(
        MembersDb db, Authenticator authenticator, Attempts attempts, OpenSession open, IHttpContextAccessor http)
    {
        /// <summary>Whether a right password was given in this browser within the last minutes.</summary>
        public async Task<bool> ReadyAsync() => await HalfWayAsync() is not null;

        public async Task<Outcome<SignInWithPassword.Next>> HandleAsync(string? code, CancellationToken ct)
        {
            if (await HalfWayAsync() is not var (personId, keep, since))
            {
                return new Refusal.Stale("members.sign-in.start-again");
            }

            // A password changed since then asks for the new one.
            var account = await db.Accounts.SingleOrDefaultAsync(a => a.PersonId == personId && a.ClosedAt == null && a.PasswordSetAt <= since, ct);
            if (account is null)
            {
                return new Refusal.Stale("members.sign-in.start-again");
            }

            if (!await attempts.TakeAsync(personId, ct) || await authenticator.SpendAsync(account, code, ct) is not { } method)
            {
                return new Refusal.Invalid("members.sign-in.code-refused", "Code").With(("count", Attempts.Free));
            }

            await attempts.ForgetAsync(personId, ct);
            return await open.RunAsync(account, method, keep, ct) ? SignInWithPassword.Next.SignedIn : SignInWithPassword.Next.ChooseMandate;
        }

        private async Task<(Guid PersonId, bool Keep, DateTimeOffset Since)?> HalfWayAsync()
        {
            var half = await http.HttpContext!.AuthenticateAsync(SignInCookie.HalfWay);
            return half is { Succeeded: true, Properties.IssuedUtc: { } since } && Guid.TryParse(half.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
                ? (id, half.Principal.FindFirstValue("keep") == "1", since.AddSeconds(1))
                : null;
        }
    }
}
