using System.Collections.Concurrent;
using Guanlian.Catalogue.Access;
using Guanlian.Catalogue.Codes;
using Guanlian.Catalogue.Data;
using Guanlian.Catalogue.Objects;
using Guanlian.Catalogue.Profiles;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Catalogue.Import;

/// <summary>
/// What bulk acts over objects have in common: finding them by number, writing and taking back through the one write path. Rows are sets:
/// a batch is one query to find and lock, and one to write.
/// </summary>
internal sealed class ObjectRows(CatalogueDb db, WriteObjects write, ProfileBook profiles, CodeBook codes)
{
    /// <summary>Two acts that write one institution's objects come one after the other, or one would wait for the other in mid-batch.</summary>
    private const int Lock = 0x63617461;

    private readonly Dictionary<Guid, (ObjectDraft Draft, Dictionary<string, string?> Texts)> present = [];

    private readonly ConcurrentDictionary<Guid, NewObjects> ready = new();

    private Guid? lockedIn;

    public RecordTexts Texts { get; } = new(codes);

    /// <summary>Present rows by folded number.</summary>
    public async Task<IReadOnlyList<BulkMatch>> ByNumberAsync(
        Guid institution, IReadOnlyList<ProposedRow> rows, Profile profile, bool writing, CancellationToken ct)
    {
        await LockAsync(institution, writing, ct);
        // One look into the index for each key, whatever the planner knows of a table that was just filled.
        var keys = rows.Select(r => r.Key).Distinct().Order(StringComparer.Ordinal).ToArray();
        var found = (await (writing
            ? db.Objects.FromSql($"""
                select o.* from unnest({keys}) k (key) cross join lateral (
                    select * from catalogue.object where institution_id = {institution} and number_key = k.key and state not in ('Binned', 'Gone')
                     limit 1 for update) o
                """)
            : db.Objects.FromSql($"""
                select o.* from unnest({keys}) k (key) cross join lateral (
                    select * from catalogue.object where institution_id = {institution} and number_key = k.key and state not in ('Binned', 'Gone')
                     limit 1) o
                """)).AsNoTracking().ToListAsync(ct)).ToDictionary(o => o.NumberKey!);
        Remember(found.Values);
        return [.. rows.Select(r => found.TryGetValue(r.Key, out var o) ? Match(o, profile, r) : BulkMatch.New)];
    }

