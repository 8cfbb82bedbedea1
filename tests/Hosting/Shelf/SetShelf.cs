using Guanlian.Platform.Bulk;
using Guanlian.Platform.Data;
using Guanlian.Platform.Outcomes;
using Guanlian.Platform.Tables;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Guanlian.Hosting.Shelf;

/// <summary>The shelf once more, written as sets: its rows are their things' history.</summary>
public sealed class SetShelf(ShelfDb db, ShelfProbe probe) : IBulkImport
{
    public const string Name = "tests.set-shelf";
    private readonly ShelfImport shelf = new(db, probe);

    public string Kind => Name;

    public string Permission => ShelfImport.MayImport;

    public string SubjectKind => shelf.SubjectKind;

    public IReadOnlyList<BulkField> Fields => shelf.Fields;

    public ModuleDb Db => db;

    public bool RowsAreHistory => true;

    public TableShape Shape => shelf.Shape;

    public ProposedRow? Propose(TableRow row, BulkContext context) => shelf.Propose(row, context);

    public async Task<IReadOnlyList<BulkMatch>> MatchAsync(IReadOnlyList<ProposedRow> rows, BulkContext context, CancellationToken ct)
    {
        if (context.Writing)
        {
            var codes = rows.Select(r => r.Key).ToArray();
            await db.Database.ExecuteSqlAsync($"select from shelf.thing where code = any ({codes}) order by id for update", ct);
        }

        return await shelf.MatchAsync(rows, context, ct);
    }

    public async Task<IReadOnlyList<Outcome<BulkWritten>>> ApplyAsync(
        IReadOnlyList<AcceptedRow> rows, BulkContext context, CancellationToken ct)
    {
        await probe.Before("apply", rows.Count, ct);
        foreach (var row in rows.Where(r => r.Row.Label != "不许写"))
        {
            await WriteAsync(row.SubjectId ?? row.NewId!.Value, row.Row.Key, row.Changed, ct);
        }

        return [.. rows.Select(r => r.Row.Label == "不许写"
            ? (Outcome<BulkWritten>)new Refusal.Invalid("tests.not-this-one")
            : new BulkWritten(r.SubjectId ?? r.NewId!.Value))];
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<string, string?>>> CurrentAsync(
        IReadOnlyList<Guid> subjects, BulkContext context, CancellationToken ct)
    {
        var ids = subjects.ToArray();
        await db.Database.ExecuteSqlAsync($"select from shelf.thing where id = any ({ids}) order by id for update", ct);
        return await shelf.CurrentAsync(subjects, context, ct);
    }

    public async Task<IReadOnlyList<Refusal?>> UndoAsync(IReadOnlyList<UndoRow> rows, BulkContext context, CancellationToken ct)
    {
        foreach (var row in rows)
        {
            if (row.Added)
            {
                await db.Things.Where(t => t.Id == row.SubjectId).ExecuteDeleteAsync(ct);
            }
            else
            {
                await WriteAsync(row.SubjectId, null, row.Back, ct);
            }
        }

        return [.. rows.Select(_ => (Refusal?)null)];
    }

    public Refusal? Explain(PostgresException violation) => violation.ConstraintName switch
    {
        "thing_code_key" => new Refusal.Stale("tests.code-taken"),
        _ => shelf.Explain(violation),
    };

    private Task<int> WriteAsync(Guid id, string? code, IReadOnlyDictionary<string, string?> values, CancellationToken ct)
    {
        var (name, count, note) = (values.GetValueOrDefault("name"), values.GetValueOrDefault("count"), values.GetValueOrDefault("note"));
        var (hasName, hasCount, hasNote) = (values.ContainsKey("name"), values.ContainsKey("count"), values.ContainsKey("note"));
        return code is not null && hasName && values.ContainsKey("code")
            ? db.Database.ExecuteSqlAsync($"insert into shelf.thing values ({id}, {code}, {name}, {count}, {note}, 1)", ct)
            : db.Database.ExecuteSqlAsync($"""
                update shelf.thing set name = case when {hasName} then {name} else name end, count = case when {hasCount} then {count} else count end,
                       note = case when {hasNote} then {note} else note end, version = version + 1
                 where id = {id}
                """, ct);
    }
}
