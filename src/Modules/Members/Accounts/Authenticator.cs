using Guanlian.Members.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>The second factor of an account: an authenticator app, with recovery codes for the day it is gone.</summary>
internal sealed class Authenticator(
    MembersDb db, IDataProtectionProvider protection, ConfirmPassword confirm, TimeProvider clock)
{
    private readonly IDataProtector protector = protection.CreateProtector("Guanlian.Members.Authenticator");

    /// <summary>The secret that waits for its first code, made now when there is none; null when the second factor is on already.</summary>
    public async Task<byte[]?> PrepareAsync(Account account, CancellationToken ct)
    {
        if (account.SecondFactor)
        {
            return null;
        }

        if (account.AuthenticatorKey is { } kept)
        {
            return protector.Unprotect(Convert.FromBase64String(kept));
        }

        var key = Totp.NewKey();
        account.AuthenticatorKey = Convert.ToBase64String(protector.Protect(key));
        account.Version++;
        await db.SaveChangesAsync(ct);
        return key;
    }

    /// <summary>The app proves that it has the secret: from now on it is asked for. Returns the recovery codes, shown this once.</summary>
    public async Task<Outcome<FreshCodes>> TurnOnAsync(Account account, string? code, string? password, CancellationToken ct)
    {
        if (account.SecondFactor || account.AuthenticatorKey is null)
        {
            return new Refusal.Stale("members.authenticator.already-on");
        }

        if (await confirm.CheckAsync(account, password, ct) is { } wrong)
        {
            return wrong;
        }

        if (Totp.Check(protector.Unprotect(Convert.FromBase64String(account.AuthenticatorKey)), code, clock.GetUtcNow(), account.LastStep) is not { } step)
        {
            return new Refusal.Invalid("members.authenticator.wrong-code", "Code");
        }

        (account.SecondFactor, account.LastStep) = (true, step);
        account.Version++;
        var codes = await ReplaceCodesAsync(account, ct);
        db.Record(new Change("members.account.second-factor-on", "members.account", account.PersonId));
        await db.SaveChangesAsync(ct);
        return new FreshCodes(codes);
    }

    /// <summary>Ten new recovery codes; the old ones are void.</summary>
    public async Task<Outcome<FreshCodes>> RenewCodesAsync(Account account, string? password, CancellationToken ct)
    {
        if (!account.SecondFactor)
        {
            return new Refusal.Stale("members.authenticator.is-off");
        }

        if (await confirm.CheckAsync(account, password, ct) is { } wrong)
        {
            return wrong;
        }

        var codes = await ReplaceCodesAsync(account, ct);
        db.Record(new Change("members.account.recovery-codes-renewed", "members.account", account.PersonId));
        await db.SaveChangesAsync(ct);
        return new FreshCodes(codes);
    }

    /// <summary>Back to the password alone; asks for it.</summary>
    public async Task<Outcome<Done>> TurnOffAsync(Account account, string? password, CancellationToken ct)
    {
        if (await confirm.CheckAsync(account, password, ct) is { } wrong)
        {
            return wrong;
        }

        await ClearAsync(account, ct);
        db.Record(new Change("members.account.second-factor-off", "members.account", account.PersonId));
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    /// <summary>Takes the second factor away; the caller saves and records.</summary>
    public async Task ClearAsync(Account account, CancellationToken ct)
    {
        (account.SecondFactor, account.AuthenticatorKey) = (false, null);
        account.Version++;
        db.RemoveRange(await db.RecoveryCodes.Where(c => c.PersonId == account.PersonId).ToListAsync(ct));
    }

    /// <summary>Whether a code of the app or a recovery code is right; it is spent by asking.</summary>
    public async Task<SignInMethod?> SpendAsync(Account account, string? code, CancellationToken ct)
    {
        if (!account.SecondFactor)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        if (RecoveryCodes.HashOf(account.PersonId, code) is { } hash)
        {
            return await db.RecoveryCodes.Where(c => c.PersonId == account.PersonId && c.Hash == hash && c.UsedAt == null)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.UsedAt, now), ct) == 1 ? SignInMethod.RecoveryCode : null;
        }

        // The step is claimed in one statement: of two people with the same code at the same moment one comes in.
        return Totp.Check(protector.Unprotect(Convert.FromBase64String(account.AuthenticatorKey!)), code, now, account.LastStep) is { } step
            && await db.Accounts.Where(a => a.PersonId == account.PersonId && a.LastStep < step)
                .ExecuteUpdateAsync(a => a.SetProperty(x => x.LastStep, step), ct) == 1 ? SignInMethod.SecondFactor : null;
    }

    private async Task<IReadOnlyList<string>> ReplaceCodesAsync(Account account, CancellationToken ct)
    {
        db.RemoveRange(await db.RecoveryCodes.Where(c => c.PersonId == account.PersonId).ToListAsync(ct));
        var codes = RecoveryCodes.New();
        db.AddRange(codes.Select(c => new RecoveryCode { PersonId = account.PersonId, Hash = RecoveryCodes.HashOf(account.PersonId, c)! }));
        return codes;
    }
}

/// <summary>Recovery codes as they are printed, the only time they are known.</summary>
internal sealed record FreshCodes(IReadOnlyList<string> Codes);
