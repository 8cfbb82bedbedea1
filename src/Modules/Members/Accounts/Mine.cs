using Guanlian.Members.Data;
using Guanlian.Platform.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>The account and the session of whoever is signed in.</summary>
internal sealed class Mine(MembersDb db, CurrentActor current, IHttpContextAccessor http)
{
    /// <summary>This browser's session.</summary>
    public Guid SessionId => SignInCookie.Read(http.HttpContext!.User)?.SessionId ?? Guid.Empty;

    /// <summary>The account with its person.</summary>
    public Task<Account> AccountAsync(CancellationToken ct) =>
        db.Accounts.Include(a => a.Person).SingleAsync(a => a.PersonId == current.Value.PersonId, ct);
}
