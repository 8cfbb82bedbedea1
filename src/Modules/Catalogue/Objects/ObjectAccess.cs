using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Access;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>The owner of records, as pages name it.</summary>
internal sealed record Holder(Guid Id, string Code, string Name, string? NameEn)
{
    public string Shown => Wording.InChinese ? Name : NameEn ?? Name;
}

/// <summary>A record that the actor keeps.</summary>
internal sealed record KeptObject(Holder Holder, CatalogueObject Row, ObjectRecord Record, bool MayPublish)
{
    public string Address => $"collections/{Holder.Code}/{Row.Serial}";
}

/// <summary>The keeper's side of a collection: to everybody else, its drafts, its bin and its pages are not there.</summary>
internal sealed class ObjectAccess(CatalogueDb db, CurrentActor current, ProfileBook profiles)
{
    public bool MayKeep(Guid institution) => current.Value.May(CataloguePermissions.Keep, institution);

    public bool MayPublish(Guid institution) => current.Value.May(CataloguePermissions.Publish, institution);

    /// <summary>An institution by its code, whoever asks.</summary>
    public Task<Holder?> HolderAsync(string code, CancellationToken ct) => db.Database.SqlQuery<Holder>($"""
        select id as "Id", code as "Code", name as "Name", name_en as "NameEn" from members.pub_party where code = {code} and kind <> 'Cluster'
        """).SingleOrDefaultAsync(ct);

    /// <summary>A party that a record may name, by its code or its whole name; null where none or several are called so.</summary>
    public async Task<Holder?> NamedAsync(string said, CancellationToken ct)
    {
        var found = await db.Database.SqlQuery<Holder>($"""
            select id as "Id", code as "Code", name as "Name", name_en as "NameEn" from members.pub_party
             where code = {said} or name = {said} or name_en = {said} order by code <> {said} limit 2
            """).ToListAsync(ct);
        return found.Count == 1 || (found.Count > 1 && found[0].Code == said) ? found[0] : null;
    }

    public Task<Holder> HolderAsync(Guid id, CancellationToken ct) => db.Database.SqlQuery<Holder>($"""
        select id as "Id", code as "Code", name as "Name", name_en as "NameEn" from members.pub_party where id = {id}
        """).SingleAsync(ct);

    /// <summary>An institution whose collection the actor keeps.</summary>
    public async Task<Outcome<Holder>> KeptAsync(string code, CancellationToken ct) =>
        await HolderAsync(code, ct) is { } holder && MayKeep(holder.Id) ? holder : new Refusal.Missing("catalogue.collection.not-there");

    /// <summary>One of its records.</summary>
    public async Task<Outcome<KeptObject>> KeptAsync(string code, int serial, CancellationToken ct)
    {
        var holder = await KeptAsync(code, ct);
        if (holder.Refused)
        {
            return holder.Refusal;
        }

        var row = await db.Objects.AsNoTracking().SingleOrDefaultAsync(o => o.InstitutionId == holder.Value.Id && o.Serial == serial, ct);
        return row is null ? new Refusal.Missing("catalogue.object.missing") : Kept(holder.Value, row);
    }

    /// <summary>One of its records, to change as it was seen.</summary>
    /// <param name="code">Of the institution.</param>
    /// <param name="serial">Of the record.</param>
    /// <param name="version">That the form was drawn with; another means that somebody was faster.</param>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Outcome<KeptObject>> KeptAsync(string code, int serial, int version, CancellationToken ct) =>
        (await KeptAsync(code, serial, ct)).Then<KeptObject>(kept => kept.Row.Version == version ? kept : new Refusal.Stale("catalogue.object.stale"));

    public KeptObject Kept(Holder holder, CatalogueObject row) =>
        new(holder, row, ObjectRecord.Read(profiles[row.Profile], row.Record), MayPublish(holder.Id));

    /// <summary>The next record that can be edited, in the order in which they were made.</summary>
    public async Task<int?> NextAsync(Guid institution, int serial, CancellationToken ct) => await db.Objects.AsNoTracking()
        .Where(o => o.InstitutionId == institution && o.Serial > serial
            && (o.State == ObjectState.Draft || o.State == ObjectState.Review || o.State == ObjectState.Published))
        .OrderBy(o => o.Serial).Select(o => (int?)o.Serial).FirstOrDefaultAsync(ct);
}
