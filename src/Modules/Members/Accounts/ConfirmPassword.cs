using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Identity;

namespace Guanlian.Members.Accounts;

/// <summary>Asks for the password again before the ways of signing in are changed: a forgotten open window must not be enough.</summary>
internal sealed class ConfirmPassword(IPasswordHasher<Account> hasher, Attempts attempts)
{
    /// <returns>Null when it is right.</returns>
    public async Task<Refusal?> CheckAsync(Account account, string? password, CancellationToken ct, string field = "Password")
    {
        if (account.PasswordHash is null || password is not { Length: > 0 and <= Password.Longest } || !await attempts.TakeAsync(account.PersonId, ct)
            || hasher.VerifyHashedPassword(account, account.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            return new Refusal.Invalid("members.account.wrong-password", field).With(("count", Attempts.Free));
        }

        await attempts.ForgetAsync(account.PersonId, ct);
        return null;
    }
}
