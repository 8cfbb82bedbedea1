using System.Globalization;
using Guanlian.Cooperation.Access;
using Guanlian.Cooperation.Data;
using Guanlian.Cooperation.Steps;
using Guanlian.Platform.Access;
using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Guanlian.Platform.Words;
using Microsoft.EntityFrameworkCore;

namespace Guanlian.Cooperation.CountyBook;

/// <summary>
/// The county book's form comes back: annual figures, and the museum's word on results that it should have received. Compared line by line
/// before anything is written, and taken back like every bulk act.
/// </summary>
internal sealed class FillBook(CooperationDb db, CurrentActor current, TimeProvider clock) : IBulkImport
{
    public const string KindName = "cooperation.county-form";
    private const string Code = "编号";
    private const string Value = "填写";
    private const string Note = "说明";
    private const string Yes = "yes";
    private const string No = "no";
    private const int MostNote = 400;
    private static readonly HashSet<string> SaysYes = new(StringComparer.OrdinalIgnoreCase) { "是", "已收到", "收到", "√", "yes", "y" };
    private static readonly HashSet<string> SaysNo = new(StringComparer.OrdinalIgnoreCase) { "否", "未收到", "没有收到", "×", "no", "n" };

    public string Kind => KindName;

    public string Permission => CooperationPermissions.Work;

    public string SubjectKind => "cooperation.book-line";

    public ModuleDb Db => db;

    public string? ResultPage => "book";

    public TableShape Shape { get; } = new(
        new TableColumn(Code, true) { OtherNames = ["Code"] }, new TableColumn(Value, true) { OtherNames = ["Fill in"] }, new TableColumn(Note) { OtherNames = ["Note"] });

    public IReadOnlyList<BulkField> Fields { get; } = [new("value", "cooperation.book-line.field.value"), new("note", "cooperation.book-line.field.note")];

