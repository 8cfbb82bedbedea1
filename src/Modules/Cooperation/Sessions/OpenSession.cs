using Guanlian.Cooperation.Books;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Planning;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Sessions;

/// <summary>A session by its own address, with the book of its cooperation.</summary>
internal sealed record OpenSession(OpenBook Book, SessionRecord Session)
{
    /// <summary>Opens both; the session is read only once the cooperation is locked: it may just have been cancelled.</summary>
    public static async Task<Outcome<OpenSession>> OpenAsync(CooperationDb db, Editions editions, Guid session, Actor actor, CancellationToken ct)
    {
        if (await db.Set<SessionRecord>().Where(s => s.Id == session).Select(s => (Guid?)s.CooperationId).SingleOrDefaultAsync(ct) is not { } of)
        {
            return new Refusal.Missing("cooperation.session.missing");
        }

        var opened = await OpenBook.OpenAsync(db, editions, of, actor, ct);
        return opened.Refused ? opened.Refusal : new OpenSession(opened.Value, await db.Set<SessionRecord>().SingleAsync(s => s.Id == session, ct));
    }
}
