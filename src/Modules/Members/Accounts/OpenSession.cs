using Guanlian.Members.Data;
using Guanlian.Platform.Words;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Members.Accounts;

/// <summary>Signs somebody in whose identity is proved: a new session, never one that was there before.</summary>
internal sealed class OpenSession(MembersDb db, IHttpContextAccessor http, TimeProvider clock)
{
    /// <returns>True when a mandate is in use; false when the person has none, or must choose.</returns>
    public async Task<bool> RunAsync(Account account, SignInMethod method, bool kept, CancellationToken ct)
    {
        var context = http.HttpContext!;
        var now = clock.GetUtcNow();
        var today = Dates.InChina(now);
        var mandates = await db.Mandates
            .Where(m => m.PersonId == account.PersonId && m.EndedAt == null && m.FromOn <= today && (m.ToOn == null || m.ToOn >= today))
            .Select(m => m.Id).ToListAsync(ct);
        var browser = context.Request.Headers.UserAgent.ToString();
        var session = new Session
        {
            Id = Guid.CreateVersion7(now),
            PersonId = account.PersonId,
            MandateId = account.LastMandateId is { } last && mandates.Contains(last) ? last : mandates is [var only] ? only : null,
            Method = method,
            Kept = kept,
            Browser = browser.Length > 200 ? browser[..200] : browser,
            StartedAt = now,
            SeenAt = now,
            ExpiresAt = now + (kept ? Session.IdleKept : Session.Idle),
        };
        db.Add(session);
        if (SignInCookie.Read(context.User) is var (_, before))
        {
            await db.Sessions.Where(s => s.Id == before && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), ct);
        }

        await db.SaveChangesAsync(ct);
        await context.SignOutAsync(SignInCookie.HalfWay);
        await context.SignInAsync(
            SignInCookie.Scheme, SignInCookie.Write(account.PersonId, session.Id), new AuthenticationProperties { IsPersistent = kept });
        return session.MandateId is not null;
    }
}
