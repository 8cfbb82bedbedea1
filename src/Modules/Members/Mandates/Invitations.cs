using System.Security.Cryptography;
using Guanlian.Members.Data;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Mandates;

/// <summary>Makes and finds links. A token has 256 bits and is known only to whoever holds the link.</summary>
internal sealed class Invitations(MembersDb db, TimeProvider clock)
{
    public static (string Token, byte[] Hash) NewToken()
    {
        var token = RandomNumberGenerator.GetBytes(32);
        return (WebEncoders.Base64UrlEncode(token), SHA256.HashData(token));
    }

    /// <summary>Where the link leads, relative to the page base.</summary>
    public static string AddressOf(string token) => $"account/invitations/{token}";

    /// <summary>The open invitation behind a token. Used, withdrawn, run out or never made are all the same: null.</summary>
    public async Task<Invitation?> FindOpenAsync(string? token, CancellationToken ct)
    {
        if (HashOf(token) is not { } hash)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var found = await db.Invitations.SingleOrDefaultAsync(
            i => i.TokenHash == hash && i.UsedAt == null && i.WithdrawnAt == null && i.ExpiresAt > now, ct);
        if (found?.MadeUnder is null)
        {
            return found;
        }

        // What somebody promised counts only as long as he may promise it.
        var maker = await db.Mandates.AsNoTracking().SingleAsync(m => m.Id == found.MadeUnder, ct);
        return maker.ValidOn(Dates.InChina(now)) && await db.Accounts.AnyAsync(a => a.PersonId == maker.PersonId && a.ClosedAt == null, ct) ? found : null;
    }

    private static byte[]? HashOf(string? token)
    {
        try
        {
            return token is { Length: 43 } && WebEncoders.Base64UrlDecode(token) is { Length: 32 } bytes ? SHA256.HashData(bytes) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