    /// <summary>Present rows by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> ByIdAsync(
        Guid institution, IReadOnlyList<Guid> ids, bool writing, CancellationToken ct)
    {
        await LockAsync(institution, writing, ct);
        var asked = ids.Order().ToArray();
        var found = await (writing
            ? db.Objects.FromSql($"""
                select o.* from unnest({asked}) k (id) cross join lateral (
                    select * from catalogue.object where institution_id = {institution} and id = k.id and state not in ('Binned', 'Gone') limit 1 for update) o
                """)
            : db.Objects.FromSql($"""
                select o.* from unnest({asked}) k (id) cross join lateral (
                    select * from catalogue.object where institution_id = {institution} and id = k.id and state not in ('Binned', 'Gone') limit 1) o
                """)).AsNoTracking().ToListAsync(ct);
        Remember(found);
        return found.ToDictionary(o => o.Id, o => (IReadOnlyDictionary<string, string?>)present[o.Id].Texts);
    }

    /// <summary>Present rows by serial, under keys like #12.</summary>
    public async Task<IReadOnlyDictionary<string, (Guid Id, ObjectDraft Draft, Dictionary<string, string?> Texts)>> BySerialAsync(
        Guid institution, IReadOnlyList<int> serials, bool writing, CancellationToken ct)
    {
        await LockAsync(institution, writing, ct);
        var asked = serials.Order().ToArray();
        var found = await (writing
            ? db.Objects.FromSql($"""
                select o.* from unnest({asked}) k (serial) cross join lateral (
                    select * from catalogue.object where institution_id = {institution} and serial = k.serial and state not in ('Binned', 'Gone')
                     limit 1 for update) o
                """)
            : db.Objects.FromSql($"""
                select o.* from unnest({asked}) k (serial) cross join lateral (
                    select * from catalogue.object where institution_id = {institution} and serial = k.serial and state not in ('Binned', 'Gone')
                     limit 1) o
                """)).AsNoTracking().ToListAsync(ct);
        Remember(found);
        return found.ToDictionary(o => FormattableString.Invariant($"#{o.Serial}"), o => (o.Id, present[o.Id].Draft, present[o.Id].Texts));
    }

    /// <summary>One of the rows that were asked for last.</summary>
    public ObjectDraft DraftOf(Guid id) => present[id].Draft;

    /// <summary>The level to which an import shows what it adds; null where it stays a draft.</summary>
    public static Level? ShownTo(BulkContext context) => context[ObjectImport.Shown] is "" or ObjectImport.NotYet ? null : Enum.Parse<Level>(context[ObjectImport.Shown]);

    /// <summary>What a row that adds becomes: shown as asked for, unless something keeps it from outsiders.</summary>
    public static ObjectDraft New(Guid institution, AcceptedRow row, Profile profile, RecordTexts texts, BulkContext context, bool foreign)
    {
        var record = texts.With(ObjectRecord.Empty(profile), row.Changed);
        var level = ShownTo(context);
        return new(institution, row.NewId!.Value, record)
        {
            State = level is null || PublishChecklist.Blocking(record, foreign: foreign).Any() ? ObjectState.Draft : ObjectState.Published,
            Level = level ?? Level.Public,
        };
    }

    /// <summary>Of a row that adds: that it will stay a draft although the import shows what it adds.</summary>
    public static TableProblem? StaysDraft(ProposedRow row, Profile profile, BulkContext context, bool foreign) =>
        ShownTo(context) is null || PublishChecklist.Blocks(profile, row.Fields, foreign) is not { } item ? null : new TableProblem(ImportWords.StaysDraft, row.Place)
        {
            Weight = TableWeight.Notice,
            Holes = [("field", item.Field.In(!Wording.InChinese))],
        };

    /// <summary>Makes rows that add ready while those before are written; <see cref="ApplyAsync"/> then finds them so.</summary>
    public async Task MakeReadyAsync(IReadOnlyList<AcceptedRow> adds, Func<AcceptedRow, ObjectDraft> draft, CancellationToken ct) =>
        ready[adds[0].NewId!.Value] = await write.MakeReadyAsync([.. adds.Select(draft)], ct);

    /// <summary>Writes rows that were matched last; those that add have been made ready.</summary>
    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(
        Guid institution, IReadOnlyList<AcceptedRow> rows, Func<AcceptedRow, ObjectDraft, ObjectDraft> change, CancellationToken ct)
    {
        if (rows.FirstOrDefault(r => r.SubjectId is null) is { NewId: { } first })
        {
            await write.AddAsync(ready.TryRemove(first, out var made) ? made : throw new InvalidOperationException($"{first} was not made ready"), ct);
        }

        var drafts = rows.Where(r => r.SubjectId is not null).Select(r => change(r, present[r.SubjectId!.Value].Draft)).ToList();
        var written = drafts.Count == 0 ? [] : await write.WriteAsync(drafts, ct);
        var stale = written.Count == drafts.Count ? [] : drafts.Select(d => d.Id).Except(written.Select(w => w.Id)).ToHashSet();
        return [.. rows.Select(r => r.SubjectId ?? r.NewId!.Value).Select(id => stale.Contains(id)
            ? (Outcome<BulkWritten>)new Refusal.Stale(ImportWords.ChangedMeanwhile)
            : new BulkWritten(id, institution))];
    }

    /// <summary>Gives old values back; what was added becomes a tombstone, because its address may be known.</summary>
    public async Task<IReadOnlyList<Refusal?>> UndoAsync(
        IReadOnlyList<UndoRow> rows, Func<UndoRow, ObjectDraft, ObjectDraft> back, CancellationToken ct)
    {
        var drafts = rows.Select(r => r.Added ? Gone(present[r.SubjectId].Draft) : back(r, present[r.SubjectId].Draft)).ToList();
        var written = (await write.WriteAsync(drafts, ct)).Select(w => w.Id).ToHashSet();
        return [.. drafts.Select(d => written.Contains(d.Id) ? null : (Refusal)new Refusal.Stale(ImportWords.ChangedMeanwhile))];
    }

    private static ObjectDraft Gone(ObjectDraft draft) => draft with
    {
        State = ObjectState.Gone,
        Record = ObjectRecord.Empty(draft.Record.Profile),
        FieldLevels = new Dictionary<string, Level>(),
        OpensOn = null,
        ClosesOn = null,
    };

    /// <summary>To be held before anything is matched, once in a transaction: an act works in one institution.</summary>
    public async Task LockAsync(Guid institution, bool writing, CancellationToken ct)
    {
        if (writing && db.Database.CurrentTransaction?.TransactionId is var transaction && (transaction is null || transaction != lockedIn))
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({Lock}, hashtext({institution.ToString()}))", ct);
            lockedIn = transaction;
        }
    }

    private void Remember(IEnumerable<CatalogueObject> found)
    {
        present.Clear();
        foreach (var row in found)
        {
            var record = ObjectRecord.Read(profiles[row.Profile], row.Record);
            present[row.Id] = (ObjectDraft.Of(row, record), Texts.Of(record));
        }
    }

    private BulkMatch Match(CatalogueObject row, Profile profile, ProposedRow says) => new(row.Id, present[row.Id].Texts)
    {
        Findings = row.Profile != profile.Name ? [new TableProblem(ImportWords.OtherProfile, TablePlace.WholeFile) { Holes = [("profile", profiles[row.Profile].Zh)] }]
            : Spoils(row.Id, says) is { } spoilt ? [spoilt] : [],
    };

    /// <summary>A published record that the row would make unfit for it.</summary>
    public TableProblem? Spoils(Guid id, ProposedRow says)
    {
        var now = present[id].Draft;
        return now.State == ObjectState.Published && PublishChecklist.MaySpoil(now.Record.Profile, says.Fields)
            && PublishChecklist.Spoils(now.Record, Texts.With(now.Record, says.Fields), now.FieldLevels) is { } item
            ? new TableProblem(item.RefusalKey, says.Place) { Holes = [("field", item.Field.In(!Wording.InChinese))] }
            : null;
    }
}
