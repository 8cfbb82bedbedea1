using System.Collections.Concurrent;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Templates;
using Guanlian.Platform.Formats;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.Planning;

/// <summary>Keeps templates as they were when cooperations began, and gives them back.</summary>
internal sealed class Editions(CooperationDb db, TimeProvider clock)
{
    // An edition is never changed, so what was read once holds in every copy of the program.
    private static readonly ConcurrentDictionary<Guid, Template> Known = new();

    public static Template Of(Edition edition) => Known.GetOrAdd(edition.Id, _ => CanonicalJson.Read<Template>(edition.Body));

    public async Task<Template> OfAsync(Guid id, CancellationToken ct) =>
        Known.TryGetValue(id, out var known) ? known : Of(await db.Editions.AsNoTracking().SingleAsync(e => e.Id == id, ct));

    /// <summary>The edition of this template; written where nobody began one yet.</summary>
    public async Task<Guid> KeepAsync(Template template, Guid? clusterId, CancellationToken ct)
    {
        var body = CanonicalJson.Write(template);
        var hash = CanonicalJson.Hash(body);
        var now = clock.GetUtcNow();
        var family = CodeWords.Write(template.Family);

        // Two who begin the first cooperation of a kind at once both come out with the one edition.
        await db.Database.ExecuteSqlAsync($"""
            insert into cooperation.edition (id, code, number, name_zh, name_en, family, hash, body, cluster_id, created_at)
            values ({Guid.CreateVersion7(now)}, {template.Code}, {template.Version}, {template.Name.Zh}, {template.Name.En}, {family}, {hash}, {body}, {clusterId}, {now})
            on conflict (hash) do nothing
            """, ct);
        return await db.Editions.Where(e => e.Hash == hash).Select(e => e.Id).SingleAsync(ct);
    }
}
