using System.Security.Cryptography;
using System.Text;
using Guanlian.Agreements.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Agreements.Sealing;

/// <summary>Electronic seals. A certified service takes this place; the local one below needs nothing but this program.</summary>
internal interface IElectronicSeal
{
    /// <summary>Signs a text's hash for a party; which key, and the signature.</summary>
    Task<(Guid Key, byte[] Signature)> SignAsync(Guid party, string hash, CancellationToken ct);

    /// <summary>Whether that signature is the party's on that hash.</summary>
    Task<bool> VerifyAsync(Guid party, Guid key, string hash, byte[] signature, CancellationToken ct);
}

/// <summary>
/// Signs with a key of the institution that this program keeps: ECDSA P-256 over SHA-256, the private half under the key ring. It shows
/// who of the alliance sealed what; it is no certificate of a licensed service.
/// </summary>
internal sealed class LocalSeal(AgreementsDb db, IDataProtectionProvider protection, TimeProvider clock) : IElectronicSeal
{
    private readonly IDataProtector protector = protection.CreateProtector("Guanlian.Agreements.Sealing.LocalSeal");

    public async Task<(Guid Key, byte[] Signature)> SignAsync(Guid party, string hash, CancellationToken ct)
    {
        var key = await db.SealKeys.SingleOrDefaultAsync(k => k.PartyId == party && k.RetiredAt == null, ct) ?? New(party);
        using var signing = ECDsa.Create();
        signing.ImportPkcs8PrivateKey(protector.Unprotect(key.PrivateKey), out _);
        return (key.Id, signing.SignData(Said(party, hash), HashAlgorithmName.SHA256));
    }

    public async Task<bool> VerifyAsync(Guid party, Guid key, string hash, byte[] signature, CancellationToken ct)
    {
        var found = await db.SealKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == key && k.PartyId == party, ct);
        if (found is null)
        {
            return false;
        }

        using var checking = ECDsa.Create();
        checking.ImportSubjectPublicKeyInfo(found.PublicKey, out _);
        return checking.VerifyData(Said(party, hash), signature, HashAlgorithmName.SHA256);
    }

    // The party stands in what is signed, so that one party's signature is never another's.
    private static byte[] Said(Guid party, string hash) => Encoding.UTF8.GetBytes($"guanlian agreement {party} {hash}");

    private SealKey New(Guid party)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = clock.GetUtcNow();
        var key = new SealKey
        {
            Id = Guid.CreateVersion7(now),
            PartyId = party,
            PublicKey = made.ExportSubjectPublicKeyInfo(),
            PrivateKey = protector.Protect(made.ExportPkcs8PrivateKey()),
            MadeAt = now,
        };
        db.Add(key);
        return key;
    }
}
