using System.Security.Claims;
using Guanlian.Members.Data;
using Guanlian.Platform.Events;
using Guanlian.Platform.Outcomes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>
/// Passkeys: the device proves that it holds a key and that its owner unlocked it, so this is both factors at once. The question that
/// was asked waits in a protected cookie for the answer.
/// </summary>
internal sealed class Passkeys(
    MembersDb db, IPasskeyHandler<Account> handler, ConfirmPassword confirm, OpenSession open, IHttpContextAccessor http, TimeProvider clock)
{
    /// <summary>More than anybody's devices.</summary>
    public const int Most = 10;

    private HttpContext Context => http.HttpContext!;

    /// <summary>What the browser needs to make a key for this account, as JSON.</summary>
    public async Task<string> AskForNewAsync(Account account)
    {
        var options = await handler.MakeCreationOptionsAsync(
            new() { Id = account.PersonId.ToString(), Name = account.UserName, DisplayName = account.Person!.Name }, Context);
        await KeepAsync("new", options.AttestationState);
        return options.CreationOptionsJson;
    }

    /// <summary>What the browser needs to sign in with any key it has for us.</summary>
    public async Task<string> AskForOneAsync()
    {
        var options = await handler.MakeRequestOptionsAsync(null, Context);
        await KeepAsync("one", options.AssertionState);
        return options.RequestOptionsJson;
    }

    /// <summary>Keeps a new key.</summary>
    public async Task<Outcome<Done>> AddAsync(Account account, string? name, string? password, string? credential, CancellationToken ct)
    {
        var label = name?.Trim() ?? "";
        if (label.Length is 0 or > 60)
        {
            return new Refusal.Invalid("members.passkey.name-needed", "Name");
        }

        if (await confirm.CheckAsync(account, password, ct) is { } wrong)
        {
            return wrong;
        }

        if (await db.Passkeys.CountAsync(k => k.PersonId == account.PersonId, ct) >= Most)
        {
            return new Refusal.Invalid("members.passkey.too-many").With(("count", Most));
        }

        if (string.IsNullOrEmpty(credential) || await TakeAsync("new") is not { } state)
        {
            return new Refusal.Invalid("members.passkey.not-made");
        }

        var result = await handler.PerformAttestationAsync(new() { HttpContext = Context, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != account.PersonId.ToString())
        {
            return new Refusal.Invalid("members.passkey.not-made");
        }

        var made = result.Passkey;
        db.Add(new Passkey
        {
            CredentialId = made.CredentialId,
            PersonId = account.PersonId,
            Name = label,
            PublicKey = made.PublicKey,
            SignCount = made.SignCount,
            Transports = [.. made.Transports ?? []],
            UserVerified = made.IsUserVerified,
            BackupEligible = made.IsBackupEligible,
            BackedUp = made.IsBackedUp,
            Attestation = made.AttestationObject,
            ClientData = made.ClientDataJson,
            CreatedAt = clock.GetUtcNow(),
        });
        db.Record(new Change("members.account.passkey-added", "members.account", account.PersonId) { After = new { Passkey = label } });
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    /// <summary>Takes a key away.</summary>
    public async Task<Outcome<Done>> RemoveAsync(Account account, string? credentialId, CancellationToken ct)
    {
        var keys = await db.Passkeys.Where(k => k.PersonId == account.PersonId).ToListAsync(ct);
        if (keys.Find(k => Convert.ToHexStringLower(k.CredentialId) == credentialId) is not { } key)
        {
            return new Refusal.Missing("members.passkey.missing");
        }

        db.Remove(key);
        db.Record(new Change("members.account.passkey-removed", "members.account", account.PersonId) { Before = new { Passkey = key.Name } });
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    /// <summary>Signs in whoever the key belongs to.</summary>
    public async Task<Outcome<SignInWithPassword.Next>> SignInAsync(string? credential, bool keep, CancellationToken ct)
    {
        var no = new Refusal.Invalid("members.passkey.refused");
        if (string.IsNullOrEmpty(credential) || await TakeAsync("one") is not { } state)
        {
            return no;
        }

        var result = await handler.PerformAssertionAsync(new() { HttpContext = Context, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded || result.User.ClosedAt is not null)
        {
            return no;
        }

        var (id, count, backedUp, now) = (result.Passkey.CredentialId, (long)result.Passkey.SignCount, result.Passkey.IsBackedUp, clock.GetUtcNow());
        await db.Passkeys.Where(k => k.CredentialId == id)
            .ExecuteUpdateAsync(k => k.SetProperty(x => x.SignCount, count).SetProperty(x => x.BackedUp, backedUp).SetProperty(x => x.UsedAt, now), ct);
        return await open.RunAsync(result.User, SignInMethod.Passkey, keep, ct) ? SignInWithPassword.Next.SignedIn : SignInWithPassword.Next.ChooseMandate;
    }

    private Task KeepAsync(string what, string? state) => Context.SignInAsync(
        SignInCookie.Question, new(new ClaimsIdentity([new("what", what), new("state", state ?? "")], SignInCookie.Question)));

    private async Task<string?> TakeAsync(string what)
    {
        var kept = await Context.AuthenticateAsync(SignInCookie.Question);
        await Context.SignOutAsync(SignInCookie.Question);
        return kept.Principal?.FindFirstValue("what") == what ? kept.Principal.FindFirstValue("state") : null;
    }
}
