using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Members;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Harvest.Api;

/// <summary>All records open to a reader, in the order of their ids, a page at a time: each page is one read of an index.</summary>
internal sealed class ReadObjects(CatalogueDb db, Audiences audiences, IPartyDirectory parties, ProfileBook profiles)
{
    private readonly Dictionary<Guid, PartyCard> owners = [];

    /// <summary>Which records.</summary>
    /// <param name="InstitutionId">One institution's; null for all.</param>
    /// <param name="Profile">Of one profile; null for all.</param>
    /// <param name="ChangedSince">Changed at or after.</param>
    public sealed record Filter(Guid? InstitutionId = null, string? Profile = null, DateTimeOffset? ChangedSince = null);

    /// <summary>The next records after a place.</summary>
    public async Task<List<OutgoingObject>> NextAsync(
        Reader reader, Filter filter, ObjectCursor after, int most, PublicAddress places, CancellationToken ct)
    {
        var open = await audiences.OpenToAsync(reader, ct);
        var (institution, profile, since) = (filter.InstitutionId, filter.Profile, filter.ChangedSince);
        var rows = await (institution is { } one
            ? db.Objects.FromSql($"""
                select o.* from unnest({open}) a (id) cross join lateral (
                    select * from catalogue.object
                     where shown_to = a.id and institution_id = {one} and id > {after.Id} and state not in ('Binned', 'Gone')
                       and ({profile}::text is null or profile = {profile}) and ({since}::timestamptz is null or changed_at >= {since})
                     order by institution_id, id limit {most}) o
                 order by o.institution_id, o.id limit {most}
                """)
            : db.Objects.FromSql($"""
                select o.* from unnest({open}) a (id) cross join lateral (
                    select * from catalogue.object
                     where shown_to = a.id and (institution_id, id) > ({after.InstitutionId}, {after.Id}) and state not in ('Binned', 'Gone')
                       and ({profile}::text is null or profile = {profile}) and ({since}::timestamptz is null or changed_at >= {since})
                     order by institution_id, id limit {most}) o
                 order by o.institution_id, o.id limit {most}
                """)).AsNoTracking().ToListAsync(ct);
        await LearnAsync(rows.Select(r => r.InstitutionId), ct);
        return [.. rows.Select(r => Outgoing(r, reader, places))];
    }

    /// <summary>One record by its permanent address.</summary>
    /// <returns>Null where there is none that the reader may see; the bare row of one that is gone.</returns>
    public async Task<(OutgoingObject? Found, bool Gone)> OneAsync(
        Reader reader, string institutionCode, int serial, PublicAddress places, CancellationToken ct)
    {
        if (await OwnerAsync(institutionCode, ct) is not { } owner)
        {
            return (null, false);
        }

        var open = await audiences.OpenToAsync(reader, ct);
        var row = await db.Objects.AsNoTracking().SingleOrDefaultAsync(o => o.InstitutionId == owner.Id && o.Serial == serial, ct);
        if (row is { State: ObjectState.Gone })
        {
            // A tombstone is for those who knew the record; what was never shown leaves none.
            var known = await db.Database.SqlQuery<bool>($"""
                select exists (select from catalogue.stamp where institution_id = {row.InstitutionId} and object_id = {row.Id}) as "Value"
                """).SingleAsync(ct);
            return (null, known);
        }

        return row is null || row.State == ObjectState.Binned || !open.Contains(row.ShownTo) ? (null, false) : (Outgoing(row, reader, places), false);
    }

    /// <summary>An institution with records, by its code.</summary>
    public async Task<PartyCard?> OwnerAsync(string code, CancellationToken ct)
    {
        var ids = await db.Database.SqlQuery<Guid>($"""
            with recursive found as (
                (select institution_id from catalogue.object order by institution_id limit 1)
                union all
                select (select institution_id from catalogue.object where institution_id > f.institution_id order by institution_id limit 1)
                  from found f where f.institution_id is not null
            )
            select institution_id as "Value" from found where institution_id is not null
            """).ToListAsync(ct);
        await LearnAsync(ids, ct);
        return owners.Values.FirstOrDefault(o => o.Code == code);
    }

    public OutgoingObject Outgoing(CatalogueObject row, Reader reader, PublicAddress places) =>
        new(SeenObject.Of(row, profiles[row.Profile], reader), owners[row.InstitutionId], places);

    private async Task LearnAsync(IEnumerable<Guid> ids, CancellationToken ct)
    {
        var news = ids.Distinct().Where(id => !owners.ContainsKey(id)).ToList();
        if (news.Count > 0)
        {
            foreach (var (id, card) in await parties.FindAsync(news, ct))
            {
                owners[id] = card;
            }
        }
    }
}
