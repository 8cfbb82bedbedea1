using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Formats.Records;

/// <summary>Finds the objects that records of elsewhere were made into.</summary>
internal sealed class Origins(CatalogueDb db)
{
    /// <summary>The source of files that keepers bring in.</summary>
    public const string File = "file";

    /// <summary>Objects by foreign id; those that are binned or gone are no longer found.</summary>
    public async Task<Dictionary<string, Guid>> FindAsync(Guid institution, string source, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        string[] asked = [.. ids];
        var found = await db.Database.SqlQuery<Pair>($"""
            select g.foreign_id as "Key", g.object_id as "ObjectId" from catalogue.origin g
              join catalogue.object o on o.institution_id = g.institution_id and o.id = g.object_id
             where g.institution_id = {institution} and g.source = {source} and g.foreign_id = any ({asked}) and o.state not in ('Binned', 'Gone')
            """).ToListAsync(ct);
        return found.ToDictionary(f => f.Key, f => f.ObjectId);
    }

    /// <summary>Objects by folded register number.</summary>
    public async Task<Dictionary<string, Guid>> FindByNumberAsync(Guid institution, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        string[] asked = [.. numbers.Select(RegisterNumber.Key).OfType<string>()];
        var found = await db.Database.SqlQuery<Pair>($"""
            select number_key as "Key", id as "ObjectId" from catalogue.object
             where institution_id = {institution} and number_key = any ({asked}) and state not in ('Binned', 'Gone')
            """).ToListAsync(ct);
        return found.ToDictionary(f => f.Key, f => f.ObjectId);
    }

    /// <summary>Foreign ids by object.</summary>
    public async Task<Dictionary<Guid, string>> OfAsync(Guid institution, string source, IReadOnlyCollection<Guid> objects, CancellationToken ct)
    {
        Guid[] asked = [.. objects];
        var found = await db.Database.SqlQuery<Pair>($"""
            select foreign_id as "Key", object_id as "ObjectId" from catalogue.origin
             where institution_id = {institution} and source = {source} and object_id = any ({asked})
            """).ToListAsync(ct);
        return found.DistinctBy(f => f.ObjectId).ToDictionary(f => f.ObjectId, f => f.Key);
    }

    public Task PutAsync(Guid institution, string source, IReadOnlyCollection<(string ForeignId, Guid ObjectId)> origins, CancellationToken ct)
    {
        var (ids, objects) = (origins.Select(o => o.ForeignId).ToArray(), origins.Select(o => o.ObjectId).ToArray());
        return db.Database.ExecuteSqlAsync($"""
            insert into catalogue.origin (institution_id, source, foreign_id, object_id)
            select {institution}, {source}, foreign_id, object_id from unnest({ids}, {objects}) as i (foreign_id, object_id)
            on conflict (institution_id, source, foreign_id) do update set object_id = excluded.object_id
            """, ct);
    }

    public Task ForgetAsync(Guid institution, IReadOnlyCollection<Guid> objects, CancellationToken ct)
    {
        Guid[] gone = [.. objects];
        return db.Database.ExecuteSqlAsync($"delete from catalogue.origin where institution_id = {institution} and object_id = any ({gone})", ct);
    }

    private sealed record Pair(string Key, Guid ObjectId);
}