    public ProposedRow? Propose(TableRow row, BulkContext context)
    {
        if (row[Code] is not { } code || (row[Value] is null && row[Note] is null))
        {
            return null;
        }

        var (value, note) = (row[Value]?.Trim(), row[Note]?.Trim());
        var fields = new Dictionary<string, string?>();
        List<TableProblem> findings = [];
        if (note?.Length > MostNote)
        {
            findings.Add(row.Problem("cooperation.county-book.note-long", Note));
        }

        if (TaskOf(code) is not null)
        {
            fields["value"] = value is null ? null : SaysYes.Contains(value) ? Yes : SaysNo.Contains(value) ? No : value;
            fields["note"] = fields["value"] == No ? note : null;
            if (fields["value"] is not (Yes or No))
            {
                findings.Add(row.Problem("cooperation.county-book.yes-or-no", Value));
            }
            else if (fields["value"] == No && string.IsNullOrEmpty(note))
            {
                findings.Add(row.Problem("cooperation.county-book.no-why", Note));
            }
        }
        else if (FactOf(code) is not null)
        {
            var read = Amount.TryRead(value, out var amount) && amount is not null;
            fields["value"] = read ? Print(amount!.Value) : value;
            fields["note"] = note;
            if (!read)
            {
                findings.Add(row.Problem("cooperation.county-book.not-a-number", Value));
            }
        }
        else
        {
            findings.Add(row.Problem("cooperation.county-book.unknown-code", Code));
        }

        return new(code, code, fields) { Findings = findings };
    }

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct)
    {
        var party = context.PartyId;
        var ids = rows.Select(r => TaskOf(r.Key)).OfType<Guid>().ToList();
        if (context.Writing)
        {
            await LockedAsync(ids, ct);
        }

        var tasks = await db.WaitingFor(party).AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        var years = rows.Select(r => FactOf(r.Key)?.Year).OfType<int>().Distinct().ToList();
        var facts = (await db.YearFacts.AsNoTracking().Where(f => f.PartyId == party && years.Contains(f.Year)).ToListAsync(ct)).ToDictionary(f => (f.Year, f.Kind));
        return
        [
            .. rows.Select(r => TaskOf(r.Key) is { } task
                ? tasks.TryGetValue(task, out var found) ? new BulkMatch(found.Id, Text(found)) : BulkMatch.New with { Findings = [new("cooperation.county-book.not-waiting", r.Place)] }
                : FactOf(r.Key) is { } key && facts.TryGetValue(key, out var fact) ? new BulkMatch(fact.Id, Text(fact)) : BulkMatch.New),
        ];
    }

    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct)
    {
        if (context.PartyId is not { } party || !CooperationAccess.Works(current.Value, party))
        {
            return [.. rows.Select(_ => (Outcome<BulkWritten>)new Refusal.Denied("cooperation.county-book.not-yours"))];
        }

        var (ids, now) = (rows.Select(r => r.SubjectId).OfType<Guid>().ToList(), clock.GetUtcNow());
        var records = await LockedAsync(ids, ct);
        var tasks = await db.WaitingFor(party).Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        var facts = await db.YearFacts.Where(f => ids.Contains(f.Id) && f.PartyId == party).ToDictionaryAsync(f => f.Id, ct);
        var written = new List<Outcome<BulkWritten>>();
        foreach (var row in rows)
        {
            if (row.SubjectId is { } id && tasks.TryGetValue(id, out var task))
            {
                Say(task, records[task.CooperationId], row.Row.Fields, now);
                written.Add(new BulkWritten(id, task.DoesPartyId));
            }
            else if (row.SubjectId is { } known && facts.TryGetValue(known, out var fact))
            {
                Set(fact, row.Row.Fields, now);
                written.Add(new BulkWritten(known, party));
            }
            else if (FactOf(row.Row.Key) is { } key)
            {
                var added = new YearFact { Id = Guid.CreateVersion7(now), PartyId = party, Year = key.Year, Kind = key.Kind, ByName = current.Value.Name, Version = 0 };
                Set(added, row.Row.Fields, now);
                db.Add(added);
                written.Add(new BulkWritten(added.Id, party));
            }
            else
            {
                written.Add(new Refusal.Stale("cooperation.county-book.not-waiting"));
            }
        }

        return written;
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct)
    {
        // What is to be taken back is compared with what stands here: nobody changes it from now on.
        var held = subjects.ToArray();
        await LockedAsync(held, ct);
        await db.Database.ExecuteSqlAsync($"select 1 from cooperation.year_fact where id = any ({held}) order by id for update", ct);
        var tasks = await db.Tasks.AsNoTracking().Where(t => subjects.Contains(t.Id)).ToListAsync(ct);
        var facts = await db.YearFacts.AsNoTracking().Where(f => subjects.Contains(f.Id)).ToListAsync(ct);
        return tasks.Select(t => (t.Id, Text: Text(t))).Concat(facts.Select(f => (f.Id, Text: Text(f)))).ToDictionary(x => x.Id, x => (IReadOnlyDictionary<string, string?>)x.Text);
    }

    public async Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct)
    {
        var (ids, now) = (rows.Select(r => r.SubjectId).ToList(), clock.GetUtcNow());
        var records = await LockedAsync(ids, ct);
        var tasks = await db.Tasks.Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, ct);
        var facts = await db.YearFacts.Where(f => ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, ct);
        var answers = new List<Refusal?>();
        foreach (var row in rows)
        {
            if (tasks.TryGetValue(row.SubjectId, out var task))
            {
                var record = records[task.CooperationId];
                var closed = record.State is CooperationState.Closed or CooperationState.Cancelled;
                answers.Add(closed ? new Refusal.Stale("cooperation.county-book.closed") : null);
                if (!closed)
                {
                    Say(task, record, row.Back, now);
                }
            }
            else if (facts.TryGetValue(row.SubjectId, out var fact))
            {
                answers.Add(null);
                if (row.Added)
                {
                    db.Remove(fact);
                }
                else
                {
                    Set(fact, row.Back, now);
                }
            }
            else
            {
                answers.Add(null);
            }
        }

        return answers;
    }

    public string Show(string field, string value, Wording words) =>
        field == "value" && value is Yes or No ? words[value == Yes ? "cooperation.county-book.yes" : "cooperation.county-book.no"] : value;

    /// <summary>The cooperations of these tasks, locked as every act on a task locks its own: nobody closes one meanwhile.</summary>
    private async Task<Dictionary<Guid, CooperationRecord>> LockedAsync(IReadOnlyCollection<Guid> tasks, CancellationToken ct)
    {
        var ids = await db.Tasks.Where(t => tasks.Contains(t.Id)).Select(t => t.CooperationId).Distinct().ToArrayAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from cooperation.cooperation where id = any ({ids}) order by id for update", ct);
        return await db.Cooperations.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
    }

    private static void Say(CooperationTask task, CooperationRecord record, IReadOnlyDictionary<string, string?> fields, DateTimeOffset now)
    {
        if (fields.TryGetValue("value", out var value))
        {
            TaskMoves.Say(task, record, value == Yes ? task.ConfirmedAt ?? now : null, value == No ? fields.GetValueOrDefault("note") ?? task.DisputedWhy : null, now);
        }
        else if (fields.TryGetValue("note", out var note))
        {
            TaskMoves.Say(task, record, task.ConfirmedAt, task.ConfirmedAt is null ? note : task.DisputedWhy, now);
        }
    }

    private void Set(YearFact fact, IReadOnlyDictionary<string, string?> fields, DateTimeOffset now)
    {
        fact.Value = fields.TryGetValue("value", out var value) && Amount.TryRead(value, out var amount) && amount is { } read ? read : fact.Value;
        fact.Note = fields.TryGetValue("note", out var note) ? note : fact.Note;
        (fact.WrittenAt, fact.ByName) = (now, current.Value.Name);
        fact.Version++;
    }

    private static Dictionary<string, string?> Text(CooperationTask task) =>
        new() { ["value"] = task.ConfirmedAt is not null ? Yes : task.DisputedWhy is not null ? No : null, ["note"] = task.DisputedWhy };

    private static Dictionary<string, string?> Text(YearFact fact) => new() { ["value"] = Print(fact.Value), ["note"] = fact.Note };

    private static string Print(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static Guid? TaskOf(string code) => code.StartsWith("T-", StringComparison.Ordinal) && Guid.TryParse(code.AsSpan(2), out var id) ? id : null;

    private static (int Year, string Kind)? FactOf(string code) =>
        code.Length > 5 && code[4] == '-' && int.TryParse(code.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1990 and <= 2100
            && YearFact.Kinds.Contains(code[5..]) ? (year, code[5..]) : null;
}
