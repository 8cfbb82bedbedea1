using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Catalogue;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Search.Kept;

/// <summary>What other modules are told of sets: each record as its reader may see it, also the field that says what it belongs to.</summary>
internal sealed class SetsForOthers(CatalogueDb db, Audiences audiences, CurrentReader reader, IObjectBook book, ProfileBook profiles) : IObjectSets
{
    private const int MostRecords = 500, MostSteps = 4, MostSets = 200;

    /// <summary>Relations by which several records are one thing.</summary>
    private static readonly HashSet<string> OneThing = ["set", "pair", "part"];

    public async Task<IReadOnlyList<ObjectInBook>> BelongingAsync(ObjectKey key, CancellationToken ct)
    {
        var open = await audiences.OpenToAsync(reader.Value, ct);
        var found = new HashSet<Guid> { key.ObjectId };
        Guid[] fresh = [key.ObjectId];
        for (var step = 0; step < MostSteps && fresh.Length > 0 && found.Count < MostRecords; step++)
        {
            // From each record to those that it names, and to those that name it: each by its own index.
            var rows = await db.Objects.FromSql($"""
                select o.* from catalogue.object o join (
                    select {key.InstitutionId} as institution_id, unnest({fresh}) as id
                    union
                    select n.institution_id, n.id from unnest({fresh}) f cross join lateral (
                        select institution_id, id from catalogue.object where institution_id = {key.InstitutionId} and record ? 'relations'
                           and record->'relations' @> jsonb_build_array(jsonb_build_object('to', f))) n) found using (institution_id, id)
                 where o.record ? 'relations' and o.shown_to = any ({open}) and o.state not in ('Binned', 'Gone')
                 limit {MostRecords}
                """).AsNoTracking().ToListAsync(ct);
            var next = new HashSet<Guid>();
            foreach (var row in rows)
            {
                var relations = (SeenObject.Of(row, profiles[row.Profile], reader.Value).Record.Of(FieldRoles.Relations) as RelationsValue)?.Relations ?? [];
                foreach (var to in relations.Where(r => OneThing.Contains(r.Kind)).Select(r => r.To).OfType<Guid>())
                {
                    if (fresh.Contains(row.Id))
                    {
                        next.Add(to);
                    }
                    else if (fresh.Contains(to))
                    {
                        next.Add(row.Id);
                    }
                }
            }

            fresh = [.. next.Where(found.Add)];
        }

        found.Remove(key.ObjectId);
        var seen = await book.SeenAsync([.. found.Select(id => new ObjectKey(key.InstitutionId, id))], ct);
        return [.. seen.Values.OrderBy(o => o.Serial)];
    }

    public async Task<IReadOnlyList<PublishedSet>> PublishedAsync(Guid institutionId, CancellationToken ct)
    {
        var open = await audiences.OpenToAsync(reader.Value, ct);
        return await db.Database.SqlQuery<PublishedSet>($"""
            select id as "Id", party_id as "InstitutionId", title as "Title", text as "Text" from catalogue.object_set where party_id = {institutionId}
               and exists (select from catalogue.set_item i join catalogue.object o on o.institution_id = i.institution_id and o.id = i.object_id
                            where i.set_id = object_set.id and o.shown_to = any ({open}) and o.state not in ('Binned', 'Gone'))
             order by changed_at desc, id limit {MostSets}
            """).ToListAsync(ct);
    }

    public async Task<(PublishedSet Set, IReadOnlyList<ObjectInBook> Objects)?> PublishedOneAsync(Guid setId, CancellationToken ct)
    {
        var set = await db.Database.SqlQuery<PublishedSet>($"""
            select id as "Id", party_id as "InstitutionId", title as "Title", text as "Text" from catalogue.object_set where id = {setId} and party_id is not null
            """).SingleOrDefaultAsync(ct);
        if (set is null)
        {
            return null;
        }

        // What the actor sees is counted, not what lies before it: as PublishedAsync names the set, so it is here.
        var open = await audiences.OpenToAsync(reader.Value, ct);
        var keys = (await db.Database.SqlQuery<Item>($"""
            select i.institution_id as "InstitutionId", i.object_id as "ObjectId"
              from catalogue.set_item i join catalogue.object o on o.institution_id = i.institution_id and o.id = i.object_id
             where i.set_id = {setId} and o.shown_to = any ({open}) and o.state not in ('Binned', 'Gone') order by i.place, o.serial limit {MostRecords}
            """).ToListAsync(ct)).ConvertAll(i => new ObjectKey(i.InstitutionId, i.ObjectId));
        var seen = await book.SeenAsync(keys, ct);
        return (set, [.. keys.Where(seen.ContainsKey).Select(k => seen[k])]);
    }

    private sealed record Item(Guid InstitutionId, Guid ObjectId);
}
