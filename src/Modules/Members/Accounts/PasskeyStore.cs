using Guanlian.Members.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>
/// As much of Identity's store as its passkey handler reads. Everything that writes is done where the change is recorded, so that
/// account and history commit together.
/// </summary>
internal sealed class PasskeyStore(MembersDb db) : IUserPasskeyStore<Account>
{
    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) => Task.FromResult(user.PersonId.ToString());

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserName);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.UserNameKey);

    public async Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Guid.TryParse(userId, out var id)
        ? await db.Accounts.Include(a => a.Person).SingleOrDefaultAsync(a => a.PersonId == id && a.ClosedAt == null, cancellationToken) : null;

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken)
    {
        var key = Account.KeyOf(normalizedUserName);
        return db.Accounts.Include(a => a.Person).SingleOrDefaultAsync(a => a.UserNameKey == key && a.ClosedAt == null, cancellationToken);
    }

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        db.Accounts.Include(a => a.Person).SingleOrDefaultAsync(
            a => a.ClosedAt == null && db.Passkeys.Any(k => k.PersonId == a.PersonId && k.CredentialId == credentialId), cancellationToken);

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        await db.Passkeys.AsNoTracking().SingleOrDefaultAsync(k => k.PersonId == user.PersonId && k.CredentialId == credentialId, cancellationToken)
            is { } key ? InfoOf(key) : null;

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        [.. (await db.Passkeys.AsNoTracking().Where(k => k.PersonId == user.PersonId).ToListAsync(cancellationToken)).Select(InfoOf)];

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        // The context belongs to the scope.
    }

    private static UserPasskeyInfo InfoOf(Passkey key) => new(
        key.CredentialId, key.PublicKey, key.CreatedAt, (uint)key.SignCount, [.. key.Transports], key.UserVerified, key.BackupEligible, key.BackedUp,
        key.Attestation, key.ClientData)
    { Name = key.Name };
}
