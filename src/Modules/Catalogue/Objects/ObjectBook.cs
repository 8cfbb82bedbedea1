using System.Globalization;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Fields;
using Guanlian.Catalogue.Formats.Writing;
using Guanlian.Catalogue.Profiles;
using Guanlian.Contracts.Catalogue;
using Guanlian.Contracts.Members;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Objects;

/// <summary>What other modules are told of records: through the same audiences and the same <see cref="SeenObject"/> as every other door.</summary>
internal sealed class ObjectBook(CatalogueDb db, Audiences audiences, CurrentReader reader, IPartyDirectory parties, ProfileBook profiles, CodeBook codes) : IObjectBook
{
    public async Task<IReadOnlyDictionary<ObjectKey, ObjectInBook>> SeenAsync(IReadOnlyCollection<ObjectKey> keys, CancellationToken ct)
    {
        var (owners, ids) = (keys.Select(k => k.InstitutionId).ToArray(), keys.Select(k => k.ObjectId).ToArray());
        var open = await audiences.OpenToAsync(reader.Value, ct);
        var rows = await db.Objects.FromSql($"""
            select o.* from unnest({owners}, {ids}) as w (owner, id) join catalogue.object o on o.institution_id = w.owner and o.id = w.id
             where o.shown_to = any ({open}) and o.state not in ('Binned', 'Gone')
            """).AsNoTracking().ToListAsync(ct);
        return (await LinesAsync(rows, reader.Value, ct)).ToDictionary(l => l.Key);
    }

    public async Task<ObjectInBook?> SeenAsync(string institutionCode, int serial, CancellationToken ct)
    {
        var open = await audiences.OpenToAsync(reader.Value, ct);
        var rows = await db.Objects.FromSql($"""
            select o.* from members.pub_party p join catalogue.object o on o.institution_id = p.id
             where p.code = {institutionCode} and o.serial = {serial} and o.shown_to = any ({open}) and o.state not in ('Binned', 'Gone')
            """).AsNoTracking().ToListAsync(ct);
        return (await LinesAsync(rows, reader.Value, ct)).SingleOrDefault();
    }

    public async Task<IReadOnlyDictionary<string, ObjectInBook>> ByNumberAsync(Guid institutionId, IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var asked = numbers.Distinct().Select(n => (Number: n, Key: RegisterNumber.Key(n))).Where(n => n.Key is { Length: <= 60 }).ToList();
        var keys = asked.Select(n => n.Key!).Distinct().ToArray();
        var rows = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institutionId && keys.Contains(o.NumberKey!)
            && o.State != ObjectState.Binned && o.State != ObjectState.Gone).ToListAsync(ct);
        var lines = await LinesAsync(rows, Reader.AsStaff(institutionId), ct);
        var byKey = rows.Zip(lines).ToDictionary(pair => pair.First.NumberKey!, pair => pair.Second);
        return asked.Where(n => byKey.ContainsKey(n.Key!)).ToDictionary(n => n.Number, n => byKey[n.Key!]);
    }

    public async Task<IReadOnlyDictionary<int, ObjectInBook>> BySerialAsync(Guid institutionId, IReadOnlyCollection<int> serials, CancellationToken ct)
    {
        var asked = serials.Distinct().ToArray();
        var rows = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institutionId && asked.Contains(o.Serial)
            && o.State != ObjectState.Binned && o.State != ObjectState.Gone).ToListAsync(ct);
        return (await LinesAsync(rows, Reader.AsStaff(institutionId), ct)).ToDictionary(l => l.Serial);
    }

    public async Task<IReadOnlyDictionary<Guid, ObjectMeasure>> MeasuresAsync(Guid institutionId, IReadOnlyCollection<Guid> objects, CancellationToken ct)
    {
        var asked = objects.Distinct().ToArray();
        var rows = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institutionId && asked.Contains(o.Id)
            && o.State != ObjectState.Binned && o.State != ObjectState.Gone).Select(o => new { o.Id, o.Profile, o.Record }).ToListAsync(ct);
        return rows.ToDictionary(r => r.Id, r => ObjectMeasures.Of(ObjectRecord.Read(profiles[r.Profile], r.Record)));
    }

    public async Task<IReadOnlyDictionary<Guid, ObjectForLending>> LendingAsync(Guid institutionId, IReadOnlyCollection<Guid> objects, CancellationToken ct)
    {
        var asked = objects.Distinct().ToArray();
        var rows = await db.Objects.AsNoTracking().Where(o => o.InstitutionId == institutionId && asked.Contains(o.Id)
            && o.State != ObjectState.Binned && o.State != ObjectState.Gone).Select(o => new { o.Id, o.Profile, o.Record }).ToListAsync(ct);
        return rows.ToDictionary(r => r.Id, r => LendingFacts.Of(ObjectRecord.Read(profiles[r.Profile], r.Record)));
    }

    public string? RightsName(string uri) => codes.Find("rights")?.Find(uri)?.Word(Wording.InChinese);

    public async Task<IReadOnlyList<ObjectFact>> FactsAsync(ObjectKey key, CancellationToken ct)
    {
        var open = await audiences.OpenToAsync(reader.Value, ct);
        var row = await db.Objects.AsNoTracking().SingleOrDefaultAsync(o => o.InstitutionId == key.InstitutionId && o.Id == key.ObjectId, ct);
        if (row is null || !open.Contains(row.ShownTo) || row.State is ObjectState.Binned or ObjectState.Gone)
        {
            return [];
        }

        var seen = SeenObject.Of(row, profiles[row.Profile], reader.Value);
        var (zh, en) = (In("zh-CN", seen), In("en-GB", seen));
        return [.. zh.Zip(en).Select(pair => new ObjectFact(pair.First.Label, pair.Second.Label, pair.First.Text, pair.Second.Text)).Where(f => f.Zh.Length > 0)];
    }

    private async Task<List<ObjectInBook>> LinesAsync(List<CatalogueObject> rows, Reader who, CancellationToken ct)
    {
        var owners = rows.Count == 0 ? new Dictionary<Guid, PartyCard>() : await parties.FindAsync(rows.Select(r => r.InstitutionId).Distinct().ToList(), ct);
        return [.. rows.Select(row =>
        {
            var record = SeenObject.Of(row, profiles[row.Profile], who).Record;
            var english = (record.Of(FieldRoles.Title) as WordsValue)?.ByLanguage.FirstOrDefault(w => w.Key.StartsWith("en", StringComparison.Ordinal)).Value;
            return new ObjectInBook(
                new(row.InstitutionId, row.Id), owners[row.InstitutionId].Code, row.Serial, ExportObjects.Shown(record, FieldRoles.Number), record.Title("zh"), english,
                audiences.IsPublic(row.ShownTo), RightsUri.Of(record.Of(FieldRoles.Rights))?.Uri);
        })];
    }

    // Printing follows the reader's language; here both are wanted.
    private static List<(string Label, string Text)> In(string language, SeenObject seen)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return [.. ShownField.Of(seen.Record, seen.LevelOf, f => f.Role is not FieldRoles.Title)
                .Select(f => (f.Label, string.Join(Wording.InChinese ? "；" : "; ", f.Lines.Select(l => l.Text))))];
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
