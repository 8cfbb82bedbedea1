using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Crosswalks;
using Guanlian.Catalogue.Formats.Reading;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Events;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Harvest.Fetching;

/// <summary>
/// Writes harvested records, with their history: a record known by its id there is changed, one deleted there goes to the bin, a new one
/// takes over the object that has its number, else it is added. Fields that did not come from there are left alone.
/// </summary>
internal sealed class TakeInRecords(CatalogueDb db, WriteObjects write, ProfileBook profiles)
{
    /// <summary>The lock of all bulk writing in one institution (see ObjectRows).</summary>
    private const int Lock = 0x63617461;

    /// <summary>Inside the caller's transaction.</summary>
    /// <returns>How many were written and how many removed; null where somebody edited one of them meanwhile.</returns>
    public async Task<(int Written, int Removed)?> WriteAsync(Harvester from, IReadOnlyList<ForeignRecord> records, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock}, hashtext({from.InstitutionId.ToString()}))", ct);
        // Of a record that comes twice in one answer the last state counts.
        var incoming = records.GroupBy(r => r.Id!).Select(g => g.Last()).ToList();
        var known = await KnownAsync(from, [.. incoming.Select(r => r.Id!)], ct);
        var made = incoming.Where(r => r.Content is not null).ToDictionary(r => r.Id!, r => CrosswalkRun.Apply(r, profiles[from.Profile]));
        var byNumber = await ByNumberAsync(from.InstitutionId, [.. made.Values.Select(KeyOf).OfType<string>()], ct);
        var rows = await RowsAsync(from.InstitutionId, [.. known.Values.Select(k => k.ObjectId), .. byNumber.Values], ct);
        var (drafts, origins, changes) = (new List<ObjectDraft>(), new List<(string, Guid, string[])>(), new List<Change>());
        var (numbers, removed) = (new HashSet<string>(), 0);
        foreach (var record in incoming)
        {
            var before = known.TryGetValue(record.Id!, out var origin) ? rows.GetValueOrDefault(origin.ObjectId) : null;
            if (!made.TryGetValue(record.Id!, out var now))
            {
                if (before is not null && before.State is not (ObjectState.Binned or ObjectState.Gone))
                {
                    drafts.Add(Draft(before) with { State = ObjectState.Binned });
                    changes.Add(new("catalogue.object.binned", "catalogue.object", before.Id) { OwnerId = from.InstitutionId, ReasonCode = "catalogue.harvest", Reason = from.Title });
                    removed++;
                }

                continue;
            }

            now = WithOwnNumber(now, before, byNumber, rows, numbers, ref before);
            var draft = before is null || before.State == ObjectState.Gone
                ? new ObjectDraft(from.InstitutionId, Guid.CreateVersion7(), now) { State = Shown(from, now) }
                : Merged(Draft(before), now, origin?.Fields ?? [], from);
            origins.Add((record.Id!, draft.Id, [.. now.Values.Keys]));
            if (before is null || draft.Record.Write() != Draft(before).Record.Write() || draft.State != before.State)
            {
                drafts.Add(draft);
                changes.Add(Harvested(from, before is null ? null : Draft(before).Record, draft));
            }
        }

        if ((await write.WriteAsync(drafts, ct)).Count < drafts.Count)
        {
            return null;
        }

        foreach (var change in changes)
        {
            db.Record(change);
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        await PutAsync(from, origins, ct);
        return (drafts.Count - removed, removed);
    }

    private ObjectDraft Draft(CatalogueObject row) => ObjectDraft.Of(row, ObjectRecord.Read(profiles[row.Profile], row.Record));

    private static string? KeyOf(ObjectRecord record) => RegisterNumber.Key((record.Of(FieldRoles.Number) as TextValue)?.Text);

    /// <summary>
    /// A number stands for one object. A new record takes over the object that has it; where that is another record's already, the number
    /// is kept beside the fields.
    /// </summary>
    private static ObjectRecord WithOwnNumber(
        ObjectRecord now, CatalogueObject? known, Dictionary<string, Guid> byNumber, Dictionary<Guid, CatalogueObject> rows,
        HashSet<string> numbers, ref CatalogueObject? before)
    {
        if (KeyOf(now) is not { } key)
        {
            return now;
        }

        var holder = byNumber.TryGetValue(key, out var id) ? rows.GetValueOrDefault(id) : null;
        var first = numbers.Add(key);
        if (known is null && holder is not null && first && holder.Profile == now.Profile.Name)
        {
            before = holder;
            return now;
        }

        if (first && (holder is null || holder.Id == known?.Id))
        {
            return now;
        }

        var field = now.Profile.Of(FieldRoles.Number)!;
        var said = ((TextValue)now[field.Key]!).Text;
        return now.With(field.Key, null) with { Extra = new Dictionary<string, string>(now.Extra) { [field.Zh] = said } };
    }

    /// <summary>What is there, with what has come; a field that came from there before and comes no more is emptied.</summary>
    private static ObjectDraft Merged(ObjectDraft before, ObjectRecord now, string[] fromThere, Harvester from)
    {
        var values = new Dictionary<string, FieldValue>(before.Record.Values);
        foreach (var gone in fromThere.Except(now.Values.Keys))
        {
            values.Remove(gone);
        }

        foreach (var (key, value) in now.Values)
        {
            if (before.Record.Profile.Find(key)?.Kind == now.Profile.Find(key)!.Kind)
            {
                values[key] = value;
            }
        }

        var record = before.Record with { Values = values, Extra = now.Extra };
        var state = before.State switch
        {
            ObjectState.Binned => Shown(from, record),
            ObjectState.Published when PublishChecklist.Spoils(before.Record, record, before.FieldLevels, foreign: true) is not null => ObjectState.Draft,
            var stays => stays,
        };
        return before with { Record = record, State = state };
    }

    /// <summary>What is harvested is shown as its museum has chosen, unless something keeps it from outsiders; then a keeper looks first.</summary>
    private static ObjectState Shown(Harvester from, ObjectRecord record) =>
        from.Published && !PublishChecklist.Blocking(record, foreign: true).Any() ? ObjectState.Published : ObjectState.Draft;

    private static Change Harvested(Harvester from, ObjectRecord? before, ObjectDraft after)
    {
        var (was, became) = ObjectHistory.Difference(before ?? ObjectRecord.Empty(after.Record.Profile), after.Record);
        return new("catalogue.object.harvested", "catalogue.object", after.Id)
        {
            OwnerId = after.InstitutionId,
            ReasonCode = "catalogue.harvest",
            Reason = from.Title,
            Before = was,
            After = became,
        };
    }

    private async Task<Dictionary<string, Known>> KnownAsync(Harvester from, string[] ids, CancellationToken ct) =>
        (await db.Database.SqlQuery<Known>($"""
            select foreign_id as "ForeignId", object_id as "ObjectId", fields as "Fields" from catalogue.origin
             where institution_id = {from.InstitutionId} and source = {from.Source} and foreign_id = any ({ids})
            """).ToListAsync(ct)).ToDictionary(k => k.ForeignId);

    private async Task<Dictionary<string, Guid>> ByNumberAsync(Guid institution, string[] keys, CancellationToken ct) =>
        (await db.Database.SqlQuery<Numbered>($"""
            select number_key as "Key", id as "ObjectId" from catalogue.object
             where institution_id = {institution} and number_key = any ({keys}) and state not in ('Binned', 'Gone')
            """).ToListAsync(ct)).ToDictionary(n => n.Key, n => n.ObjectId);

    private async Task<Dictionary<Guid, CatalogueObject>> RowsAsync(Guid institution, Guid[] ids, CancellationToken ct) =>
        await db.Objects.FromSql($"select * from catalogue.object where institution_id = {institution} and id = any ({ids}) order by id for update")
            .AsNoTracking().ToDictionaryAsync(o => o.Id, ct);

    private async Task PutAsync(Harvester from, List<(string Id, Guid Object, string[] Fields)> origins, CancellationToken ct)
    {
        var (ids, objects, fields) = (origins.Select(o => o.Id).ToArray(), origins.Select(o => o.Object).ToArray(), origins.Select(o => string.Join(',', o.Fields)).ToArray());
        await db.Database.ExecuteSqlAsync($"""
            insert into catalogue.origin (institution_id, source, foreign_id, object_id, fields)
            select {from.InstitutionId}, {from.Source}, foreign_id, object_id, string_to_array(fields, ',')
              from unnest({ids}, {objects}, {fields}) as i (foreign_id, object_id, fields)
            on conflict (institution_id, source, foreign_id) do update set object_id = excluded.object_id, fields = excluded.fields
            """, ct);
    }

    private sealed record Known(string ForeignId, Guid ObjectId, string[] Fields);

    private sealed record Numbered(string Key, Guid ObjectId);
}
